"""What a question asks of moves: "apologies that backfired" names a tactic and how it went, which belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from kb.folding import fold
from kb.search.whoosh_terms import LANGUAGES, stemmed

PAIR = ("tactic", "effect")
"""The facets that a move brings together."""

NEGATIONS = frozenset({"no", "non", "not", "without", "pas", "sans", "jamais", "never", "aucun", "aucune"})
"""Words that are none to look for, and that turn a name round."""

Called = Mapping[str, Mapping[str, list[str]]]
"""For each facet of a pair its values, each with the names that it goes by: as stems, with spaces between."""


def called(names: Mapping[str, Mapping[str, list[str]]]) -> Called:
    """The names of tactics and effects, each as the stems that a question has which says it."""
    return {
        facet: {value: list(dict.fromkeys(_stems(given))) for value, given in names.get(facet, {}).items()}
        for facet in PAIR
    }


def _stems(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        for language in LANGUAGES:
            if stems := stemmed(name, language):
                yield " ".join((*stems, *(word for word in fold(name).split() if word in NEGATIONS)))


def pairs_named(said: Set[str], names: Called) -> list[str]:
    """`tactic/effect` for every tactic and every effect of which all of a name stands in the question, whose stems and
    negations are ``said``; none where it names but one of the two."""
    effects = _named(said, names["effect"])  # there are few: most questions name none and are done with
    tactics = _named(said, names["tactic"]) if effects else []
    return [f"{tactic}/{effect}" for tactic in tactics for effect in effects]


def _named(said: Set[str], values: Mapping[str, list[str]]) -> list[str]:
    return [value for value, names in values.items() if any(said >= set(name.split()) for name in names)]
