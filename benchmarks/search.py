"""The search in the terminal beside bare Whoosh: building, one case changed, one question in a fresh process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.casebook import ROOT, copies
from benchmarks.measuring import show, timed
from kb.loading import load
from kb.project import Project
from kb.search.documents import documents
from kb.search.library import Library
from kb.search.whoosh_engine import WhooshIndex, fields, schema

CASES = int(os.environ.get("KB_BENCH_SEARCH_CASES", "1000"))
QUESTION = "price error laptop"

BARE_SEARCH = """
import sys, warnings
warnings.simplefilter("ignore")
from whoosh.index import open_dir
from whoosh.qparser import MultifieldParser, OrGroup
index = open_dir(sys.argv[1])
names = [name for name in index.schema.names() if name.endswith(("_en", "_fr"))]
with index.searcher() as searcher:
    query = MultifieldParser(names, index.schema, group=OrGroup).parse(sys.argv[2])
    for hit in searcher.search(query, limit=10):
        print(hit["payload"]["stored"]["title"])
"""


def prepared(project: Project) -> Iterator[dict[str, Any]]:
    """Every document as Whoosh takes it, its texts as texts: the analyzers of the fields are part of Whoosh."""
    corpus = load(project, check=False).corpus
    for case in corpus.published:
        for document in documents(corpus, [case]):
            yield {"file": f"cases/{case.id}.yml", **fields(document, lambda text, language: text)}


def bare_build(ready: list[dict[str, Any]], folder: Path) -> None:
    """What Whoosh itself takes for the same fields."""
    from whoosh.index import create_in

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    writer = create_in(str(folder), schema()).writer(limitmb=256)
    for each in ready:
        writer.add_document(**each)
    writer.commit()


def seconds(*command: str, cwd: Path) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return time.perf_counter() - start


def bench_search(folder: Path) -> None:
    project = copies(folder / "casebook", CASES)
    library = Library(project)
    library.refresh(lambda line: None)  # what has been read once is kept: the files are not parsed again
    ready = list(prepared(project))
    theirs = timed(lambda: bare_build(ready, folder / "bare"), 1)
    ours = timed(lambda: library.refresh(lambda line: None, full=True), 1)
    what = f"index {CASES:,} cases ({len(ready):,} documents)"
    show(what, ours, "a bare Whoosh writer, same fields", theirs, 1.15)
    ready.clear()

    first = min(project.cases.iterdir())

    def edit() -> None:
        first.write_text(first.read_text("utf-8").replace("level: 0", "level:  0"), "utf-8")
        library.refresh(lambda line: None)

    edited = timed(edit, 5)
    show(f"one case of {CASES:,} changed", edited, "the whole index", ours, 0.01)

    command = str(Path(sys.executable).parent / "kb")
    kb, bare = [], []
    for _ in range(25):
        kb.append(seconds(command, "search", QUESTION, cwd=project.root))
        bare.append(seconds(sys.executable, "-c", BARE_SEARCH, str(project.index), QUESTION, cwd=ROOT))
    show("kb search, a fresh process", min(kb), "a bare script on the same index", min(bare), 1.5)
    WhooshIndex.open(project.index)
