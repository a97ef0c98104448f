"""What is asked, apart from any engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from ``low`` to ``high``, both included; None leaves an end open."""

    low: int | None = None
    high: int | None = None


_RANGE = re.compile(r"(?P<low>\d+)?(?P<open>\.\.|\+)?(?P<high>\d+)?", re.ASCII)


def parse_range(text: str) -> Range:
    """``2012``, ``2010..2014``, ``2010..``, ``..2014``, ``3+``. Raises ValueError for anything else."""
    found = _RANGE.fullmatch(text.strip())
    if not found or not (found["low"] or found["high"]):
        raise ValueError(f"`{text}` is not a number or a range")
    if found["open"] == "+" and (found["high"] or not found["low"]):
        raise ValueError(f"`{text}` is not a number or a range")
    low = int(found["low"]) if found["low"] else None
    high = int(found["high"]) if found["high"] else None
    if not found["open"]:
        return Range(low, low)
    if low is not None and high is not None and low > high:
        raise ValueError(f"`{text}` ends before it starts")
    return Range(low, high)


_MINUTES = {"m": 1, "min": 1, "h": 60, "d": 1440}
_DURATION = re.compile(r"(?P<sign><=?|>=?)?\s*(?P<count>\d+)\s*(?P<unit>min|m|h|d)", re.ASCII)


def parse_duration(text: str) -> Range:
    """``<2h``, ``<=30min``, ``>1d`` as a range of minutes; a bare ``2h`` is the most. Raises ValueError otherwise."""
    found = _DURATION.fullmatch(text.strip())
    if not found:
        raise ValueError(f"`{text}` is not a time")
    minutes, sign = int(found["count"]) * _MINUTES[found["unit"]], found["sign"] or "<="
    return {
        "<": Range(0, max(0, minutes - 1)),
        "<=": Range(0, minutes),
        ">": Range(minutes + 1, None),
        ">=": Range(minutes, None),
    }[sign]


class TermKind(Enum):
    """How a term of the query is to be met."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for, or with ``excluded`` to leave out."""

    text: str
    kind: TermKind = TermKind.WORD
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as typed: what to look for, ``field:value`` pairs, and what was passed over."""

    terms: tuple[Term, ...]
    fields: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]


_PIECE = re.compile(
    r'(?P<excluded>(?<!\S)-(?=[\w"]))?'
    r'(?:(?P<field>[A-Za-z][A-Za-z_-]*):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))'
    r'|"(?P<phrase>[^"]*)"'
    r"|(?P<word>\w+)(?P<star>\*)?)"
)


def parse(text: str, fields: frozenset[str] | set[str]) -> Parsed:
    """Read words, "phrases", ``-excluded``, ``prefix*`` and ``field:value`` for the known ``fields``. Never fails: an
    unknown field is two words, and what has no letters or digits is passed over and reported."""
    terms: list[Term] = []
    pairs: list[tuple[str, str]] = []
    ignored: list[str] = []
    end = 0
    for found in _PIECE.finditer(text):
        ignored += re.findall(r"[^\s\w,.;:!?'’\-]+", text[end : found.start()])
        end = found.end()
        excluded = bool(found["excluded"])
        if found["field"]:
            name, value = found["field"].lower().replace("-", "_"), found["quoted"] or found["value"] or ""
            if name in fields and value:
                pairs.append((name, value))
            else:
                terms += [Term(word, excluded=excluded) for word in re.findall(r"\w+", f"{found['field']} {value}")]
        elif found["phrase"] is not None:
            words = re.findall(r"\w+", found["phrase"])
            if len(words) > 1:
                terms.append(Term(" ".join(words), TermKind.PHRASE, excluded))
            else:
                terms += [Term(word, excluded=excluded) for word in words]
        else:
            star = found["star"] and len(found["word"]) > 1
            terms.append(Term(found["word"], TermKind.PREFIX if star else TermKind.WORD, excluded))
    ignored += re.findall(r"[^\s\w,.;:!?'’\-]+", text[end:])
    return Parsed(tuple(terms), tuple(pairs), tuple(dict.fromkeys(ignored)))


@dataclass(frozen=True, slots=True)
class Query:
    """Words to look for and what the results must have. ``values`` maps a facet to the values of which one must be
    met (tactics: all or any, as ``all_tactics`` says), ``ranges`` a numeric facet to its range. ``sort`` is
    "relevance" or a numeric facet, which then falls (first_response: rises). ``limit`` None gives all; ``facets`` asks
    for how many results have each value, which costs a look at every one of them."""

    terms: tuple[Term, ...] = ()
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)
    all_tactics: bool = True
    kind: str = "case"
    sort: str = "relevance"
    limit: int | None = 10
    facets: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: what the document stores, its score, the sentence that matched best, where in it the words stand
    (start and end of each), and its event."""

    stored: dict[str, Any]
    score: float
    snippet: str
    marks: tuple[tuple[int, int], ...]
    event: str


@dataclass(frozen=True, slots=True)
class Results:
    """The best hits, how many there are in all, how many of them have each value of each facet, and words that exist
    for those that do not."""

    total: int
    hits: list[Hit]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
