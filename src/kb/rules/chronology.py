"""KB2xx: dates and levels. KB201, a day that does not exist, is found where dates are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kb.dates import Moment
from kb.diagnostics import Severity
from kb.model import Case
from kb.rules.registry import Breach, Scene, rule


@rule("KB202", Case)
def events_are_in_order(case: Case, scene: Scene) -> Iterator[Breach]:
    """Events stand in the order in which they happened.

    A timeline is read from top to bottom. Times of day are compared in UTC, and a date that is known to the
    month is before nothing in that month.

    Wrong:
        - id: article
          at: 2020-03-01
    Right:
        - id: article
          at: 2020-03-03
    """
    events = case.timeline
    dated = [place for place, event in enumerate(events) if event.at]  # what cannot be read is told elsewhere
    kept = [dated[place] for place in _in_order([events[place].at for place in dated])]
    for place in dated:
        if place in kept:
            continue
        at = events[place].at
        sooner = ((events[each], "before") for each in kept if each < place)
        later = ((events[each], "after") for each in kept if each > place)
        for other, how in (*sooner, *later):
            if other.at.starts_after_end_of(at) if how == "before" else at.starts_after_end_of(other.at):
                yield Breach(
                    ("timeline", place, "at"),
                    f"`{at}` is {how} event `{other.id}` ({other.at})",
                    "correct the date, or move the event to its place",
                )
                break


def _in_order(moments: list[Moment]) -> list[int]:
    """The places of the most moments that are in order as they stand, so that one wrong date is one breach; of two
    that contradict each other alone the first is kept."""
    lengths: list[int] = []
    former: list[int | None] = []
    for place, at in enumerate(moments):
        before = [each for each in range(place) if not moments[each].starts_after_end_of(at)]
        last = max(before, key=lengths.__getitem__, default=None)
        lengths.append(1 if last is None else lengths[last] + 1)
        former.append(last)
    chain: list[int] = []
    end: int | None = max(range(len(moments)), key=lengths.__getitem__, default=None)
    while end is not None:
        chain.append(end)
        end = former[end]
    return chain[::-1]


def _dates(case: Case) -> Iterator[tuple[tuple[str | int, ...], Moment | date | None]]:
    yield ("reviewed_on",), case.reviewed_on
    yield ("outcome", "ended"), case.outcome.ended
    for position, event in enumerate(case.timeline):
        yield ("timeline", position, "at"), event.at
    for position, source in enumerate(case.sources):
        yield ("sources", position, "published"), source.published
        yield ("sources", position, "accessed"), source.accessed
    for name in ("replies", "changes"):
        for position, entry in enumerate(getattr(case, name)):
            yield (name, position, "on"), entry.on


@rule("KB203", Case)
def nothing_is_in_the_future(case: Case, scene: Scene) -> Iterator[Breach]:
    """No date lies in the future.

    A date that has not come yet is a slip of the pen, mostly of the year.

    Wrong:
        url: https://lumen.example/recall
        title: Recall
        publisher: Lumen
        accessed: 2091-01-15
    Right:
        url: https://lumen.example/recall
        title: Recall
        publisher: Lumen
        accessed: 2021-01-15
    """
    for path, when in _dates(case):
        # A day of one's own may have begun east of Greenwich.
        ahead = (
            when.is_after(scene.now)
            if isinstance(when, Moment)
            else when and when > (scene.now + timedelta(hours=14)).date()
        )
        if ahead:
            yield Breach(path, f"`{when}` is in the future", "check the year")


@rule("KB204", Case)
def levels_are_defined(case: Case, scene: Scene) -> Iterator[Breach]:
    """A level is one that the vocabulary defines.

    The scale in `taxonomy/vocabulary.yml` has an observable test for each of its levels.

    Wrong:
        what: The Gazette reports the recall.
        level: 9
    Right:
        what: The Gazette reports the recall.
        level: 4
    """
    highest = scene.corpus.vocabulary.highest_level
    for position, event in enumerate(case.timeline):
        if event.level is not None and event.level > highest:
            yield Breach(
                ("timeline", position, "level"), f"level {event.level} is not defined", f"levels go from 0 to {highest}"
            )


@rule("KB205", Case)
def the_level_never_falls(case: Case, scene: Scene) -> Iterator[Breach]:
    """The level is the highest arena reached so far: from one event to the next it stays or rises.

    What was in the press stays in the press. How loud it is at a moment is for the text to say.

    Wrong:
        what: The Gazette reports the recall.
        level: 0
    Right:
        what: The Gazette reports the recall.
        level: 4
    """
    reached = 0
    for position, event in enumerate(case.timeline):
        if event.level is None or event.level > scene.corpus.vocabulary.highest_level:
            continue
        if event.level < reached:
            yield Breach(
                ("timeline", position, "level"),
                f"level {event.level} after level {reached}",
                "a level says how far the story has come, not how loud it is now",
                fix=str(reached),
            )
        reached = max(reached, event.level)


@rule("KB206", Case)
def the_end_is_not_before_the_start(case: Case, scene: Scene) -> Iterator[Breach]:
    """The outcome's date is not before the first event.

    The duration of a crisis is computed from its first event and its end.

    Wrong:
        resolution: The lamp was taken back.
        ended: 2020-02
    Right:
        resolution: The lamp was taken back.
        ended: 2020-03-10
    """
    ended, first = case.outcome.ended, next((event.at for event in case.timeline if event.at), None)
    if ended and first and first.starts_after_end_of(ended):
        yield Breach(("outcome", "ended"), f"`{ended}` is before the first event ({first})", "correct one of the two")


@rule("KB207", Case)
def a_source_is_read_after_it_was_published(case: Case, scene: Scene) -> Iterator[Breach]:
    """The day on which a source was read is not before its publication.

    Nobody reads a page before it is there: one of the two days is wrong.

    Wrong:
        published: 2020-03-03
        accessed: 2020-01-15
    Right:
        published: 2020-03-03
        accessed: 2021-01-15
    """
    for position, source in enumerate(case.sources):
        if source.published and source.accessed and source.published.start.date() > source.accessed:
            yield Breach(
                ("sources", position, "accessed"),
                f"read on {source.accessed}, before it was published ({source.published})",
                "correct one of the two",
            )


@rule("KB208", Case, severity=Severity.WARNING)
def the_id_names_a_year_of_the_case(case: Case, scene: Scene) -> Iterator[Breach]:
    """The year in the id is the year of an event.

    Cases are looked for by the year in their name.

    Wrong:
        - id: picture
          at: 2019-03-02T09:30+01:00
        …
        - id: answer
          at: 2019-03-02T12:15+01:00
        …
        - id: article
          at: 2019-03-03
    Right:
        - id: picture
          at: 2020-03-02T09:30+01:00
        …
        - id: answer
          at: 2020-03-02T12:15+01:00
        …
        - id: article
          at: 2020-03-03
    """
    years = sorted({event.at.year for event in case.timeline if event.at})
    found = re.match(r"\d{4}", case.id)
    if years and found and int(found[0]) not in years:
        yield Breach(("id",), f"no event happened in {found[0]}", f"events are in {', '.join(map(str, years))}")
