"""The order of events: one wrong date is one problem, at that date."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.dates import parse
from kb.rules.chronology import _in_order

DAYS = [parse(f"2020-03-{day:02d}") for day in range(1, 29)]


def out_of_order(*days: int) -> list[int]:
    """The places that are not kept of a timeline on these days of a month."""
    kept = _in_order([DAYS[day - 1] for day in days])
    return [place for place in range(len(days)) if place not in kept]


def test_an_event_dated_too_late_is_the_only_one_told() -> None:
    assert out_of_order(20, 2, 3, 4, 5) == [0]
    assert out_of_order(1, 2, 20, 4, 5) == [2]


def test_an_event_dated_too_early_is_the_only_one_told() -> None:
    assert out_of_order(10, 11, 1, 13) == [2]


def test_of_two_that_contradict_each_other_the_second_is_told() -> None:
    assert out_of_order(2, 1) == [1]


def test_what_is_in_order_is_left_alone() -> None:
    assert out_of_order(1, 1, 2, 2, 9) == []


@given(st.lists(st.integers(1, 28), max_size=12))
def test_something_is_told_exactly_where_two_events_contradict_each_other(days: list[int]) -> None:
    kept = _in_order([DAYS[day - 1] for day in days])
    assert [days[place] for place in kept] == sorted(days[place] for place in kept)
    assert (len(kept) == len(days)) == (days == sorted(days))
