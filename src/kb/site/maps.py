"""The map of years and levels: where each case, or each use of a tactic, stands on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kb.corpus import Corpus
from kb.model import Tactic
from kb.site.addresses import anchor, case_path


@dataclass(frozen=True, slots=True)
class Mark:
    """A case on the map; ``kind`` is an effect, or "case"."""

    year: int
    level: int
    kind: str
    text: str
    href: str


Url = Callable[..., str]
"""Makes an address of a path and an anchor, as written on the page with the map."""


def use_marks(corpus: Corpus, tactic: Tactic, language: str, url: Url) -> list[Mark]:
    """Every moment of a tactic, at the level that the story had reached."""
    effects = corpus.vocabulary.effects
    return [
        Mark(
            use.case.year,
            use.event.level,
            use.effect.value,
            f"{use.case.title}: {effects[use.effect].name.get(language)}",
            url(case_path(use.case.id), anchor(use.event.id)),
        )
        for use in corpus.uses(tactic.id)
    ]


def case_marks(corpus: Corpus, url: Url) -> list[Mark]:
    """Every published case, at its highest level."""
    return [
        Mark(case.year, corpus.measures(case).peak.level, "case", case.title, url(case_path(case.id)))
        for case in corpus.published
    ]
