"""The escalation curve: a case's events over time and level, as an accessible SVG.

Time runs evenly within a piece of the axis; where hours turn into weeks the axis is cut and each piece has its own
scale, with its ends labelled. An event known to the day is drawn as a bar over that day, with its point placed by its
order. Responses of the organisation are squares, everything else circles. The same events give the same bytes.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from kb.corpus import Corpus
from kb.dates import Moment, Precision
from kb.model import Case, Event
from kb.wording import Wording

WIDTH, HEIGHT = 760, 330
LEFT, RIGHT, TOP, BOTTOM = 92, 20, 18, 250
BADGES = 272
BADGE_GAP = 24
BREAK = 26
MOST_PIECES = 5
LEAST_LEAP = 4 * 3600.0  # an afternoon is not a leap


@dataclass(frozen=True, slots=True)
class Placed:
    """An event on the time axis: its point and its span, in seconds from an arbitrary zero."""

    event: Event
    at: float
    start: float
    end: float


def place(events: Sequence[Event]) -> list[Placed]:
    """Put events on one clock, in order: a precise one where it was, a coarse one within its span."""
    offset = next((event.at.offset for event in events if event.at.offset is not None), timedelta(0))
    spans = [_seconds(event.at, offset) for event in events]
    lower, upper = [start for start, _ in spans], [end for _, end in spans]
    for i in range(1, len(spans)):
        lower[i] = max(lower[i], lower[i - 1])
    for i in range(len(spans) - 2, -1, -1):
        upper[i] = min(upper[i], upper[i + 1])
    placed: list[Placed] = []
    i = 0
    while i < len(spans):
        j = i
        while j + 1 < len(spans) and (lower[j + 1], upper[j + 1]) == (lower[i], upper[i]):
            j += 1
        count, room = j - i + 1, max(0.0, upper[i] - lower[i])
        for k in range(count):
            precise = count == 1 and events[i].at.precision <= Precision.HOUR and not events[i].at.is_span
            at = lower[i] if precise else lower[i] + room * (k + 1) / (count + 1)
            at = max(at, placed[-1].at) if placed else at
            placed.append(Placed(events[i + k], at, *spans[i + k]))
        i = j + 1
    return placed


def _seconds(at: Moment, offset: timedelta) -> tuple[float, float]:
    shift = offset - at.offset if at.offset is not None else timedelta(0)
    zero = datetime(1970, 1, 1)
    return (at.start + shift - zero).total_seconds(), (at.end + shift - zero).total_seconds()


def pieces(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Cut the events where time leaps: at the widest gaps, each more than half of the piece it divides."""
    cut: list[list[Placed]] = [list(placed)]
    while len(cut) < MOST_PIECES:
        best, where = 0.0, None
        for number, piece in enumerate(cut):
            whole = piece[-1].at - piece[0].at
            for i in range(1, len(piece)):
                gap = piece[i].at - piece[i - 1].at
                if whole and len(piece) > 2 and gap > max(0.5 * whole, LEAST_LEAP, best):
                    best, where = gap, (number, i)
        if where is None:
            break
        number, i = where
        cut[number : number + 1] = [cut[number][:i], cut[number][i:]]
    return cut


@dataclass(frozen=True, slots=True)
class _Axis:
    """One piece of the axis: from ``left`` to ``right`` in pixels, from ``start`` to ``end`` in seconds."""

    piece: list[Placed]
    left: float
    right: float
    start: float
    end: float

    def x(self, at: float) -> float:
        if self.end <= self.start:
            return (self.left + self.right) / 2
        share = (min(max(at, self.start), self.end) - self.start) / (self.end - self.start)
        return self.left + share * (self.right - self.left)


def _axes(cut: list[list[Placed]], left: float, right: float, gap: float) -> list[_Axis]:
    """The pieces side by side, each as wide as its number of events asks for."""
    weights = [len(piece) ** 0.8 + 0.5 for piece in cut]
    room = right - left - gap * (len(cut) - 1)
    axes, x = [], left
    for piece, weight in zip(cut, weights, strict=True):
        width = room * weight / sum(weights)
        first, last = piece[0].at, piece[-1].at
        margin = (last - first) * 0.04
        axes.append(_Axis(piece, x, x + width, first - margin, last + margin))
        x += width + gap
    return axes


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


