"""What is searchable: the one declaration of texts and facets, from which every engine and the site derive theirs.
Light to import."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "12"
"""Changes whenever a document's content or fields change, so that older indexes are rebuilt."""

TEXTS: dict[str, float] = {
    "title": 0.3,
    "keywords": 0.5,
    "situations": 0.5,
    "organisation": 0.3,
    "summary": 0.3,
    "terms": 0.0,
    "lessons": 0.0,
    "moves": 0.0,
    "what": 0.0,
    "training": 0.0,
}
"""Searchable texts. A word counts once wherever it stands; this is what it counts beyond that in a text which tells
more of what a case is about."""

BM25 = {"B": 0.3, "K1": 1.2}
"""How words are weighed. Cases are of different length because their sources are, not because they wander: length is
held little against them."""


NAMES = ("title", "keywords", "situations", "terms")
"""The texts that are lists of short passages of their own, not sentences of the story."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A property to filter or sort by. ``many``: a document may have several values; ``number``: values are whole
    numbers; ``shown``: readers are offered it."""

    name: str
    label: str
    target: str = ""
    many: bool = False
    number: bool = False
    shown: bool = True


FACETS: tuple[Facet, ...] = (
    Facet("tactic", "tactic", "tactics", many=True),
    Facet("effect", "effect", "effects", many=True),
    Facet("crisis_type", "crisis type", "crisis_types"),
    Facet("platform", "platform", "platforms", many=True),
    Facet("sector", "sector", "sectors"),
    Facet("country", "country", "countries"),
    Facet("language", "language", "case_languages"),
    Facet("status", "state of the file", "statuses"),
    Facet("year", "year", number=True),
    Facet("level", "highest level", number=True),
    Facet("first_response", "minutes to the first response", number=True, shown=False),
    Facet("date", "day of the first event, as 20120104", number=True, shown=False),
)
