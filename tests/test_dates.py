"""Dates are read as precisely as they are written."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.dates import DateFormatError, Elapsed, NoSuchDateError, Precision, between, parse


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2012", Precision.YEAR),
        ("2012-01", Precision.MONTH),
        ("2012-01-04", Precision.DAY),
        ("2012-01-04T13+01:00", Precision.HOUR),
        ("2012-01-04T11:48Z", Precision.MINUTE),
        ("2012-01-04/2012-02-01", Precision.DAY),
    ],
)
def test_precision_is_that_of_the_text(text: str, precision: Precision) -> None:
    assert parse(text).precision is precision


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "2012-1",
        "2012-01-04T11:48",
        "2012-01-04 11:48",
        "04/01/2012",
        "2012-01-04T11:48:30Z",
        "2012~?",
        "٢٠١٢",
    ],
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(DateFormatError):
        parse(text)


@pytest.mark.parametrize(
    "text", ["2012-02-30", "2012-13", "2011-02-29", "2012-01-04T24:00Z", "2012-01-04T11:48+15:00", "2013/2012", "0000"]
)
def test_days_and_hours_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(NoSuchDateError):
        parse(text)


def test_qualifiers_are_kept() -> None:
    assert parse("2012~").approximate
    assert parse("2012?").uncertain
    assert parse("2012-01-04T13+01:00%").approximate
    assert parse("2012-01-04T13+01:00%").uncertain
    assert not parse("2012").approximate


def test_times_are_compared_across_zones() -> None:
    paris, new_york = parse("2013-02-18T18:00+01:00"), parse("2013-02-18T12:30-05:00")
    assert new_york.starts_after_end_of(parse("2013-02-18T18:00+01:00"))
    assert not paris.starts_after_end_of(new_york)


def test_a_day_is_not_after_an_hour_of_the_same_day() -> None:
    assert not parse("2012-01-04").starts_after_end_of(parse("2012-01-04T11:48+01:00"))
    assert parse("2012-01-05").starts_after_end_of(parse("2012-01-04T23:59+01:00"))


@pytest.mark.parametrize(
    ("first", "second", "elapsed"),
    [
        ("2012-01-04T11:48+01:00", "2012-01-04T13:07+01:00", Elapsed(79, Precision.MINUTE)),
        ("2012-01-04T11:48+01:00", "2012-01-04T13+01:00", Elapsed(1, Precision.HOUR)),
        ("2012-01-04T11:48+01:00", "2012-02-01", Elapsed(28, Precision.DAY)),
        ("2012-01-04", "2012-03", Elapsed(2, Precision.MONTH)),
        ("2012", "2014-05-01", Elapsed(2, Precision.YEAR)),
        ("2012~", "2014", Elapsed(2, Precision.YEAR, approximate=True)),
        ("2013-02-18T12:00-05:00", "2013-02-18T18:30+01:00", Elapsed(30, Precision.MINUTE)),
        ("2012-01-04", "2012-01-02", Elapsed(-2, Precision.DAY)),
    ],
)
def test_a_distance_is_as_coarse_as_its_coarser_end(first: str, second: str, elapsed: Elapsed) -> None:
    assert between(parse(first), parse(second)) == elapsed


def test_the_future_begins_when_it_has_begun_nowhere() -> None:
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert not parse("2026-06-02").is_after(now)  # it is already the second of June in Kiribati
    assert parse("2026-06-03").is_after(now)
    assert parse("2026-06-01T12:01Z").is_after(now)
    assert not parse("2026").is_after(now)


moments = st.builds(
    lambda at, form: at.strftime(form),
    st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31)),
    st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y-%m-%dT%H+02:00", "%Y-%m-%dT%H:%M-05:00"]),
)


@given(moments, st.sampled_from(["", "~", "?", "%"]))
def test_what_is_read_is_written_back(text: str, qualifier: str) -> None:
    assert str(parse(text + qualifier)) == text + qualifier


@given(moments, moments)
def test_no_two_moments_each_come_after_the_other(one: str, two: str) -> None:
    first, second = parse(one), parse(two)
    assert not (first.starts_after_end_of(second) and second.starts_after_end_of(first))


@given(moments)
def test_a_moment_lasts(text: str) -> None:
    moment = parse(text)
    assert moment.end - moment.start >= timedelta(minutes=1)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(DateFormatError, NoSuchDateError):
        parse(text)
