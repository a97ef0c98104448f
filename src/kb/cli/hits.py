"""Results of a search as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from kb.cli.screen import Line
from kb.folding import plain

STYLES = {"worked": "green", "mixed": "yellow", "backfired": "red", "none": "dim", "unknown": "dim"}
"""The colour of each effect."""


def hit_text(hit: Any, names: dict[str, dict[str, list[str]]]) -> Iterator[Line]:
    """One result of a search: a case or a move, with the sentence that matched and the words in it marked."""
    stored = hit.stored
    yield Line(((plain(stored["title"]), "bold"), (f"  {stored['year']} · level {stored['level']}", "")))
    kept = "  kept from search engines (noindex)" if stored["visibility"] == "noindex" else ""
    yield Line(((f"{stored['id']}{'#' + hit.event if hit.event else ''}", "cyan"), (kept, "dim")))
    if "tactic" in stored:
        name = names["tactic"][stored["tactic"]][0].lower()
        yield Line(((f"{name}: ", ""), (stored["effect"], STYLES[stored["effect"]])), 2)
    yield Line(tuple(_marked(hit.snippet, hit.marks)), 2)
    if "tactic" not in stored:
        listed = ", ".join(names["tactic"][each][0].lower() for each in stored["tactics"])
        yield Line(((f"tactics: {listed}", "dim"),), 2)
    yield Line(())


def _marked(text: str, marks: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, str]]:
    """The text in pieces, those between ``marks`` in reverse."""
    ends = [0, *(end for mark in marks for end in mark), len(text)]
    for number, (start, end) in enumerate(pairwise(ends)):
        yield plain(text[start:end]), "reverse" if number % 2 else ""


def facet_text(facets: dict[str, dict[str, int]], names: dict[str, dict[str, list[str]]]) -> Iterator[Line]:
    """How many results have each value."""
    for facet, counts in facets.items():
        known = names.get(facet, {})
        listed = (f"{known.get(value, [value])[0].lower()} {count}" for value, count in counts.items())
        yield Line(((f"{facet.replace('_', ' ')}: ", "bold"), (", ".join(listed), "")))
