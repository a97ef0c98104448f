"""Comparisons and matrices as tables for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from kb.cli.hits import STYLES
from kb.corpus import Corpus
from kb.folding import plain
from kb.model import Case, Effect, Stance
from kb.patterns import Cell, Matrix, response_line
from kb.wording import Wording

_SIGNS = {Effect.WORKED: "+", Effect.MIXED: "~", Effect.BACKFIRED: "-", Effect.NONE: "=", Effect.UNKNOWN: "?"}
LEGEND = "+ worked, ~ mixed, - backfired, = no effect, ? unknown"


def _rows(corpus: Corpus, case: Case) -> dict[str, Text]:
    measures, wording = corpus.measures(case), Wording()
    line = Text()
    for number, use in response_line(corpus, case):
        line.append(f"({number}) {corpus.tactics[use.tactic].name.en.lower()}: ")
        line.append(f"{use.effect.value}\n", style=STYLES[use.effect])
    peak = corpus.vocabulary.levels[measures.peak.level]
    signs = {Stance.SUPPORTS: "+", Stance.CONTRADICTS: "-"}
    lessons = (f"{signs[link.stance]} {corpus.lessons[link.lesson].title}" for link in case.lessons)
    return {
        "type": Text(corpus.crisis_type(case).name.en),
        "first response": Text(wording.first_response(measures.time_to_first_response, measures.responded_first)),
        "tactics, in order": Text("\n").join(line.split("\n")) if line else Text("none on record"),
        "peak": Text(f"{peak.level} {peak.name.en}, {wording.elapsed(measures.time_to_peak)}"),
        "outcome": Text(plain(case.headline)),
        "lessons": Text("\n".join(lessons)),
    }


def comparison(corpus: Corpus, cases: Sequence[Case], width: int) -> Iterator[Any]:
    """Cases as columns; one below the other where the terminal is too narrow for them."""
    rows = [_rows(corpus, case) for case in cases]
    if width < 30 * len(cases) + 12:
        for case, values in zip(cases, rows, strict=True):
            yield Text(f"\n{plain(case.title)} ({case.year})", style="bold")
            table = Table(box=None, show_header=False)
            for name, value in values.items():
                table.add_row(Text(name, style="dim"), value)
            yield table
        return
    table = Table(show_lines=True)
    table.add_column("")
    for case in cases:
        table.add_column(f"{plain(case.title)} ({case.year})", ratio=1)
    for name in rows[0]:
        table.add_row(Text(name, style="dim"), *(values[name] for values in rows))
    yield table


def _effects(effects: Mapping[Effect, int]) -> Text:
    text = Text()
    for effect in Effect:
        if effects.get(effect):
            text.append(f" {_SIGNS[effect]}{effects[effect]}", style=STYLES[effect])
    return text


def _cell(cell: Cell | None, total: int) -> Text:
    if cell is None:
        return Text("·", style="dim")
    return Text.assemble(f"{cell.cases}/{total}", _effects(cell.effects))


def matrix_table(corpus: Corpus, made: Matrix) -> Iterator[Any]:
    """The matrix: in each cell the cases out of those of the type, and how the moves went."""
    table = Table(title="Response tactics by crisis type", title_justify="left")
    table.add_column("tactic", no_wrap=True)
    for kind in made.types:
        table.add_column(f"{corpus.vocabulary.crisis_types[kind].name.en} ({made.totals[kind]})")
    for tactic, cells in made.rows:
        shown = [_cell(cells.get(kind), made.totals[kind]) for kind in made.types]
        table.add_row(corpus.tactics[tactic].name.en.lower(), *shown)
    yield table
    yield Text(f"cases out of the cases of the type; then moves: {LEGEND}", style="dim")


def tactic_list(corpus: Corpus) -> Iterator[Any]:
    """Every tactic by family, with its cases and how it went."""
    total = len(corpus.published)
    for name, family in corpus.vocabulary.families.items():
        members = [tactic for tactic in corpus.tactics.values() if tactic.family == name]
        if not members:
            continue
        yield Text(f"\n{family.name.en} ({family.side.value})", style="bold")
        for tactic in members:
            uses = corpus.uses(tactic.id)
            count = len({use.case.id for use in uses})
            line = Text(f"  {tactic.id:<30}")
            line.append(f"{count} of {total} cases" if count else "no case yet", style="" if count else "dim")
            line.append_text(_effects(Counter(use.effect for use in uses)))
            yield line
    yield Text(f"\nmoves: {LEGEND}", style="dim")
