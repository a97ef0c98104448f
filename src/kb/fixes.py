"""Carries out the fixes of diagnostics, each in its file, written aside and renamed into place."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.diagnostics import Diagnostic, Fix
from kb.files import write_if_changed
from kb.source import Source, parse


@dataclass(frozen=True, slots=True)
class Done:
    """A fix that was carried out: what stood there, and the problem that it mends."""

    diagnostic: Diagnostic
    fix: Fix
    before: str


def mend(root: Path, diagnostics: Iterable[Diagnostic], sources: dict[Path, Source]) -> Iterator[Done]:
    """Carry out the fixes of ``diagnostics``, whose files are given from ``root``. Of two that overlap, the first; a
    file that is no longer as it was read, or that a fix would break, is left alone."""
    by_file: dict[Path, list[Done]] = defaultdict(list)
    for each in diagnostics:
        if each.fix and each.fix.span is None:
            yield from _renamed(root / each.file, Done(each, each.fix, each.file.name))
        elif each.fix and each.fix.span:
            source = sources[each.file]
            before = source.text[source.between(each.fix.span)]
            if before != each.fix.replacement:
                by_file[each.file].append(Done(each, each.fix, before))
    for shown, wanted in by_file.items():
        yield from _rewritten((root / shown).resolve(), sources[shown], wanted)


def _renamed(file: Path, done: Done) -> Iterator[Done]:
    try:
        os.link(file, file.with_name(done.fix.replacement))  # unlike a renaming, it never replaces another file
    except FileExistsError:
        return
    file.unlink()
    yield done


def _rewritten(file: Path, source: Source, wanted: list[Done]) -> Iterator[Done]:
    placed = [(source.between(each.fix.span), each) for each in wanted if each.fix.span]
    text, end, done = "", 0, []
    for place, each in sorted(placed, key=lambda pair: pair[0].start):
        if place.start >= end:
            text += source.text[end : place.start] + each.fix.replacement
            end = place.stop
            done.append(each)
    text += source.text[end:]
    if file.read_bytes().decode("utf-8-sig") == source.text and not parse(text, source.file).diagnostics:
        write_if_changed(file, text)
        yield from done
