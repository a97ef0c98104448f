"""What is asked, apart from any engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from ``low`` to ``high``, both included; None leaves an end open."""

    low: int | None = None
    high: int | None = None


_RANGE = re.compile(r"(?P<low>\d+)?(?P<open>\.\.|\+)?(?P<high>\d+)?")


def parse_range(text: str) -> Range:
    """``2012``, ``2010..2014``, ``2010..``, ``..2014``, ``3+``. Raises ValueError for anything else."""
    found = _RANGE.fullmatch(text.strip())
    if (
        not found
        or not (found["low"] or found["high"])
        or (found["open"] == "+" and (found["high"] or not found["low"]))
    ):
        raise ValueError(f"`{text}` is not a number or a range")
    low = int(found["low"]) if found["low"] else None
    high = int(found["high"]) if found["high"] else None
    if not found["open"]:
        return Range(low, low)
    if low is not None and high is not None and low > high:
        raise ValueError(f"`{text}` ends before it starts")
    return Range(low, high)


@dataclass(frozen=True, slots=True)
class Query:
    """Words to look for and what the results must have. ``values`` maps a facet to the values of which one must be
    met (tactics: all or any, as ``all_tactics`` says), ``ranges`` a numeric facet to its range."""

    text: str = ""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)
    all_tactics: bool = True
    kind: str = "case"
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: what the document stores, its score, and the sentence that matched best with its event."""

    stored: dict[str, Any]
    score: float
    snippet: str
    event: str


@dataclass(frozen=True, slots=True)
class Results:
    """The best hits and how many there are in all."""

    total: int
    hits: list[Hit]
