"""KB4xx: fairness and privacy. KB401, a private person with a name, is found where actors are read."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model import Case
from kb.rules.registry import Breach, Scene, rule


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
