"""Flash cards: real moments of cases, each with the tactic that it shows and three that are mistaken for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from kb.corpus import Corpus, Use
from kb.folding import fold
from kb.model import Effect, Tactic

MOST = 40
WRONG = 3
SHORT = 4  # letters up to which a word of a name tells nothing


@dataclass(frozen=True, slots=True)
class Card:
    """A moment, and the other tactics to choose from, each with the line that tells it from the right one."""

    use: Use
    others: tuple[tuple[Tactic, str], ...]


def deal(corpus: Corpus) -> list[Card]:
    """The deck: family by family in turn, one card a tactic, one a moment. The same corpus gives the same deck."""
    families: dict[str, list[Tactic]] = {name: [] for name in corpus.vocabulary.families}
    for tactic in sorted(corpus.tactics.values(), key=lambda tactic: -len(corpus.uses(tactic.id))):
        families[tactic.family].append(tactic)
    found: dict[tuple[str, str], Card] = {}
    for tactic in (each for turn in zip_longest(*families.values()) for each in turn if each):
        use = next((use for use in _told(corpus, tactic) if (use.case.id, use.event.id) not in found), None)
        others = tuple(_others(corpus, tactic, use))[:WRONG] if use else ()
        if use and len(others) == WRONG and len(found) < MOST:
            found[use.case.id, use.event.id] = Card(use, others)
    return list(found.values())


def _told(corpus: Corpus, tactic: Tactic) -> list[Use]:
    """The assessed moments of ``tactic`` that do not name it, first those where nothing else is done."""
    uses = [
        use
        for use in corpus.uses(tactic.id)
        if use.move and use.case.is_public and not use.case.forbids_play and not names(tactic, use.event.what)
    ]
    return sorted(uses, key=lambda use: (len(use.event.tactics), use.effect is Effect.UNKNOWN))


def names(tactic: Tactic, text: str) -> bool:
    """Whether ``text`` gives ``tactic`` away: by an alias, or by the stems of all telling words of its name."""
    said = fold(text)
    for name in (tactic.name.en, tactic.name.fr):
        stems = [word[: max(SHORT, len(word) - 2)] for word in fold(name).split() if len(word) > SHORT]
        if stems and all(stem in said for stem in stems):
            return True
    return any(fold(alias) in said for alias in tactic.aliases.all())


def _others(corpus: Corpus, tactic: Tactic, use: Use) -> Iterator[tuple[Tactic, str]]:
    """Tactics that are not at work in the moment: those mistaken for ``tactic``, then its family, then its side."""
    told = {each.tactic: each.difference for each in tactic.confused_with}
    every = corpus.tactics.values()
    family = [each.id for each in every if each.family == tactic.family]
    side = [each.id for each in every if each.side is tactic.side]
    for name in dict.fromkeys([*told, *family, *side]):
        if name in corpus.tactics and name not in use.event.tactics:
            other = corpus.tactics[name]
            back = next((each.difference for each in other.confused_with if each.tactic == tactic.id), "")
            yield other, told.get(name) or back or other.definition
