"""Dates as precise as their source, no more: a profile of EDTF (ISO 8601-2:2019).

Accepted: ``2012``, ``2012-01``, ``2012-01-04``, ``2012-01-04T13+01:00``, ``2012-01-04T11:48+01:00``, each with an
optional ``~`` (approximate), ``?`` (uncertain) or ``%`` (both), and spans ``start/end`` of two of them. A time
carries its zone (``Z`` or ``±hh:mm``), since a crisis is told in the clock of the people in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum

_PATTERN = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d)(?::(?P<minute>\d\d))?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?(?P<qualifier>[~?%])?",
    re.ASCII,
)


# What is said of a text that is no date.
NOT_A_DATE = "`{text}` is not a date"
NO_ZONE = "`{text}` has a time without its zone"
NO_SUCH_DATE = "`{text}` does not exist in the calendar"
ENDS_FIRST = "`{text}` ends before it starts"


class Precision(IntEnum):
    """How fine a date is known; a larger value is coarser."""

    MINUTE = 1
    HOUR = 2
    DAY = 3
    MONTH = 4
    YEAR = 5


SECONDS = {
    Precision.MINUTE: 60.0,
    Precision.HOUR: 3600.0,
    Precision.DAY: 86400.0,
    Precision.MONTH: 2629746.0,  # a twelfth of the mean Gregorian year
    Precision.YEAR: 31556952.0,
}


_ANY_ZONE = timedelta(days=1)


class DateFormatError(ValueError):
    """The text is not written as a date of this profile."""


class NoSuchDateError(ValueError):
    """The text is well written and names a day or an hour that does not exist."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One date or span.

    ``start`` and ``end`` are wall-clock times (naive), the end exclusive; ``offset`` is the distance of that clock
    from UTC, or None where the date has no time of day.
    """

    text: str = field(compare=True)
    start: datetime = field(compare=False)
    end: datetime = field(compare=False)
    precision: Precision = field(compare=False)
    offset: timedelta | None = field(compare=False, default=None)
    approximate: bool = field(compare=False, default=False)
    uncertain: bool = field(compare=False, default=False)
    is_span: bool = field(compare=False, default=False)

    def __str__(self) -> str:
        return self.text

    @property
    def year(self) -> int:
        return self.start.year

    def starts_after_end_of(self, other: Moment) -> bool:
        """Whether this moment certainly lies after the whole of ``other``.

        Two times of day are compared in UTC; where one of them has none, on the calendar both were written in.
        """
        if self.offset is not None and other.offset is not None:
            return self.start - self.offset >= other.end - other.offset
        return self.start >= other.end

    def is_after(self, now: datetime) -> bool:
        """Whether this moment had certainly not begun at ``now`` (aware), anywhere on earth."""
        offset = self.offset if self.offset is not None else timedelta(hours=14)
        return (self.start - offset).replace(tzinfo=UTC) > now


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A distance in time in the unit that its two ends allow: ``count`` minutes, hours, days, months or years."""

    count: int
    unit: Precision
    approximate: bool = False

    @property
    def seconds(self) -> float:
        """For sorting and comparing only: the unit's mean length times the count."""
        return self.count * SECONDS[self.unit]


def parse(text: str) -> Moment:
    """Read one date or span.

    Raises DateFormatError where the text is not of this profile, NoSuchDateError where its day or hour does not
    exist or a span ends before it starts.
    """
    if "/" not in text:
        return _parse_single(text)
    first, _, second = text.partition("/")
    if not (_PATTERN.fullmatch(first) and _PATTERN.fullmatch(second)):
        raise DateFormatError(f"`{text}` is not a date")
    start, end = _parse_single(first), _parse_single(second)
    if start.starts_after_end_of(end):
        raise NoSuchDateError(ENDS_FIRST.format(text=text))
    return Moment(
        text=text,
        start=start.start,
        end=end.end,
        precision=max(start.precision, end.precision),
        offset=start.offset if end.offset is not None else None,
        approximate=start.approximate or end.approximate,
        uncertain=start.uncertain or end.uncertain,
        is_span=True,
    )


_NEARLY = re.compile(
    r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d\d?)(?:(?P=sign)(?P<day>\d\d?)"
    r"(?:[Tt ] ?(?P<hour>\d\d?)[:h](?P<minute>\d\d) ?(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?))?)?(?P<qualifier>[~?%])?",
    re.ASCII,
)


