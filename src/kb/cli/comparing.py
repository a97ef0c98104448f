"""`kb compare`, `kb similar`, `kb tactics`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from kb.cli.finding import sound_case, sound_corpus
from kb.cli.screen import Failure, Screen

if TYPE_CHECKING:
    from kb.corpus import Corpus, Similar
    from kb.model import Case


@click.command()
@click.argument("case_ids", metavar="A B [C…]", nargs=-1, required=True)
@click.pass_obj
def compare(screen: Screen, case_ids: tuple[str, ...]) -> int:
    """Put cases side by side: type, first response, tactics in order with their effects, peak, outcome, lessons.

    \b
    Example:
      kb compare 2013-buffer-hack 2013-burger-king-hack
    """
    from kb.cli.tables import comparison
    from kb.loading import load

    if len(set(case_ids)) < 2:
        raise Failure("give two cases or more; `kb similar ID` proposes some")
    loaded = load(screen.project, check=False)
    cases = [sound_case(loaded, wanted) for wanted in dict.fromkeys(case_ids)]
    screen.page(comparison(loaded.corpus, cases, screen.out.width))
    return 0


@click.command()
@click.argument("case_id", metavar="ID")
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="How many cases at most.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def similar(screen: Screen, case_id: str, limit: int, form: str) -> int:
    """List the cases most like one, with the reason for each.

    \b
    Example:
      kb similar 2012-la-redoute-laptop
    """
    from kb.loading import load

    loaded = load(screen.project, check=False)
    case, corpus = sound_case(loaded, case_id), loaded.sound()
    found = corpus.similar(case, limit)
    reasons = [_reasons(corpus, case, each) for each in found]
    if form == "json":
        both = zip(found, reasons, strict=True)
        listed = [{"id": each.case.id, "title": each.case.title, "why": why} for each, why in both]
        click.echo(json.dumps({"id": case.id, "similar": listed}, ensure_ascii=False, indent=2))
        return 0
    if not found:
        screen.say("no case shares its type, its sector or a response")
    for each, why in zip(found, reasons, strict=True):
        screen.out.print(f"{each.case.id}  {each.case.title}", style="bold", soft_wrap=True)
        screen.out.print("  " + "; ".join(why))
    return 0


def _reasons(corpus: Corpus, case: Case, each: Similar) -> list[str]:
    why = [f"same crisis type ({corpus.crisis_type(case).name.en.lower()})"] if each.same_type else []
    why += ["same sector"] if each.same_sector else []
    why += [f"also faced {corpus.tactics[tactic].name.en.lower()}" for tactic in each.pressure]
    for tactic in each.tactics:
        better = ", with a better outcome" if tactic in each.better_with else ""
        why.append(f"also used {corpus.tactics[tactic].name.en.lower()}{better}")
    return why


@click.command()
@click.option("--matrix", "as_matrix", is_flag=True, help="Response tactics by crisis types, with how they went.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def tactics(screen: Screen, as_matrix: bool, form: str) -> int:
    """List the tactics with their cases, or the pattern matrix.

    Every count is a number of cases of this book, with the number it is out of; none is a success rate.
    """
    from kb.cli.tables import matrix_table, tactic_list
    from kb.loading import load
    from kb.patterns import matrix

    corpus = sound_corpus(screen, load(screen.project, check=False))
    if form == "json":
        click.echo(json.dumps(_json(corpus) if as_matrix else _listed(corpus), ensure_ascii=False, indent=2))
    else:
        screen.page(matrix_table(corpus, matrix(corpus)) if as_matrix else tactic_list(corpus))
    return 0


def _json(corpus: Corpus) -> dict[str, Any]:
    from kb.patterns import matrix

    made = matrix(corpus)
    rows: dict[str, Any] = {}
    for tactic, cells in made.rows:
        rows[tactic] = {}
        for kind, cell in cells.items():
            effects = {effect.value: count for effect, count in cell.effects.items()}
            rows[tactic][kind] = {"cases": cell.cases, "of": made.totals[kind], "effects": effects}
    return {"cases": dict(made.totals), "tactics": rows}


def _listed(corpus: Corpus) -> list[dict[str, Any]]:
    return [
        {
            "id": tactic.id,
            "name": tactic.name.en,
            "side": tactic.side.value,
            "family": tactic.family,
            "cases": sorted({use.case.id for use in corpus.uses(tactic.id)}),
        }
        for tactic in corpus.tactics.values()
    ]
