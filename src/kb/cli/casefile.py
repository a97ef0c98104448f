"""Cases and counts as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kb.cli.hits import STYLES
from kb.corpus import Corpus, country_name
from kb.folding import plain
from kb.model import Case, Effect, Status
from kb.wording import Wording


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def case_text(corpus: Corpus, case: Case) -> Iterator[Any]:
    """One case: facts, timeline, tactics, outcome, lessons, what is not known, sources. Of a withdrawn one its reason
    alone."""
    if case.status is Status.WITHDRAWN:
        yield Text(plain(f"{case.id} is withdrawn. {case.status_reason or ''}"))
        return
    wording, words, measures = Wording(), corpus.vocabulary, corpus.measures(case)
    level = words.levels[measures.peak.level]
    yield Text(plain(case.title), style="bold underline")
    kind = corpus.crisis_type(case).name.en
    place = f"{case.organisation.name}, {country_name(case.organisation.country)}"
    yield Text(plain(f"{place} · {kind} · level {level.level}, {level.name.en} · {case.status.value}"), style="dim")
    yield Text(plain(f"\n{case.headline}\n\n{case.summary}"))
    answered = wording.first_response(measures.time_to_first_response, measures.responded_first)
    yield Text(f"\nfirst response: {answered}", style="dim")
    yield _heading("What happened")
    for number, event in enumerate(case.timeline, 1):
        actor = case.actors_by_id[event.actor].label
        head = Text(f"{number:>2}  {wording.moment(event.at)}", style="cyan")
        head.append(plain(f"  {actor} · level {event.level}"), style="dim")
        yield head
        named = ", ".join(corpus.tactics[tactic].name.en.lower() for tactic in event.tactics)
        yield Padding(Text(plain(event.what)), (0, 0, 0, 4))
        if named:
            yield Padding(Text(f"→ {named}", style="italic"), (0, 0, 0, 4))
        for conflict in event.conflicts:
            told = "; ".join(f"{case.sources_by_id[a.source].publisher}: {a.says}" for a in conflict.accounts)
            yield Padding(Text(plain(f"sources disagree on {conflict.about}: {told}"), style="dim"), (0, 0, 0, 4))
    if case.moves:
        yield _heading("Tactics and how they went")
        numbers = {event.id: number for number, event in enumerate(case.timeline, 1)}
        for move in case.moves:
            line = Text(f"{corpus.tactics[move.tactic].name.en} ({numbers[move.event]}): ")
            line.append(move.effect.value, style=STYLES[move.effect])
            line.append(plain(f". {move.because}"))
            yield Padding(line, (0, 0, 0, 2))
    yield _heading("Outcome")
    yield Padding(Text(plain(case.outcome.resolution)), (0, 0, 0, 2))
    for effect in case.outcome.effects:
        figure = f" ({effect.figure})" if effect.figure else ""
        yield Padding(Text(plain(f"{effect.kind.value}{figure}: {effect.what} {effect.causality}")), (0, 0, 0, 2))
    yield _heading("Lessons")
    for link in case.lessons:
        yield Padding(
            Text(plain(f"{corpus.lessons[link.lesson].title} ({link.stance.value}). {link.why}")), (0, 0, 0, 2)
        )
    if case.unknowns:
        yield _heading("What we do not know")
        for each in case.unknowns:
            yield Padding(Text(plain(f"- {each}")), (0, 0, 0, 2))
    yield _heading("Sources")
    for number, source in enumerate(case.sources, 1):
        yield Padding(Text(plain(f"{number}. {source.publisher}, {source.title}\n   {source.url}")), (0, 0, 0, 2))


def balance_text(counted: dict[str, Any]) -> Iterator[Any]:
    """The balance as small tables."""
    whole = [f"{counted[name]} {name}" for name in ("cases", "events", "sources")]
    yield Text(
        ", ".join(whole) + f"; {counted['with decisions']} of {counted['cases']} cases with decisions", style="bold"
    )
    for name, values in counted.items():
        if not isinstance(values, dict) or name == "response tactics":
            continue
        line = Text(f"\n{name}: ", style="bold")
        line.append(", ".join(f"{value} {count}" for value, count in values.items()), style="not bold")
        yield line
    table = Table(title=f"\nresponse tactics, of {counted['cases']} cases", title_justify="left", box=None)
    table.add_column("tactic")
    table.add_column("cases", justify="right")
    for effect in Effect:
        table.add_column(effect.value, justify="right")
    for tactic, counts in counted["response tactics"].items():
        table.add_row(tactic, str(counts["cases"]), *(str(counts.get(effect.value, "")) for effect in Effect))
    yield table
    both = ", ".join(counted["worked and backfired"]) or "none"
    yield Text(f"\nworked in one case and backfired in another: {both}")
