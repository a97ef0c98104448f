"""KB113 to KB116, KB119: tactics and lessons lead to one another and to cases."""

from __future__ import annotations

from collections.abc import Iterator

from kb.diagnostics import Severity, quote
from kb.folding import fold
from kb.model import Case, Lesson, Tactic, TacticSide
from kb.rules.registry import Breach, Scene, rule


@rule("KB113", Tactic)
def a_family_has_one_side(tactic: Tactic, scene: Scene) -> Iterator[Breach]:
    """A tactic is of the side of its family.

    Pressure and responses are listed apart, and families with them.

    Wrong:
        side: pressure
        family: rebuild
    Right:
        side: response
        family: rebuild
    """
    family = scene.corpus.vocabulary.families.get(tactic.family)
    if family and family.side is not tactic.side:
        yield Breach(
            ("side",), f"family `{tactic.family}` is of the {family.side.value} side", "correct the side or the family"
        )


@rule("KB114", Tactic, severity=Severity.WARNING)
def an_alias_leads_to_one_tactic(tactic: Tactic, scene: Scene) -> Iterator[Breach]:
    """No alias or name is shared by two tactics: a search for it must lead to one.

    A search for the word has to lead to one tactic.

    Wrong:
        aliases: {en: [relay, sorry], fr: [relais]}
    Right:
        aliases: {en: [relay], fr: [relais]}
    """
    for language in ("en", "fr"):
        for position, alias in enumerate(getattr(tactic.aliases, language)):
            owners = scene.corpus.names_of_tactics.get(fold(alias), set()) - {tactic.id}
            if owners:
                yield Breach(
                    ("aliases", language, position),
                    f"{quote(alias)} is also a name of {', '.join(f'`{each}`' for each in sorted(owners))}",
                    "keep it where people mean it",
                )


@rule("KB115", Lesson, severity=Severity.WARNING)
def a_lesson_has_a_case(lesson: Lesson, scene: Scene) -> Iterator[Breach]:
    """A lesson earns its place by at least one case.

    A rule of thumb that no case bears out is an opinion.

    Wrong:
        # taxonomy/lessons/answer-twice.yml, which no case links to
        id: answer-twice
    Right:
        # taxonomy/lessons/answer-early.yml
        id: answer-early
        …
        # cases/2020-lamp-recall.yml
        lessons:
          - lesson: answer-early
    """
    if scene.every_case_read and not scene.corpus.evidence(lesson.id):
        yield Breach(("id",), f"no case speaks for or against lesson `{lesson.id}`", "link a case to it, or remove it")


@rule("KB116", Tactic, severity=Severity.NOTE)
def a_tactic_has_a_case(tactic: Tactic, scene: Scene) -> Iterator[Breach]:
    """A tactic without any case is shown as such.

    A tactic may be known before it is seen; its page then says that the casebook has no case of it.

    Wrong:
        # taxonomy/tactics/humour.yml, which no event names
        id: humour
    Right:
        # taxonomy/tactics/apology.yml
        id: apology
        …
        # cases/2020-lamp-recall.yml
        tactics: [apology]
    """
    if scene.every_case_read and not scene.corpus.uses(tactic.id):
        yield Breach(("id",), f"no case uses tactic `{tactic.id}` yet", "its page says so")


@rule("KB119", Case)
def an_option_is_a_response(case: Case, scene: Scene) -> Iterator[Breach]:
    """An option of a decision is a response tactic.

    The trainee decides for the organisation; what it took or did not take is compared with what others took.

    Wrong:
        - tactic: screenshot-relay
          label: Wait for the laboratory
    Right:
        - tactic: silence
          label: Wait for the laboratory
    """
    families = scene.corpus.vocabulary.families
    for position, decision in enumerate(case.decisions):
        for place, option in enumerate(decision.options):
            tactic = scene.corpus.tactics.get(option.tactic)
            family = families.get(tactic.family) if tactic else None
            if family and family.side is TacticSide.PRESSURE:
                yield Breach(
                    ("decisions", position, "options", place, "tactic"),
                    f"{quote(option.tactic)} is a way to press on an organisation, not a response",
                    "name what the organisation would do; `kb tactics` lists the responses",
                )
