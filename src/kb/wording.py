"""Dates and distances in words, as precise as they are known, in the reader's language."""

from __future__ import annotations

import gettext
import io
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kb.dates import Elapsed, Moment, Precision


def catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    """The interface strings of a language, from `<language>.po` in ``folder``; English stands in the program itself."""
    file = folder / f"{language}.po"
    if language == "en" or not file.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(file.read_bytes()), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Wording:
    """Words for one language. The strings come from gettext catalogues; without one they are the English originals."""

    def __init__(self, language: str = "en", translations: gettext.NullTranslations | None = None) -> None:
        self.language = language
        self._ = (translations or gettext.NullTranslations()).gettext
        self._n = (translations or gettext.NullTranslations()).ngettext

    def moment(self, at: Moment) -> str:
        """``2012-01-04T13+01:00`` as "4 January 2012, 13 h (UTC+1)": a bare hour is known to the hour."""
        if at.is_span:
            first, _, second = at.text.partition("/")
            from kb import dates

            return self._("%(first)s to %(second)s") % {
                "first": self.moment(dates.parse(first)),
                "second": self.moment(dates.parse(second)),
            }
        text = self.day(at)
        if clock := self.clock(at):
            text = f"{text}, {clock}"
        return text

    def day(self, at: Moment) -> str:
        """The calendar part, qualified."""
        pattern = {Precision.YEAR: "y", Precision.MONTH: "MMMM y"}.get(at.precision, "d MMMM y")
        text = _date(at.start.date(), pattern, self.language)
        if at.approximate and at.precision >= Precision.DAY:
            text = self._("about %s") % text
        return f"{text} (?)" if at.uncertain else text

    def date(self, day: date) -> str:
        """A day in words."""
        return _date(day, "d MMMM y", self.language)

    def clock(self, at: Moment) -> str:
        """The time of day with its zone, or "" where none is known."""
        if at.precision > Precision.HOUR or at.is_span:
            return ""
        text = f"{at.start:%H:%M}" if at.precision is Precision.MINUTE else f"{at.start.hour} h"
        if at.approximate:
            text = self._("about %s") % text
        return f"{text} ({_zone(at.offset)})" if at.offset is not None else text

    def elapsed(self, elapsed: Elapsed) -> str:
        """``Elapsed(150, MINUTE)`` as "2 h 30 min"."""
        count = abs(elapsed.count)
        if elapsed.unit is Precision.MINUTE:
            hours, minutes = divmod(count, 60)
            text = f"{minutes} min" if not hours else f"{hours} h" + (f" {minutes} min" if minutes else "")
            if count >= 48 * 60:
                text = self._plural(round(count / 1440), Precision.DAY)
        elif count == 0:
            text = {
                Precision.HOUR: self._("within the hour"),
                Precision.DAY: self._("the same day"),
                Precision.MONTH: self._("the same month"),
            }.get(elapsed.unit, self._("the same year"))
            return text
        elif elapsed.unit is Precision.HOUR and count >= 48:
            text = self._plural(round(count / 24), Precision.DAY)
        else:
            text = self._plural(count, elapsed.unit)
        return self._("about %s") % text if elapsed.approximate else text

    def _plural(self, count: int, unit: Precision) -> str:
        match unit:
            case Precision.HOUR:
                text = self._n("%d hour", "%d hours", count)
            case Precision.DAY:
                text = self._n("%d day", "%d days", count)
            case Precision.MONTH:
                text = self._n("%d month", "%d months", count)
            case _:
                text = self._n("%d year", "%d years", count)
        return text % count

    def first_response(self, elapsed: Elapsed | None, responded_first: bool) -> str:
        """Time to the first response, or what can be said instead."""
        if responded_first:
            return self._("before the first complaint")
        if elapsed is None:
            return self._("not documented")
        return self.elapsed(elapsed)


@cache
def _date(day: date, pattern: str, language: str) -> str:
    return str(format_date(day, pattern, locale=language))


@cache
def _zone(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
