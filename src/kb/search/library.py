"""Keeps the index in step with the files and asks it. A refresh costs what changed, not what exists."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.garbage import uncollected
from kb.project import Project
from kb.search.query import Query, Results

if TYPE_CHECKING:
    from kb.search.documents import Document


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a refresh did: how many cases were read, how many are gone, and which files could not be indexed."""

    read: int
    gone: int
    skipped: tuple[str, ...]
    reason: str


Tell = Callable[[str], None]


class Library:
    """The index of one casebook."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._opened: Any = None

    def fresh(self, tell: Tell) -> Any:
        """The open index, refreshed first if files changed. ``tell`` is given a line on what is being done."""
        from kb.search.whoosh_engine import UnreadableIndex, WhooshIndex

        stamps = self.project.stamps()
        if self._opened is not None and self._opened.is_latest and self._opened.manifest.get("stamps") == stamps:
            return self._opened
        try:
            opened = WhooshIndex.open(self.project.index)
        except UnreadableIndex:
            opened = None
        if opened is None or opened.manifest.get("stamps") != stamps:
            self.refresh(tell)
            opened = WhooshIndex.open(self.project.index)
        self._opened = opened
        return opened

    def refresh(self, tell: Tell, full: bool = False, damage: str = "") -> Refresh:
        """Bring the index in step with the files; one process at a time, the others wait. With ``damage``, what is
        wrong with the one there, it is made anew."""
        self.project.build.mkdir(exist_ok=True)
        with (self.project.build / "index.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with uncollected():
                return self._refresh(tell, full, damage)

    def _refresh(self, tell: Tell, full: bool, damage: str) -> Refresh:
        from kb.search.whoosh_engine import UnreadableIndex, WhooshIndex

        project, stamps = self.project, self.project.stamps()
        existed = project.index.is_dir() and any(project.index.iterdir())
        try:
            if damage:
                raise UnreadableIndex(damage)
            index = WhooshIndex.open(project.index)
            old = {name: tuple(stamp) for name, stamp in index.manifest.get("stamps", {}).items()}
            reason = "asked for" if full else ""
        except UnreadableIndex as error:
            index, old, reason = None, {}, f"the index could not be used ({error})" if existed else "no index yet"
        changed = {name for name in stamps.keys() | old.keys() if stamps.get(name) != old.get(name)}
        if index is not None and not full and all(name.startswith("cases/") for name in changed):
            return self._update(index, stamps, changed)
        if not reason:
            reason = "the taxonomy changed"
        tell(f"building the index: {reason}")
        return self._rebuild(index, stamps, reason)

    def _rebuild(self, index: Any, stamps: dict[str, tuple[int, int]], reason: str) -> Refresh:
        from kb.search.whoosh_engine import WhooshIndex

        pairs, manifest, skipped, count = self._read(stamps, None)
        if index is None:
            index = WhooshIndex.create(self.project.index)
        index.write(pairs, manifest)
        return Refresh(count, 0, skipped, reason)

    def _update(self, index: Any, stamps: dict[str, tuple[int, int]], changed: set[str]) -> Refresh:
        if not changed:
            return Refresh(0, 0, (), "")
        changed = {f"{name.split('.')[0]}.yml" for name in changed}  # a translation is part of its case's documents
        present = {name for name in changed if name in stamps}
        pairs, manifest, skipped, count = self._read(stamps, present)
        index.write(pairs, manifest, replaced=sorted(changed))
        return Refresh(count, len(changed - present), skipped, "")

    def _read(
        self, stamps: dict[str, tuple[int, int]], names: set[str] | None
    ) -> tuple[Iterator[tuple[str, Document]], dict[str, Any], tuple[str, ...], int]:
        from kb.loading import load
        from kb.search.documents import documents, facet_names

        loaded = load(self.project, only=names, check=False)
        corpus = loaded.sound()
        sound = corpus.published
        broken = {str(each.file) for each in loaded.diagnostics}
        broken |= {str(file) for case, file in loaded.files.items() if case not in corpus.cases}
        manifest = {
            "stamps": stamps,
            "names": facet_names(corpus),
            "synonyms": [list(group) for group in corpus.vocabulary.synonyms],
        }
        pairs = ((str(loaded.files[case.id]), document) for case in sound for document in documents(corpus, [case]))
        return pairs, manifest, tuple(sorted(broken)), len(sound)

    def names(self, tell: Tell) -> dict[str, dict[str, list[str]]]:
        """For each facet with named values, the values and the other words for each: those of the last search, else
        fresh ones."""
        names: dict[str, dict[str, list[str]]] = (self._opened or self.fresh(tell)).manifest["names"]
        return names

    def search(self, query: Query, tell: Tell) -> Results:
        """Ask the fresh index; one that turns out to be damaged is built anew and asked again."""
        from kb.search.whoosh_engine import UnreadableIndex

        try:
            return self._ask(query, tell)
        except UnreadableIndex:
            self._opened = None  # a build may have replaced it meanwhile
        try:
            return self._ask(query, tell)
        except UnreadableIndex as error:
            self._opened = None
            self.refresh(tell, full=True, damage=str(error))
            return self._ask(query, tell)

    def _ask(self, query: Query, tell: Tell) -> Results:
        results: Results = self.fresh(tell).search(query)
        return results
