"""`make relevance`: how well searches answer the questions of `tests/relevance/questions.yml`.

Each question lists the cases that answer it, 2 exactly and 1 related, graded by reading the cases. The terminal and the
site are asked, and beside them, over the same texts, SQLite FTS5 with porter stemming and a plain count of substrings.
"""

from __future__ import annotations

import math
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import yaml

from benchmarks.serving import opened
from kb.corpus import Corpus
from kb.loading import load
from kb.project import Project
from kb.search.documents import documents
from kb.search.library import Library
from kb.search.query import Query, parse

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "relevance" / "questions.yml"
DEPTH = 10

Ask = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its graded answers: case id to 1 or 2."""

    words: str
    language: str
    answers: dict[str, int]


def questions() -> list[Question]:
    """The relevance set."""
    return [Question(each["q"], each["lang"], each["answers"]) for each in yaml.safe_load(QUESTIONS.read_text("utf-8"))]


def ndcg(ranked: list[str], answers: dict[str, int]) -> float:
    """Normalised discounted cumulative gain at DEPTH, gains 2^grade - 1 (Järvelin & Kekäläinen 2002)."""
    gains = [2 ** answers.get(case, 0) - 1 for case in ranked[:DEPTH]]
    ideal = sorted((2**grade - 1 for grade in answers.values()), reverse=True)[:DEPTH]
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def success(ranked: list[str], answers: dict[str, int], depth: int) -> bool:
    """Whether an exact answer is among the first ``depth``."""
    return any(answers.get(case) == 2 for case in ranked[:depth])


def plain_texts(corpus: Corpus) -> dict[str, str]:
    """All that is searchable of each case, as one text."""
    made = {}
    for document in documents(corpus):
        if document.kind == "case":
            made[document.case] = "\n".join(text for passages in document.texts.values() for text in passages)
    return made


def terminal(project: Project) -> Ask:
    library = Library(project)
    library.refresh(lambda line: None)

    def ask(words: str) -> list[str]:
        query = Query(parse(words, set()).terms, limit=DEPTH)
        return [hit.stored["id"] for hit in library.search(query, lambda line: None).hits]

    return ask


def fts5(texts: dict[str, str]) -> Ask:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE cases USING fts5(id UNINDEXED, text, tokenize='porter unicode61')")
    connection.executemany("INSERT INTO cases VALUES (?, ?)", texts.items())

    def ask(words: str) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", words))
        if not asked:
            return []
        rows = connection.execute("SELECT id FROM cases WHERE cases MATCH ? ORDER BY rank LIMIT ?", (asked, DEPTH))
        return [row[0] for row in rows]

    return ask


def substring(texts: dict[str, str]) -> Ask:
    folded = {case: text.casefold() for case, text in texts.items()}

    def ask(words: str) -> list[str]:
        wanted = re.findall(r"\w+", words.casefold())
        counts = {case: sum(word in text for word in wanted) for case, text in folded.items()}
        return [case for case in sorted(counts, key=lambda case: (-counts[case], case)) if counts[case]][:DEPTH]

    return ask


def site(page: Any, address: str) -> Ask:
    """The published search page in a real Chromium."""

    def ask(words: str) -> list[str]:
        page.goto(f"{address}/find/?q={quote_plus(words)}")
        page.wait_for_selector("#find:not(.kb-find--asked)")
        links = page.locator("#find-results .kb-result a[href*='/cases/']")
        paths = links.evaluate_all("all => all.map(each => new URL(each.href).pathname)")
        return list(dict.fromkeys(path.split("/cases/")[1].strip("/") for path in paths))[:DEPTH]

    return ask


def searchable(asked: list[Question], cases: set[str]) -> list[Question]:
    """The questions as far as ``cases`` answer them: the site leaves out those that are not for search engines."""
    kept = [
        Question(each.words, each.language, {case: grade for case, grade in each.answers.items() if case in cases})
        for each in asked
    ]
    return [each for each in kept if 2 in each.answers.values()]


def measured(ask: Ask, asked: list[Question]) -> dict[str, Any]:
    """Mean nDCG@10, success@1 and success@3, in all and for each language; and the questions that failed at 3."""
    ranked = [(question, ask(question.words)) for question in asked]

    def mean(values: list[float]) -> float:
        return sum(values) / len(values)

    return {
        "ndcg": mean([ndcg(found, each.answers) for each, found in ranked]),
        "s1": mean([success(found, each.answers, 1) for each, found in ranked]),
        "s3": mean([success(found, each.answers, 3) for each, found in ranked]),
        **{
            f"ndcg_{language}": mean([ndcg(found, e.answers) for e, found in ranked if e.language == language])
            for language in ("en", "fr")
        },
        "failed": [(each.words, found[:3]) for each, found in ranked if not success(found, each.answers, 3)],
    }


def main() -> None:
    from click.testing import CliRunner

    from kb.cli import kb

    verbose = "--failed" in sys.argv
    asked = questions()
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        for name in ("cases", "taxonomy", "site", "mkdocs.yml", "mkdocs.fr.yml"):
            (project.root / name).symlink_to(ROOT / name)
        corpus = load(project).corpus
        texts = plain_texts(corpus)
        print(f"{len(asked)} questions, {len(texts)} cases; success: an exact answer among the first 1 or 3\n")
        print("| search | nDCG@10 | success@1 | success@3 | nDCG, English | nDCG, French |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        rows: list[tuple[str, Ask]] = [
            ("terminal (Whoosh)", terminal(project)),
            ("SQLite FTS5, porter", fts5(texts)),
            ("substrings", substring(texts)),
        ]
        for name, ask in rows:
            _show(name, measured(ask, asked), verbose)
        if "--no-site" not in sys.argv:
            CliRunner().invoke(kb, ["--root", str(project.root), "build"], standalone_mode=False)
            with opened(project.site) as (page, address):
                shown = searchable(asked, {case.id for case in corpus.public})
                _show(f"site, {len(shown)} questions", measured(site(page, address), shown), verbose)


def _show(name: str, found: dict[str, Any], verbose: bool) -> None:
    cells = [found[key] for key in ("ndcg", "s1", "s3", "ndcg_en", "ndcg_fr")]
    print(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |", flush=True)
    if verbose:
        for words, first in found["failed"]:
            print(f"    {words!r}: {first}")


if __name__ == "__main__":
    main()
