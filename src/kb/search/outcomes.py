"""What a question asks of moves: "apologies that backfired" names a tactic and how it went, which belong together."""

from __future__ import annotations

from collections.abc import Mapping

from kb.folding import fold
from kb.search.whoosh_terms import LANGUAGES, stemmed

Names = Mapping[str, Mapping[str, list[str]]]
"""For each facet its values, each with the names that it goes by."""

NEGATIONS = frozenset({"no", "non", "not", "without", "pas", "sans", "jamais", "never", "aucun", "aucune"})
"""Words that are none to look for, and that turn a name round."""


def pairs_named(words: set[str], said: Mapping[str, set[str]], names: Names) -> list[str]:
    """`tactic/effect` for every tactic and every effect of which a name stands in the question, of which ``words`` are
    all, folded, and ``said`` the stems by language; none where it names but one of the two."""
    said = {language: stems | (words & NEGATIONS) for language, stems in said.items()}
    effects = _named(said, names["effect"])  # there are few: most questions name none and are done with
    tactics = _named(said, names["tactic"]) if effects else []
    return [f"{tactic}/{effect}" for tactic in tactics for effect in effects]


def _named(said: Mapping[str, set[str]], values: Mapping[str, list[str]]) -> list[str]:
    return [value for value, names in values.items() if any(_stands(name, said) for name in names)]


def asked_as(name: str, language: str) -> list[str]:
    """The stems that a question has which names something by ``name``, and what it denies with; none if only that."""
    stems = stemmed(name, language)
    return [*stems, *(word for word in fold(name).split() if word in NEGATIONS)] if stems else []


def _stands(name: str, said: Mapping[str, set[str]]) -> bool:
    """Whether all words of ``name`` stand in the question, in whichever language it is read."""
    return any((stems := asked_as(name, language)) and said[language].issuperset(stems) for language in LANGUAGES)
