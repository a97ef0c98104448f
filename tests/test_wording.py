"""Dates and distances in words say no more than is known."""

from __future__ import annotations

import pytest

from kb.dates import Elapsed, Precision, parse
from kb.wording import Wording


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("2012", "2012", "2012"),
        ("2012-01~", "about January 2012", "about janvier 2012"),
        ("2012-01-04?", "4 January 2012 (?)", "4 janvier 2012 (?)"),
        ("2012-01-04T13+01:00", "4 January 2012, 13 h (UTC+1)", "4 janvier 2012, 13 h (UTC+1)"),
        ("2012-01-04T11:48-03:30", "4 January 2012, 11:48 (UTC−3:30)", "4 janvier 2012, 11:48 (UTC−3:30)"),
        ("2012-01-04T11:48Z~", "4 January 2012, about 11:48 (UTC)", "4 janvier 2012, about 11:48 (UTC)"),
        ("2012-01-04/2012-02", "4 January 2012 to February 2012", "4 janvier 2012 to février 2012"),
    ],
)
def test_a_date_is_told_as_precisely_as_it_is_known(text: str, english: str, french: str) -> None:
    assert Wording("en").moment(parse(text)) == english
    assert Wording("fr").moment(parse(text)) == french


@pytest.mark.parametrize(
    ("elapsed", "text"),
    [
        (Elapsed(45, Precision.MINUTE), "45 min"),
        (Elapsed(150, Precision.MINUTE), "2 h 30 min"),
        (Elapsed(5000, Precision.MINUTE), "3 days"),
        (Elapsed(0, Precision.HOUR), "within the hour"),
        (Elapsed(0, Precision.DAY), "the same day"),
        (Elapsed(0, Precision.YEAR), "the same year"),
        (Elapsed(1, Precision.DAY), "1 day"),
        (Elapsed(2, Precision.MONTH, approximate=True), "about 2 months"),
    ],
)
def test_a_distance_is_told_in_its_own_unit(elapsed: Elapsed, text: str) -> None:
    assert Wording().elapsed(elapsed) == text
