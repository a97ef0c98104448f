"""What a pull request changes, as Markdown for the page of its check: a table of cases, and a list of the rest."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.diagnostics import Severity
from kb.history import Changed
from kb.loading import Loaded
from kb.model import Case
from kb.source import parse
from kb.wording import Wording

_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|~@:-])")


def literal(text: str) -> str:
    """Text of a stranger as Markdown that shows it and does nothing: no markup, no link, no mention, one line."""
    return _MARKS.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))


def report(loaded: Loaded, changed: Iterable[Changed]) -> str:
    """The whole report; a sentence where nothing changed."""
    files = list(changed)
    cases = [each for each in files if each.path.startswith("cases/")]
    others = [each for each in files if each not in cases]
    if not files:
        return "No case, tactic, lesson or word of the vocabulary changes.\n"
    return "\n".join([*_table(loaded, cases), *_list(loaded, others)]) + "\n"


def _table(loaded: Loaded, cases: list[Changed]) -> Iterator[str]:
    if not cases:
        return
    yield "| case | change | measures | similar cases | problems |"
    yield "| --- | --- | --- | --- | --- |"
    by_file = {str(file): loaded.corpus.cases[case] for case, file in loaded.files.items()}
    for each in cases:
        case = None if each.gone else by_file.get(each.path)
        name = f"{literal(case.title)}<br>{literal(each.path)}" if case else literal(each.path)
        sound = case is not None and not _problems(loaded, each.path, Severity.ERROR) and loaded.corpus.is_whole(case)
        measures, similar = (_measures(loaded, case), _similar(loaded, case)) if case and sound else ("", "")
        yield f"| {name} | {_change(each, case, loaded)} | {measures} | {similar} | {_summary(loaded, each.path)} |"


def _list(loaded: Loaded, others: list[Changed]) -> Iterator[str]:
    if others:
        yield ""
    for each in others:
        problems = _summary(loaded, each.path)
        yield f"- {_change(each, None, loaded)}: {literal(each.path)}{f' ({problems})' if problems else ''}"


def _change(each: Changed, case: Case | None, loaded: Loaded) -> str:
    if each.gone:
        return "removed"
    if each.before is None:
        return f"new, {case.status.value}" if case else "new"
    before = parse(each.before, Path(each.path)).data or {}
    source = loaded.sources.get(Path(each.path))
    after = (source.data if source else None) or {}
    parts = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return f"changed: {', '.join(literal(str(part)) for part in parts) or 'nothing but its form'}"


def _measures(loaded: Loaded, case: Case) -> str:
    measures, wording = loaded.corpus.measures(case), Wording()
    answered = wording.first_response(measures.time_to_first_response, measures.responded_first)
    return (
        f"{len(case.timeline)} events, level {measures.peak.level}<br>first response: {literal(answered)}<br>"
        f"{measures.independent_sources} of {len(case.sources)} sources independent"
    )


def _similar(loaded: Loaded, case: Case) -> str:
    return "<br>".join(literal(each.case.id) for each in loaded.corpus.similar(case)) or "none"


def _problems(loaded: Loaded, path: str, *severities: Severity) -> list[str]:
    found = (each for each in loaded.diagnostics if str(each.file) == path and each.severity in severities)
    return [f"{each.code} {literal(each.message)} (line {each.span.line})" for each in found]


_MOST_SHOWN = 5


def _summary(loaded: Loaded, path: str) -> str:
    problems = _problems(loaded, path, Severity.ERROR, Severity.WARNING)
    notes = Counter(
        each.code for each in loaded.diagnostics if str(each.file) == path and each.severity is Severity.NOTE
    )
    shown = problems[:_MOST_SHOWN] + [f"and {len(problems) - _MOST_SHOWN} more"] * (len(problems) > _MOST_SHOWN)
    shown += [f"{count} × note {code}" for code, count in sorted(notes.items())]
    return "<br>".join(shown)
