"""KB5xx: style."""

from __future__ import annotations

from collections.abc import Iterator

from kb.diagnostics import Severity
from kb.model import Case, Lesson
from kb.rules.registry import Breach, Scene, rule

MOST_WORDS_WHY = 40


@rule("KB501", Lesson, severity=Severity.WARNING)
def a_lesson_is_short(lesson: Lesson, scene: Scene) -> Iterator[Breach]:
    """A lesson's reason has forty words at most.

    A lesson is read in the middle of a crisis.

    Wrong:
        why: >-
          An early answer is heard and a late one is judged, as many who waited for the whole truth before they said a
          first word had to learn, since those who wait are spoken about by others, who know less, say more and are
          believed.
    Right:
        why: An early answer is heard; a late one is judged.
    """
    words = len(lesson.why.split())
    if words > MOST_WORDS_WHY:
        yield Breach(("why",), f"{words} words, {MOST_WORDS_WHY} are allowed", "one reason is enough")


@rule("KB502", Case)
def one_option_was_taken(case: Case, scene: Scene) -> Iterator[Breach]:
    """At a decision the organisation took one road: at most one option is marked `taken`.

    What was done is shown after the choice, as the road that was taken.

    Wrong:
        label: Wait for the laboratory
        taken: true
    Right:
        label: Wait for the laboratory
    """
    for position, decision in enumerate(case.decisions):
        taken = [place for place, option in enumerate(decision.options) if option.taken]
        for place in taken[1:]:
            yield Breach(
                ("decisions", position, "options", place, "taken"),
                "a second option is marked `taken`",
                "keep the one that was",
            )
