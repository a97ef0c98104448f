"""KB3xx: every statement has its source."""

from __future__ import annotations

from collections.abc import Iterator

from kb.diagnostics import Severity
from kb.model import Basis, Case, Status
from kb.rules.registry import Breach, Scene, rule


@rule("KB301", Case)
def two_sources_are_independent(case: Case, scene: Scene) -> Iterator[Breach]:
    """A case stands on two independent sources (copies of one origin count once), or says why it cannot.

    One origin is one witness, however often it was copied.

    Wrong:
        publisher: Lumen
        accessed: 2021-01-15
        language: fr
        kind: primary
        origin: gazette   # a copy of the first
    Right:
        publisher: Lumen
        accessed: 2021-01-15
        language: fr
        kind: primary
    """
    origins = {source.origin_key for source in case.sources}
    given_twice = len({source.id for source in case.sources}) < len(case.sources)
    if len(origins) < 2 and not case.single_source and not given_twice:
        yield Breach(
            ("sources",),
            f"{len(origins)} independent source{'s' * (len(origins) != 1)}, two are needed",
            "find another origin, or say in `single_source` why there is none",
            on_key=True,
        )


@rule("KB302", Case)
def every_event_has_a_source(case: Case, scene: Scene) -> Iterator[Breach]:
    """Each event cites a source that carries it.

    What no source says, a case does not say.

    Wrong:
        what: The Gazette reports the recall.
        level: 4
        confidence: documented
    Right:
        what: The Gazette reports the recall.
        level: 4
        sources: [gazette]
        confidence: documented
    """
    for position, event in enumerate(case.timeline):
        if not event.sources:
            yield Breach(("timeline", position, "sources"), f"event `{event.id}` has no source", "add `sources: [...]`")


@rule("KB303", Case, severity=Severity.WARNING)
def a_single_source_reason_is_needed(case: Case, scene: Scene) -> Iterator[Breach]:
    """`single_source` is for cases with fewer than two independent sources.

    The reason is shown on the page as a warning, which would be wrong there.

    Wrong:
        single_source: Nobody else wrote of it.
        sources:
          - id: gazette
    Right:
        sources:
          - id: gazette
    """
    if case.single_source and len({source.origin_key for source in case.sources}) >= 2:
        yield Breach(("single_source",), "there are two independent sources", "remove `single_source`", on_key=True)


@rule("KB304", Case)
def a_documented_consequence_has_a_source(case: Case, scene: Scene) -> Iterator[Breach]:
    """A consequence called documented cites its source.

    A trainee is told whether a consequence happened or may well have happened.

    Wrong:
        consequence: Most comments turned friendly.
        basis: documented
    Right:
        consequence: Most comments turned friendly.
        basis: documented
        sources: [gazette]
    """
    for position, decision in enumerate(case.decisions):
        for place, option in enumerate(decision.options):
            if option.basis is Basis.DOCUMENTED and not option.sources:
                yield Breach(
                    ("decisions", position, "options", place, "basis"),
                    "`documented` without a source",
                    "cite the source, or call it `plausible`",
                )


@rule("KB305", Case)
def every_effect_has_a_source(case: Case, scene: Scene) -> Iterator[Breach]:
    """Each effect of the outcome cites a source.

    Figures of what a crisis cost are the part of a case that is quoted most.

    Wrong:
        causality: Followed the recall; nothing shows what the apology added.
    Right:
        causality: Followed the recall; nothing shows what the apology added.
        sources: [lumen]
    """
    for position, effect in enumerate(case.outcome.effects):
        if not effect.sources:
            yield Breach(("outcome", "effects", position, "sources"), "an effect has no source", "add `sources: [...]`")


@rule("KB306", Case)
def a_review_has_its_day(case: Case, scene: Scene) -> Iterator[Breach]:
    """A reviewed case says when it was held against its sources.

    Readers see how long ago somebody checked.

    Wrong:
        status: reviewed
        contributors: [tests]
    Right:
        status: reviewed
        reviewed_on: 2021-02-01
        contributors: [tests]
    """
    if case.status is Status.REVIEWED and case.reviewed_on is None:
        yield Breach(("status",), "status `reviewed` without `reviewed_on`", "add the day of the review")
