"""Each rule has a file that breaks it, and the exact words that come back.

`tests/corpus/invalid/<kind>/<CODE>.yml` is put into the small casebook as `spoiled`; the `.txt` beside it holds what
`kb validate --notes` prints. KB_WRITE_EXPECTED=1 rewrites the `.txt` files, to be read before they are committed.
"""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from casebooks import INVALID, NOW, ROOT

from kb import rules
from kb.codes import all_codes
from kb.loading import load
from kb.model import Passage, passages
from kb.project import Project
from kb.reporters import REPORTERS, Report
from kb.rules import RULES

FILES = sorted(INVALID.glob("*/KB*.yml"))
# Not about the text of one file, or too large to keep: tested by hand in test_files.py.
ELSEWHERE = {"KB000", "KB001", "KB002", "KB003", "KB009"}
# Notes that nearly every spoiled case would bear: shown in their own file alone.
EVERYWHERE = {"KB309", "KB310"}


def put(casebook: Project, file: Path) -> Path:
    """Copy a spoiled file to its place in the casebook."""
    target = {
        "cases": casebook.cases / "2020-spoiled.yml",
        "tactics": casebook.tactics / "spoiled.yml",
        "lessons": casebook.lessons / "spoiled.yml",
        "paths": casebook.paths / "spoiled.yml",
        "vocabulary": casebook.vocabulary,
        "translations": casebook.cases / "2020-lamp-recall.fr.yml",
        "lesson-translations": casebook.lessons / "answer-early.fr.yml",
    }[file.parent.name]
    if file.stem == "KB208":
        target = target.with_name("2020-spoiled.yml")
    shutil.copy(file, target)
    return target


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_broken_rule_is_reported_in_exact_words(casebook: Project, file: Path) -> None:
    shown = casebook.shown(put(casebook, file))
    loaded = load(casebook, now=NOW)
    found = [each for each in loaded.diagnostics if each.file == shown and each.code not in EVERYWHERE - {file.stem}]
    assert file.stem in {each.code for each in found}
    text = "\n".join(str(line) for line in REPORTERS["full"](Report(1, found, loaded.sources)))
    expected = file.with_suffix(".txt")
    if os.environ.get("KB_WRITE_EXPECTED"):
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_spoiled_file_makes_no_noise_in_others(casebook: Project, file: Path) -> None:
    if file.stem in ("KB017", "KB114"):
        return  # what the vocabulary lacks is missed by its users; an alias shared by two is reported at both
    shown = casebook.shown(put(casebook, file))
    found = load(casebook, now=NOW).diagnostics
    assert {each.file for each in found if each.code not in EVERYWHERE or file.stem in EVERYWHERE} == {shown}


def test_a_rule_that_names_words_speaks_of_a_text_in_any_language(
    casebook: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, bool] = {}
    real = rules.breaches

    def watched(record: Any, scene: rules.Scene) -> Iterator[tuple[rules.Rule, rules.Breach]]:
        for rule, breach in real(record, scene):
            seen[rule.code] = seen.get(rule.code, True) and (not breach.words or isinstance(breach.at, Passage))
            yield rule, breach

    monkeypatch.setattr(rules, "breaches", watched)
    for file in (each for each in FILES if each.parent.name == "cases"):
        put(casebook, file)
        load(casebook, now=NOW)
    assert {"KB307", "KB403", "KB407", "KB408", "KB409", "KB503", "KB504"} <= set(seen)
    assert [code for code, right in seen.items() if not right] == []


def test_every_code_has_a_file_that_breaks_it() -> None:
    assert {file.stem for file in FILES} | ELSEWHERE == set(all_codes())


def test_the_example_for_newcomers_is_a_rule_with_a_free_code(casebook: Project) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    code = re.findall(r'"(KB\d+)"', example)[0]
    assert code not in all_codes()
    scope = {**vars(rules.style)}
    before = list(RULES)
    try:
        exec(textwrap.dedent(example), scope)
        (added,) = [each for each in RULES if each not in before]
        corpus = load(casebook, now=NOW).corpus
        case = corpus.cases["2020-lamp-recall"]
        long = case.model_copy(update={"title": "long " * 20})
        here, there = (rules.Scene(corpus, NOW, case.id, True, passages=tuple(passages(each))) for each in (case, long))
        assert list(added.check(case, here)) == []
        (breach,) = added.check(long, there)
        assert breach.at.field == "title"
    finally:
        RULES[:] = before


def test_codes_are_given_once() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))


def test_the_small_casebook_is_clean(casebook: Project) -> None:
    assert list(load(casebook, now=NOW).diagnostics) == []