class _Drawing:
    def __init__(self, corpus: Corpus, case: Case, wording: Wording) -> None:
        self.corpus, self.case, self.wording = corpus, case, wording
        self.levels = corpus.vocabulary.levels
        self.axes = _axes(pieces(place(case.timeline)), LEFT, WIDTH - RIGHT, BREAK)
        self.points = [(axis, each, axis.x(each.at)) for axis in self.axes for each in axis.piece]
        self.parts: list[str] = []

    def add(self, markup: str, **values: str | int) -> None:
        """Add a piece of the drawing; every text among ``values`` is escaped."""
        safe = {name: html.escape(value) if isinstance(value, str) else value for name, value in values.items()}
        self.parts.append(markup.format(**safe))

    def y(self, level: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * level / (len(self.levels) - 1)

    def draw(self) -> Markup:
        case, _ = self.case, self.wording._
        title = _("Escalation of “%s”") % case.title
        self.add(
            '<svg class="kb-curve" viewBox="0 0 {w} {h}" role="img" aria-labelledby="curve-title curve-desc" '
            'xmlns="http://www.w3.org/2000/svg">'
            '<title id="curve-title">{title}</title><desc id="curve-desc">{desc}</desc>',
            w=WIDTH,
            h=HEIGHT,
            title=title,
            desc=self.description(),
        )
        self.grid()
        self.spans()
        self.line()
        self.badges()
        self.add("</svg>")
        return Markup("".join(self.parts))

    def description(self) -> str:
        _, words = self.wording._, self.wording
        first, last = self.case.timeline[0], self.case.timeline[-1]
        measures = self.corpus.measures(self.case)
        peak = self.levels[measures.peak.level]
        text = _(
            "%(count)d events from %(first)s to %(last)s. "
            "The highest level is %(level)d, %(name)s, reached at event %(number)d."
        ) % {
            "count": len(self.case.timeline),
            "first": words.moment(first.at),
            "last": words.moment(last.at),
            "level": peak.level,
            "name": peak.name.get(words.language),
            "number": self.case.timeline.index(measures.peak) + 1,
        }
        answers = [str(i + 1) for i, e in enumerate(self.case.timeline) if self.corpus.responses_at(self.case, e)]
        if answers:
            text += " " + _("Responses of the organisation: events %s.") % ", ".join(answers)
        if len(self.axes) > 1:
            text += " " + _("The time axis is cut where time leaps; each piece has its own scale.")
        return text + " " + _("The same events are listed in the table below.")

    def grid(self) -> None:
        for level in self.levels:
            y = self.y(level.level)
            self.add(
                '<line class="kb-curve-grid" x1="{x1}" x2="{x2}" y1="{y}" y2="{y}"/>'
                '<text class="kb-curve-label" x="{x}" y="{ty}" text-anchor="end">{n} {name}</text>',
                x1=LEFT - 8,
                x2=WIDTH - RIGHT,
                y=_n(y),
                x=LEFT - 14,
                ty=_n(y + 4),
                n=level.level,
                name=level.name.get(self.wording.language),
            )
        for axis, following in itertools.pairwise(self.axes):
            middle = (axis.right + following.left) / 2
            self.add(
                '<path class="kb-curve-break" d="M{a} {top}l-6 {h}M{b} {top}l-6 {h}"/>',
                a=_n(middle),
                b=_n(middle + 7),
                top=BOTTOM - 8,
                h=16,
            )
        self.ticks()

    def ticks(self) -> None:
        """Each piece's first and last date, as far as there is room for them."""
        taken = 0.0
        for axis in self.axes:
            first, last = axis.piece[0], axis.piece[-1]
            labels = [(axis.x(first.at), self.short(first.event.at))]
            if self.short(last.event.at) != labels[0][1]:
                labels.append((axis.x(last.at), self.short(last.event.at)))
            for x, text in labels:
                width = 5.6 * len(text)
                start = min(max(x - width / 2, LEFT - 20), WIDTH - width - 2)
                if start < taken:
                    continue
                taken = start + width + 8
                self.add(
                    '<text class="kb-curve-label" x="{x}" y="{y}">{text}</text>', x=_n(start), y=HEIGHT - 10, text=text
                )

    def short(self, at: Moment) -> str:
        day = self.wording.day(at)
        return f"{day}, {at.start:%H:%M}" if at.precision is Precision.MINUTE else day

    def spans(self) -> None:
        for axis, each, _x in self.points:
            if each.event.at.precision <= Precision.HOUR and not each.event.at.is_span:
                continue
            left, right = axis.x(each.start), axis.x(each.end)
            if right - left > 2:
                self.add(
                    '<line class="kb-curve-span" x1="{a}" x2="{b}" y1="{y}" y2="{y}"/>',
                    a=_n(left),
                    b=_n(right),
                    y=_n(self.y(each.event.level)),
                )

    def line(self) -> None:
        path = ""
        for _axis, each, x in self.points:
            y = self.y(each.event.level)
            path += f"H{_n(x)}V{_n(y)}" if path else f"M{_n(x)} {_n(y)}"
        self.add('<path class="kb-curve-line" d="{d}"/>', d=path)

    def badges(self) -> None:
        wanted = [x for _, _, x in self.points]
        shown = _spread(wanted, LEFT, WIDTH - RIGHT, min(BADGE_GAP, (WIDTH - RIGHT - LEFT) / max(1, len(wanted))))
        for number, ((_axis, each, x), badge) in enumerate(zip(self.points, shown, strict=True), 1):
            y = self.y(each.event.level)
            answer = bool(self.corpus.responses_at(self.case, each.event))
            kind = "response" if answer else "event"
            self.add(
                '<path class="kb-curve-leader" d="M{x} {y}V{base}L{bx} {by}"/>',
                x=_n(x),
                y=_n(y),
                base=BOTTOM + 2,
                bx=_n(badge),
                by=BADGES - 9,
            )
            if answer:
                mark = '<rect class="kb-curve-point" x="{ax}" y="{ay}" width="9" height="9"/>'
                badge_mark = '<rect class="kb-curve-badge" x="{cx}" y="{cy}" width="20" height="20" rx="3"/>'
            else:
                mark = '<circle class="kb-curve-point" cx="{x}" cy="{y}" r="4.5"/>'
                badge_mark = '<circle class="kb-curve-badge" cx="{bx}" cy="{by}" r="10"/>'
            self.add(
                '<g class="kb-curve-{kind}">'
                + mark
                + badge_mark
                + '<text x="{bx}" y="{ty}" text-anchor="middle">{number}</text></g>',
                kind=kind,
                x=_n(x),
                y=_n(y),
                ax=_n(x - 4.5),
                ay=_n(y - 4.5),
                bx=_n(badge),
                by=BADGES,
                cx=_n(badge - 10),
                cy=BADGES - 10,
                ty=BADGES + 4,
                number=number,
            )


def _spread(wanted: list[float], left: float, right: float, gap: float) -> list[float]:
    """Positions near ``wanted``, in the same order, at least ``gap`` apart, between ``left`` and ``right``."""
    shown: list[float] = []
    for x in wanted:
        shown.append(max(x, shown[-1] + gap) if shown else max(x, left))
    limit = right
    for i in range(len(shown) - 1, -1, -1):
        shown[i] = min(shown[i], limit)
        limit = shown[i] - gap
    return shown


def curve(corpus: Corpus, case: Case, wording: Wording) -> Markup:
    """The large drawing for the case's own page."""
    return _Drawing(corpus, case, wording).draw()


def spark_path(case: Case, highest: int) -> tuple[str, str]:
    """The line of the small drawing as an SVG path in a box of 160 x 48, and where on the x axis it starts."""
    axes = _axes(pieces(place(case.timeline)), 2, 158, 4)
    y = [44 - 40 * each.event.level / highest for axis in axes for each in axis.piece]
    x = [axis.x(each.at) for axis in axes for each in axis.piece]
    path = f"M{_n(x[0])} {_n(y[0])}" + "".join(f"H{_n(a)}V{_n(b)}" for a, b in zip(x[1:], y[1:], strict=True))
    return path, _n(x[0])


def sparkline(case: Case, highest: int) -> Markup:
    """The small drawing for cards: the shape alone, hidden from screen readers since the card says it in words."""
    path, start = spark_path(case, highest)
    return Markup(
        '<svg class="kb-spark" viewBox="0 0 160 48" aria-hidden="true" focusable="false">'
        '<path class="kb-spark-area" d="{d}V46H{x0}Z"/><path class="kb-spark-line" d="{d}"/></svg>'
    ).format(d=path, x0=start)
