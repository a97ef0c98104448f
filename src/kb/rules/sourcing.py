"""KB3xx: every statement has its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from kb.diagnostics import Severity, quote
from kb.folding import fold
from kb.model import Basis, Case, Status
from kb.rules.registry import Breach, Scene, rule


@rule("KB301", Case)
def two_sources_are_independent(case: Case, scene: Scene) -> Iterator[Breach]:
    """A case stands on two independent sources (copies of one origin count once), or says why it cannot.

    One origin is one witness, however often it was copied.

    Wrong:
        publisher: Lumen
        accessed: 2021-01-15
        archived: https://web.archive.org/web/20210115000000/https://lumen.example/recall
        language: fr
        kind: primary
        origin: gazette   # a copy of the first
    Right:
        publisher: Lumen
        accessed: 2021-01-15
        archived: https://web.archive.org/web/20210115000000/https://lumen.example/recall
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
        reviewed_on: 2026-02-01
        contributors: [tests]
    """
    if case.status is Status.REVIEWED and case.reviewed_on is None:
        yield Breach(("status",), "status `reviewed` without `reviewed_on`", "add the day of the review")


# Digits with their separators. Years, days of a month, and numbers up to twelve are none.
FIGURE = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_MONTHS = "janu|febr|march|april|may|june|july|augu|sept|octo|nove|dece|janv|févr|mars|avri|mai|juin|juil|août"
DAY = re.compile(rf"\s+(?:{_MONTHS})", re.IGNORECASE)
NO_FIGURE = re.compile(r"(?:1[89]|20)\d\d|\d|1[0-2]")
SPACING = re.compile(r"[\u00a0\u202f ]|[.,](?=\d{3}\b)")
ROUNDED = re.compile(
    r"\b(?:about|around|some|nearly|almost|over|than"
    r"|environ|quelque|presque|autour d[e’']|près d[e’']|(?:plus|moins) d[e’'])\s*[€$£]?\s*",
    re.IGNORECASE,
)


def _figures(text: str) -> Iterator[tuple[str, str]]:
    """The figures of ``text`` as written and as bare digits."""
    for match in FIGURE.finditer(text):
        bare = SPACING.sub("", match[0]).replace(",", ".")
        told = NO_FIGURE.fullmatch(bare) or DAY.match(text, match.end())
        if not told:
            yield match[0], bare


def _exact_figures(text: str) -> Iterator[tuple[str, str]]:
    """The figures of ``text`` that are not said to be rounded."""
    return (each for each in _figures(text) if not _is_rounded(each[0], text))


def _is_rounded(figure: str, text: str) -> bool:
    return re.search(f"{ROUNDED.pattern}{re.escape(figure)}", text, re.IGNORECASE) is not None


SOURCED = (
    "timeline.what",
    "timeline.conflicts.about",
    "timeline.conflicts.accounts.says",
    "outcome.effects.what",
    "outcome.effects.figure",
    "moves.because",  # of the event that it names
    "sources.title",
    "replies.text",
)
UNSOURCED = ("headline", "summary", "outcome.resolution", "crisis.intensifiers.what")


def _sourced_texts(case: Case, scene: Scene) -> Iterator[str]:
    citing = {
        ("crisis", "intensifiers", place, "what") for place, e in enumerate(case.crisis.intensifiers) if e.sources
    }
    for passage in scene.passages:
        if passage.field in SOURCED or passage.path in citing:
            yield passage.text
    yield from (event.at.text for event in case.timeline if event.at)


@rule("KB307", Case, severity=Severity.WARNING)
def every_figure_has_a_source(case: Case, scene: Scene) -> Iterator[Breach]:
    """A figure of the headline, the summary, the resolution or an intensifier stands in a text that cites a source.

    Those texts are read first and quoted most, and they cite nothing themselves: their figures come from the events
    and effects below, whether in the original or its translation. A figure that is said to be rounded (“about”,
    “environ”) is let pass.

    Wrong:
        headline: The maker apologised, recalled the lamp and kept 95 % of its customers.
    Right:
        headline: The maker apologised, recalled the lamp and kept most of its customers.
    """
    known = {bare for text in _sourced_texts(case, scene) for _, bare in _figures(text)}
    for passage in scene.texts(*UNSOURCED):
        for written, bare in _exact_figures(passage.text):
            if bare not in known:
                yield Breach(
                    passage,
                    f"the figure {quote(written)} stands nowhere with a source",
                    "give it in the event or effect that it comes from, or leave it out",
                    words=written,
                )


@rule("KB308", Case, severity=Severity.WARNING)
def sources_have_more_than_one_publisher(case: Case, scene: Scene) -> Iterator[Breach]:
    """Sources that are to be independent do not all come from one publisher or one host.

    Two pages of one house are two pages, and one witness.

    Wrong:
        - id: lumen
          url: https://gazette.example/recall   # the host of the first
    Right:
        - id: lumen
          url: https://lumen.example/recall
    """
    origins = {source.origin_key for source in case.sources}
    if len(origins) < 2 or case.single_source:
        return
    publishers = {fold(source.publisher) for source in case.sources}
    hosts = {_host(source.url) for source in case.sources}
    if len(publishers) == 1 or len(hosts) == 1:
        which = quote(case.sources[0].publisher if len(publishers) == 1 else hosts.pop())
        yield Breach(
            ("sources",),
            f"all sources come from {which}",
            "find another, or say in `single_source` why there is none",
            on_key=True,
        )


@rule("KB309", Case, severity=Severity.NOTE)
def every_source_is_archived(case: Case, scene: Scene) -> Iterator[Breach]:
    """A source has the address of an archived copy.

    Pages vanish and are rewritten; then the copy alone shows what the case rests on.

    Wrong:
        accessed: 2021-01-15
        language: fr
    Right:
        accessed: 2021-01-15
        archived: https://web.archive.org/web/20210115000000/https://lumen.example/recall
        language: fr
    """
    for position, source in enumerate(case.sources):
        if source.archived is None:
            yield Breach(
                ("sources", position, "url"), f"source {quote(source.id)} has no archived copy", "add `archived`"
            )


YEARS_BETWEEN_REVIEWS = 3


# A note: no file should fail because time has passed.
@rule("KB310", Case, severity=Severity.NOTE)
def a_review_is_recent(case: Case, scene: Scene) -> Iterator[Breach]:
    """A case is held against its sources again after three years.

    Rulings are reversed and figures corrected after a case was written.

    Wrong:
        reviewed_on: 2021-02-01
        contributors: [tests]
    Right:
        reviewed_on: 2026-02-01
        contributors: [tests]
    """
    reviewed, today = case.reviewed_on, scene.now.date()
    due = (today.year - YEARS_BETWEEN_REVIEWS, today.month, today.day)
    if reviewed and (reviewed.year, reviewed.month, reviewed.day) < due:
        yield Breach(
            ("reviewed_on",),
            f"reviewed on {reviewed}, more than {YEARS_BETWEEN_REVIEWS} years ago",
            "read it against its sources again, and write the day",
        )


@rule("KB311", Case, severity=Severity.WARNING)
def an_origin_that_is_listed_is_named_by_its_id(case: Case, scene: Scene) -> Iterator[Breach]:
    """Where a source repeats another one of the case, its `origin` is that one's id.

    Under the name of its publisher it would count beside it, as one witness more.

    Wrong:
        publisher: Lumen
        accessed: 2021-01-15
        archived: https://web.archive.org/web/20210115000000/https://lumen.example/recall
        language: fr
        kind: primary
        origin: The Gazette   # the publisher of the first
    Right:
        publisher: Lumen
        accessed: 2021-01-15
        archived: https://web.archive.org/web/20210115000000/https://lumen.example/recall
        language: fr
        kind: primary
    """
    for position, source in enumerate(case.sources):
        named = fold(source.origin or "")
        meant = [each for each in case.sources if each is not source and fold(each.publisher) == named]
        if named and meant and all(each.origin_key != source.origin_key for each in meant):
            ids = ", ".join(quote(each.id) for each in meant)
            yield Breach(
                ("sources", position, "origin"),
                f"{quote(source.origin or '')} publishes {ids}, which counts as another origin",
                "write the id of the source that it repeats",
                fix=meant[0].id if len(meant) == 1 and meant[0].origin is None else "",
            )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""  # no address at all: reported as such
