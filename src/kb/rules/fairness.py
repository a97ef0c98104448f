"""KB4xx: fairness and privacy. KB401, a private person with a name, is found where actors are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.diagnostics import Severity, quote
from kb.model import Case, Passage, Sensitivity
from kb.rules.registry import Breach, Scene, rule
from kb.rules.words import CAUSES, DOUBTS, GUILT, HEDGES, MARKETS, Words, clauses


@rule("KB402", Case)
def no_game_on_grief(case: Case, scene: Scene) -> Iterator[Breach]:
    """A case with deaths, harmed children or open proceedings has no decisions to play.

    Somebody may sit in the class who was there. Such a case is told, and not played.

    Wrong:
        platforms: [twitter]
        sensitivities: [deaths]   # and `decisions` below
    Right:
        platforms: [twitter]
    """
    grave = [each.value for each in case.crisis.sensitivities if each.forbids_play]
    if grave and case.decisions:
        yield Breach(
            ("decisions",), f"decisions on a case with {' and '.join(grave)}", "remove `decisions`", on_key=True
        )


def _own_clauses(scene: Scene, about: Words) -> Iterator[tuple[Passage, str]]:
    """The clauses of the casebook's own texts in which, or beside which, something is ``about`` it."""
    for passage in scene.passages:
        if passage.own and about[passage.language].search(passage.text):
            for clause in clauses(passage.text):
                yield passage, clause


@rule("KB408", Case, severity=Severity.WARNING)
def guilt_is_alleged_while_proceedings_are_open(case: Case, scene: Scene) -> Iterator[Breach]:
    """While proceedings are open, a sentence that speaks of guilt says who says so, or that it is alleged.

    Until a court has ruled, whoever is accused is presumed innocent. A casebook that says otherwise defames, in each of
    its languages.

    Wrong:
        type_reason: The bakery lied.
        …
        sensitivities: [proceedings]
    Right:
        type_reason: Visitors said that the bakery acted wrongly.
        …
        sensitivities: [proceedings]
    """
    if Sensitivity.PROCEEDINGS not in case.crisis.sensitivities:
        return
    for passage, clause in _own_clauses(scene, GUILT):
        found = GUILT[passage.language].search(clause)
        if found and not HEDGES[passage.language].search(clause):
            yield Breach(
                passage,
                f"{quote(found[0])} as a fact, with proceedings open",
                "write that it is alleged, and by whom",
                words=found[0],
            )


@rule("KB409", Case, severity=Severity.WARNING)
def a_market_figure_has_no_cause(case: Case, scene: Scene) -> Iterator[Breach]:
    """No sentence makes a tactic the cause of a share price or of sales.

    What followed is not what was caused: markets move for many reasons at once, and no case has a second world to
    compare with.

    Wrong:
        causality: Sales rose by 12 % thanks to the apology.
    Right:
        causality: Followed the recall; nothing shows what the apology added.
    """
    for passage, clause in _own_clauses(scene, MARKETS):
        if passage.path[0] in ("decisions", "discussion") and passage.path[-1] != "consequence":
            continue  # questions may ask for a cause
        found, market, doubt = (words[passage.language].search(clause) for words in (CAUSES, MARKETS, DOUBTS))
        if found and market and re.search(r"\d", clause) and not doubt:
            yield Breach(
                passage,
                f"{quote(found[0])} ties {quote(market[0])} to a cause",
                "say that it followed, and give the rival explanations",
                words=found[0],
            )
