"""What a question asks of moves: "apologies that backfired" names a tactic and how it went, which belong together."""

from __future__ import annotations

from collections.abc import Mapping

from kb.folding import fold
from kb.search.whoosh_terms import LANGUAGES, stemmed

Names = Mapping[str, Mapping[str, list[str]]]
"""For each facet its values, each with the names that it goes by."""

_NEGATIONS = frozenset({"no", "non", "not", "without", "pas", "sans", "jamais", "never", "aucun", "aucune"})


def pairs_named(words: set[str], said: Mapping[str, set[str]], names: Names) -> list[str]:
    """`tactic/effect` for every tactic and every effect of which a name stands in the question, of which ``words`` are
    all, folded, and ``said`` the stems by language; none where it names but one of the two."""
    said = {language: stems | (words & _NEGATIONS) for language, stems in said.items()}
    effects = _named(said, names["effect"])  # there are few: most questions name none and are done with
    tactics = _named(said, names["tactic"]) if effects else []
    return [f"{tactic}/{effect}" for tactic in tactics for effect in effects]


def _named(said: Mapping[str, set[str]], values: Mapping[str, list[str]]) -> list[str]:
    return [value for value, names in values.items() if any(_stands(name, said) for name in names)]


def _stands(name: str, said: Mapping[str, set[str]]) -> bool:
    """Whether all words of ``name`` stand in the question, in whichever language it is read."""
    denied = _NEGATIONS.intersection(fold(name).split())
    return any(
        (stems := stemmed(name, language)) and said[language].issuperset({*stems, *denied}) for language in LANGUAGES
    )
