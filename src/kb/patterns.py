"""What the cases show together: the pattern matrix and side-by-side comparisons. Counts, never rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kb.corpus import Corpus, Use
from kb.model import Case, Effect


@dataclass(frozen=True, slots=True)
class Cell:
    """A response tactic in cases of a crisis type: in how many cases, and how its moves went."""

    cases: int
    effects: Mapping[Effect, int]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Response tactics (rows, the commonest first) by crisis types (columns). ``totals`` counts the cases of each
    type: the denominator of every cell below it."""

    types: tuple[str, ...]
    totals: Mapping[str, int]
    rows: tuple[tuple[str, Mapping[str, Cell]], ...]


def matrix(corpus: Corpus) -> Matrix:
    """The pattern matrix of the published cases: the response tactics, whoever used them, as a search counts them."""
    totals = Counter(case.crisis.type for case in corpus.published)
    types = tuple(name for name in corpus.vocabulary.crisis_types if totals[name])
    rows = []
    for tactic in corpus.tactics:
        uses = corpus.uses(tactic) if corpus.is_response(tactic) else ()
        if not uses:
            continue
        cells = {}
        for name in types:
            here = [use for use in uses if use.case.crisis.type == name]
            if here:
                cells[name] = Cell(len({use.case.id for use in here}), Counter(use.effect for use in here))
        rows.append((tactic, cells))
    rows.sort(key=lambda row: (-sum(cell.cases for cell in row[1].values()), row[0]))
    return Matrix(types, totals, tuple(rows))


def responses(corpus: Corpus, tactic: str) -> list[Use]:
    """The uses of a tactic as a response of the organisation's side."""
    return [use for use in corpus.uses(tactic) if tactic in corpus.responses_at(use.case, use.event)]


def response_line(corpus: Corpus, case: Case) -> list[tuple[int, Use]]:
    """The organisation's tactics in order, each with the number of its event."""
    numbers = {event.id: number for number, event in enumerate(case.timeline, 1)}
    own = (use for use in corpus.uses_in(case) if use.tactic in corpus.responses_at(case, use.event))
    return [(numbers[use.event.id], use) for use in own]


def followed_by(corpus: Corpus, tactic: str) -> list[tuple[str, int]]:
    """The response tactics that most often come next in the cases that use ``tactic``, with the number of cases."""
    found: Counter[str] = Counter()
    for case in {use.case.id: use.case for use in responses(corpus, tactic)}.values():
        line = response_line(corpus, case)
        next_ones: set[str] = set()
        for number, use in line:
            if use.tactic == tactic:
                later = [other for other in line if other[0] > number]
                next_ones |= {other.tactic for at, other in later if at == later[0][0]}
        found.update(next_ones - {tactic})
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))