_YEAR_LAST = re.compile(r"(\d\d?)[-/.](\d\d?)[-/.](\d{4})", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def readings(text: str) -> list[str]:
    """The days that a text with its year at the end may mean: two for ``01/05/2012``, one for ``25/12/2012``."""
    found = _YEAR_LAST.fullmatch(text.strip().translate(_DASHES))
    one, two, year = found.groups() if found else ("", "", "")
    made = [mended(f"{year}-{month}-{day}") for day, month in ((one, two), (two, one))] if found else []
    return list(dict.fromkeys(filter(None, made)))


def mended(text: str) -> str:
    """``2012-1-4`` as ``2012-01-04``, ``2012/01/04 9:30 +0100`` as ``2012-01-04T09:30+01:00``, ``25/12/2012`` as
    ``2012-12-25``: what a text can only mean; "" where that is not plain."""
    text = text.strip().translate(_DASHES)
    found = _NEARLY.fullmatch(text)
    if not found:
        possible = readings(text)
        return possible[0] if len(possible) == 1 else ""
    made = "-".join([found["year"], *(f"{int(found[part]):02}" for part in ("month", "day") if found[part])])
    if found["hour"]:
        zone = found["zone"].upper().replace(":", "")
        zone = zone if zone == "Z" else f"{zone[:3]}:{zone[3:] or '00'}"
        made += f"T{int(found['hour']):02}:{found['minute']}{zone}"
    made += found["qualifier"] or ""
    try:
        return parse(made).text
    except ValueError:
        return ""


def _parse_single(text: str) -> Moment:
    found = _PATTERN.fullmatch(text)
    if not found:
        raise DateFormatError(NOT_A_DATE.format(text=text))
    year, month, day, hour, minute = (
        int(value) if (value := found[part]) is not None else None
        for part in ("year", "month", "day", "hour", "minute")
    )
    assert year is not None
    if hour is not None and not found["zone"]:
        raise DateFormatError(NO_ZONE.format(text=text))
    try:
        start = datetime(year, 1 if month is None else month, 1 if day is None else day, hour or 0, minute or 0)
        offset = _offset(found["zone"]) if hour is not None else None
        if minute is not None:
            precision, end = Precision.MINUTE, start + timedelta(minutes=1)
        elif hour is not None:
            precision, end = Precision.HOUR, start + timedelta(hours=1)
        elif day is not None:
            precision, end = Precision.DAY, start + timedelta(days=1)
        elif month is not None:
            precision, end = Precision.MONTH, datetime(year + month // 12, month % 12 + 1, 1)
        else:
            precision, end = Precision.YEAR, datetime(year + 1, 1, 1)
        _ = start - _ANY_ZONE, end + _ANY_ZONE  # in any zone of the earth it is a date
    except (ValueError, OverflowError):
        raise NoSuchDateError(NO_SUCH_DATE.format(text=text)) from None
    qualifier = found["qualifier"] or ""
    return Moment(
        text=text,
        start=start,
        end=end,
        precision=precision,
        offset=offset,
        approximate=qualifier in ("~", "%") and bool(qualifier),
        uncertain=qualifier in ("?", "%") and bool(qualifier),
    )


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta(0)
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(zone)
    return (1 if zone[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes)


def between(first: Moment, second: Moment) -> Elapsed:
    """How long from the start of ``first`` to the start of ``second``, in the coarser unit of the two.

    Negative counts mean that ``second`` came before.
    """
    unit = max(first.precision, second.precision)
    approximate = any((first.approximate, first.uncertain, second.approximate, second.uncertain))
    one, two = first.start, second.start
    if unit <= Precision.HOUR and first.offset is not None and second.offset is not None:
        minutes = round(((two - second.offset) - (one - first.offset)).total_seconds() / 60)
        count = minutes if unit is Precision.MINUTE else round(minutes / 60)
    elif unit <= Precision.DAY:
        unit, count = Precision.DAY, (two.date() - one.date()).days
    elif unit is Precision.MONTH:
        count = (two.year - one.year) * 12 + two.month - one.month
    else:
        count = two.year - one.year
    return Elapsed(count, unit, approximate)
