"""Reads the whole casebook: every record and every problem. The only module that turns files into records."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from kb import rules
from kb.cache import ValueCache
from kb.corpus import Corpus
from kb.diagnostics import Diagnostic, Diagnostics, Severity, Span, quote
from kb.model import Case, Lesson, Problem, Tactic, Vocabulary, passages, read, references
from kb.project import Project, records
from kb.source import Source
from kb.source import load as load_source

Record = TypeVar("Record", Case, Tactic, Lesson)


@dataclass(slots=True)
class Loaded:
    """A casebook in memory and everything that is wrong with it."""

    corpus: Corpus
    diagnostics: Diagnostics
    sources: dict[Path, Source] = field(default_factory=dict)
    """The text behind each file that a diagnostic may name."""
    files: dict[str, Path] = field(default_factory=dict)
    """The file of each case, by id."""
    digests: dict[str, str] = field(default_factory=dict)
    """A digest of the text of each case's file, by id."""


def load(
    project: Project,
    extra: Iterable[Path] = (),
    now: datetime | None = None,
    only: Collection[str] | None = None,
    check: bool = True,
) -> Loaded:
    """Read and check the whole casebook. ``extra`` are case files elsewhere, read as if they stood in `cases/`.
    With ``only``, of the cases those files (paths from the root); without ``check``, the form alone is looked at.

    Never raises on content: what is wrong is in the diagnostics, what can be read is in the corpus.
    """
    collecting = gc.isenabled()
    gc.disable()  # parsing makes millions of objects and no garbage cycles: collecting would take most of the time
    try:
        return _Loading(project, now or datetime.now(UTC)).run(list(extra), only, check)
    finally:
        if collecting:
            gc.enable()


class _Loading:
    def __init__(self, project: Project, now: datetime) -> None:
        self.project = project
        self.now = now
        self.found = Diagnostics()
        self.sources: dict[Path, Source] = {}
        self.problems: dict[Path, list[Problem]] = {}
        self.read_from: list[tuple[Any, Path]] = []
        self.every_case_read = True
        self.cache = ValueCache(project.build / "cache" / "values.sqlite")

    def run(self, extra: list[Path], only: Collection[str] | None, check: bool) -> Loaded:
        project = self.project
        for folder in (project.cases, project.tactics, project.lessons):
            self.strangers(folder)
        vocabulary = self.vocabulary()
        inside = [file for file in records(project.cases) if file.name not in {each.name for each in extra}]
        if only is not None:
            inside = [file for file in inside if str(project.shown(file)) in only]
        cases = self.read_all(Case, [*inside, *extra])
        corpus = Corpus(
            cases=cases,
            tactics=self.read_all(Tactic, records(project.tactics)),
            lessons=self.read_all(Lesson, records(project.lessons)),
            vocabulary=vocabulary,
        )
        for record, shown in self.read_from if check else ():
            held = (tuple(references(record)), tuple(passages(record)))
            scene = rules.Scene(corpus, self.now, shown.stem, self.every_case_read, *held)
            for rule, breach in rules.breaches(record, scene):
                self.breach(shown, rule, breach)
        self.cache.close()
        for source in self.sources.values():
            source.forget_places()
        files = {record.id: shown for record, shown in self.read_from if isinstance(record, Case)}
        digests = {case: hashlib.sha256(self.sources[shown].text.encode()).hexdigest() for case, shown in files.items()}
        return Loaded(corpus, self.found, self.sources, files, digests)

    def strangers(self, folder: Path) -> None:
        """What lies in a folder of records and is none."""
        shown = self.project.shown(folder)
        if not folder.is_dir():
            self.report("KB001", f"folder {quote(shown)} is missing", shown, help="create it")
            return
        for entry in sorted(folder.iterdir()):
            if entry.suffix != ".yml" and not entry.name.startswith("."):
                wanted = (
                    f"rename it to `{entry.stem}.yml`" if entry.suffix.lower() in (".yaml", ".yml") else "move it away"
                )
                self.report(
                    "KB009",
                    f"{quote(entry.name)} is not a `.yml` file",
                    self.project.shown(entry),
                    help=f"{wanted}: nothing else lives here",
                )

    def report(self, code: str, message: str, file: Path, span: Span | None = None, help: str = "") -> None:
        self.found.add(Diagnostic(code, Severity.ERROR, message, file, span or Span(), help))

    def source(self, file: Path) -> Source:
        source = load_source(file, self.project.shown(file), self.cache)
        self.sources[source.file] = source
        for diagnostic in source.diagnostics:
            self.found.add(diagnostic)
        return source

    def record(self, model: type[Any], source: Source) -> Any:
        record, problems = read(model, source.data or {})
        self.problems[source.file] = problems
        for problem in problems:
            span = source.span(problem.path, problem.on_key)
            self.report(problem.code, problem.message, source.file, span, problem.help)
        return record

    def vocabulary(self) -> Vocabulary:
        source = self.source(self.project.vocabulary)
        if source.data is None:
            return read(Vocabulary, {})[0]
        vocabulary: Vocabulary = self.record(Vocabulary, source)
        self.read_from.append((vocabulary, source.file))
        return vocabulary

    def read_all(self, model: type[Record], files: list[Path]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for file in files:
            source = self.source(file)
            if source.data is not None:
                record = self.record(model, source)
                self.read_from.append((record, source.file))
                found[source.file.stem] = record
            if model is Case and (source.data is None or self.problems[source.file]):
                self.every_case_read = False
        return found

    def breach(self, shown: Path, rule: rules.Rule, breach: rules.Breach) -> None:
        """Report a breach, unless the form of the very place it speaks of is already at fault."""
        for problem in self.problems.get(shown, ()):
            if breach.path[: len(problem.path)] == problem.path:
                return
        source = self.sources[shown]
        span = source.span_of(breach.path, breach.words) if breach.words else source.span(breach.path, breach.on_key)
        self.found.add(Diagnostic(rule.code, rule.severity, breach.message, shown, span, breach.help))
