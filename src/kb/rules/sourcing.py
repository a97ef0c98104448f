"""KB3xx: every statement has its source."""

from __future__ import annotations

from collections.abc import Iterator

from kb.diagnostics import Severity
from kb.model import Basis, Case, Status
from kb.rules.registry import Breach, Scene, rule


@rule("KB301", Case)
def two_sources_are_independent(case: Case, scene: Scene) -> Iterator[Breach]:
    """A case stands on two independent sources (copies of one origin count once), or says why it cannot."""
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
    """Each event cites a source that carries it."""
    for position, event in enumerate(case.timeline):
        if not event.sources:
            yield Breach(("timeline", position, "sources"), f"event `{event.id}` has no source", "add `sources: [...]`")


@rule("KB303", Case, severity=Severity.WARNING)
def a_single_source_reason_is_needed(case: Case, scene: Scene) -> Iterator[Breach]:
    """`single_source` is for cases with fewer than two independent sources."""
    if case.single_source and len({source.origin_key for source in case.sources}) >= 2:
        yield Breach(("single_source",), "there are two independent sources", "remove `single_source`", on_key=True)


@rule("KB304", Case)
def a_documented_consequence_has_a_source(case: Case, scene: Scene) -> Iterator[Breach]:
    """A consequence called documented cites its source."""
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
    """Each effect of the outcome cites a source."""
    for position, effect in enumerate(case.outcome.effects):
        if not effect.sources:
            yield Breach(("outcome", "effects", position, "sources"), "an effect has no source", "add `sources: [...]`")


@rule("KB306", Case)
def a_review_has_its_day(case: Case, scene: Scene) -> Iterator[Breach]:
    """A reviewed case says when it was held against its sources."""
    if case.status is Status.REVIEWED and case.reviewed_on is None:
        yield Breach(("status",), "status `reviewed` without `reviewed_on`", "add the day of the review")
