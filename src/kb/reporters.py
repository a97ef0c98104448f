"""One function per output format of diagnostics; the registry also feeds the option's choices."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.text import Text

from kb.diagnostics import Diagnostic, Fix, Severity
from kb.folding import plain
from kb.source import Source
from kb.source import lines as lines_of


@dataclass(frozen=True, slots=True)
class Report:
    """What a reporter is given."""

    cases: int
    diagnostics: list[Diagnostic]
    sources: Mapping[Path, Source]


Reporter = Callable[[Report], Iterator[Text | str]]
REPORTERS: dict[str, Reporter] = {}


def reporter(name: str) -> Callable[[Reporter], Reporter]:
    def register(report: Reporter) -> Reporter:
        REPORTERS[name] = report
        return report

    return register


def _path(each: Diagnostic) -> str:
    """The path of a diagnostic's file, on one line whatever its name holds."""
    return plain(str(each.file)).replace("\n", "\\x0a")


_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_WIDEST = 110


@reporter("full")
def full(report: Report) -> Iterator[Text | str]:
    """Each problem with its line and a pointer to the place."""
    for each in report.diagnostics:
        style = _STYLE[each.severity]
        yield Text.assemble((f"{each.severity.value}[{each.code}]", style), ": ", (plain(each.message), "bold"))
        yield from _excerpt(each, report.sources.get(each.file), style)
        note = f"{plain(each.help)}; " if each.help else ""
        yield Text.assemble(("   = help: ", "blue"), f"{note}`kb explain {each.code}` tells more")
        if each.fix:
            what = "write" if each.fix.span else "rename it to"
            change = f"{what} `{plain(each.fix.replacement)}`" if each.fix.replacement.strip() else "take it out"
            yield Text.assemble(("   = fix: ", "blue"), f"{change}; `kb validate --fix` does it")
        yield ""


def _excerpt(each: Diagnostic, source: Source | None, style: str) -> Iterator[Text]:
    span = each.span
    yield Text.assemble(("  --> ", "blue"), f"{_path(each)}:{span.line}:{span.column}")
    lines = lines_of(source.text) if source else []
    if not 0 < span.line <= len(lines) or not lines[span.line - 1].strip():
        return
    line = lines[span.line - 1]
    start = max(0, span.column - 1)
    shift = max(0, start - _WIDEST // 2)
    shown = plain(line[shift : shift + _WIDEST])
    before = len(plain(line[shift:start]))
    stop = span.end_column - 1 if span.end_line == span.line else len(line)
    width = max(1, min(len(plain(line[start:stop].rstrip())), len(shown) - before))
    number = str(span.line)
    gutter = " " * len(number)
    yield Text.assemble((f"{gutter} |", "blue"))
    yield Text.assemble((f"{number} | ", "blue"), "…" * bool(shift), shown, "…" * (shift + _WIDEST < len(line)))
    yield Text.assemble((f"{gutter} | ", "blue"), " " * (before + bool(shift)), ("^" * width, style))


@reporter("concise")
def concise(report: Report) -> Iterator[Text | str]:
    """One line a problem, as editors and grep like it."""
    for each in report.diagnostics:
        note = f" ({plain(each.help)})" if each.help else ""
        place = f"{_path(each)}:{each.span.line}:{each.span.column}"
        yield f"{place}: {each.severity.value}[{each.code}] {plain(each.message)}{note}"


@reporter("json")
def as_json(report: Report) -> Iterator[Text | str]:
    """One object: the number of cases, and every problem and note."""
    yield json.dumps(
        {
            "cases": report.cases,
            "diagnostics": [
                {
                    "code": each.code,
                    "severity": each.severity.value,
                    "message": each.message,
                    "help": each.help,
                    "file": _path(each),
                    "line": each.span.line,
                    "column": each.span.column,
                    "end_line": each.span.end_line,
                    "end_column": each.span.end_column,
                    "fix": _fix(each.fix),
                }
                for each in report.diagnostics
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def _fix(fix: Fix | None) -> dict[str, str | int] | None:
    if fix is None:
        return None
    return {"replacement": fix.replacement, **asdict(fix.span)} if fix.span else {"rename": fix.replacement}


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


@reporter("github")
def github(report: Report) -> Iterator[Text | str]:
    """Workflow commands, which a forge shows beside the line."""
    for each in report.diagnostics:
        span = each.span
        place = f"file={_escaped(_path(each), ':,')},line={span.line},col={span.column}"
        end = f"endLine={span.end_line},endColumn={span.end_column}"
        title = f"title={_escaped(each.code, ':,')}"
        note = f" ({each.help})" if each.help else ""
        yield f"::{_GITHUB[each.severity]} {place},{end},{title}::{_escaped(plain(each.message + note))}"
