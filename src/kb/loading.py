"""Reads the whole casebook: every record and every problem. The only module that turns files into records."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from kb import model, rules
from kb.cache import ValueCache
from kb.corpus import Corpus
from kb.diagnostics import Diagnostic, Diagnostics, Fix, Severity, Span, quote
from kb.folding import plain
from kb.garbage import uncollected
from kb.model import (
    HEAD,
    Case,
    Language,
    Lesson,
    Passage,
    Problem,
    Tactic,
    Translation,
    Vocabulary,
    digests,
    overlay,
    read,
    references,
)
from kb.project import BrokenCasebook, Project, is_record, records, translations
from kb.source import Source, Steps
from kb.source import load as load_source
from kb.versions import Translated, Versions

Record = TypeVar("Record", Case, Tactic, Lesson, model.Path)


@dataclass(slots=True)
class Loaded:
    """A casebook in memory and everything that is wrong with it."""

    corpus: Corpus
    diagnostics: Diagnostics
    sources: dict[Path, Source] = field(default_factory=dict)
    """The text behind each file that a diagnostic may name."""
    files: dict[str, Path] = field(default_factory=dict)
    """The file of each case, by id, which is its name."""
    digests: dict[str, str] = field(default_factory=dict)
    """A digest of the text of each case's file, by id."""
    versions: Versions = field(default_factory=Versions)
    """The translations of every record."""
    vocabulary: Path = Path("taxonomy/vocabulary.yml")

    def sound(self) -> Corpus:
        """The casebook without the cases that cannot be told: those with problems of form, or that refer to what does
        not exist. Raises BrokenCasebook where it is the vocabulary."""
        broken = {each.file for each in self.diagnostics if each.severity is Severity.ERROR}
        if self.vocabulary in broken:
            raise BrokenCasebook(f"`{self.vocabulary}` has problems: run `kb validate {self.vocabulary}`")
        whole = {
            stem: case
            for stem, case in self.corpus.cases.items()
            if self.files[stem] not in broken and self.corpus.is_whole(case)
        }
        return self.corpus if len(whole) == len(self.corpus.cases) else replace(self.corpus, cases=whole)


def load(
    project: Project,
    extra: Iterable[Path] = (),
    now: datetime | None = None,
    only: Collection[str] | None = None,
    check: bool = True,
) -> Loaded:
    """Read and check the whole casebook. ``extra`` are files elsewhere of cases and of their translations, read as if
    they stood in `cases/`.
    With ``only``, of the cases those files (paths from the root); without ``check``, the form alone is looked at.

    Never raises on content: what is wrong is in the diagnostics, what can be read is in the corpus.
    """
    with uncollected():
        return _Loading(project, now or datetime.now(UTC)).run(list(extra), only, check)


class _Loading:
    def __init__(self, project: Project, now: datetime) -> None:
        self.project = project
        self.now = now
        self.found = Diagnostics()
        self.sources: dict[Path, Source] = {}
        self.problems: dict[Path, list[Problem]] = defaultdict(list)
        self.read_from: list[tuple[Any, Path]] = []
        self.originals: dict[Path, Any] = {}
        self.versions = Versions()
        self.every_case_read = True
        self.cache = ValueCache(project.build / "cache" / "values.sqlite")

    def run(self, extra: list[Path], only: Collection[str] | None, check: bool) -> Loaded:
        project = self.project
        for folder in (project.cases, project.tactics, project.lessons):
            self.strangers(folder)
        if project.paths.is_dir():
            self.strangers(project.paths)
        vocabulary = self.vocabulary()
        inside = [file for file in records(project.cases) if file.name not in {each.name for each in extra}]
        if only is not None:
            inside = [file for file in inside if str(project.shown(file)) in only]
        corpus = Corpus(
            cases=self.read_all(Case, [*inside, *(file for file in extra if "." not in file.stem)]),
            tactics=self.read_all(Tactic, records(project.tactics)),
            lessons=self.read_all(Lesson, records(project.lessons)),
            vocabulary=vocabulary,
            paths=self.read_all(model.Path, records(project.paths)),
        )
        self.originals = {shown: record for record, shown in self.read_from}
        self.read_translations([file for file in extra if "." in file.stem], quietly=only is not None)
        told = {language: self.in_language(corpus, language) for language in self.versions.languages}
        corpus = replace(corpus, translations=told)
        for record, shown in self.read_from if check else ():
            held = (tuple(references(record)), tuple(self.versions.passages(shown, record)))
            scene = rules.Scene(corpus, self.now, shown.stem, self.every_case_read, *held)
            for rule, breach in rules.breaches(record, scene):
                self.breach(shown, rule, breach)
        self.cache.close()
        for source in self.sources.values():
            source.forget_places()
        files = {shown.stem: shown for record, shown in self.read_from if isinstance(record, Case)}
        digested = {case: self.digest(files[case]) for case in files}
        words = project.shown(project.vocabulary)
        return Loaded(corpus, self.found, self.sources, files, digested, self.versions, words)

    def digest(self, shown: Path) -> str:
        """Of the text of a file and of its translations."""
        beside = (shown.with_name(f"{shown.stem}.{language}.yml") for language in self.versions.languages)
        files = [shown, *(file for file in beside if file in self.sources)]
        return hashlib.sha256("\0".join(self.sources[file].text for file in files).encode()).hexdigest()

    def strangers(self, folder: Path) -> None:
        """What lies in a folder of records and is none."""
        if not folder.is_dir():
            shown = self.project.shown(folder)
            self.report("KB001", f"folder {quote(shown)} is missing", shown, help="create it")
            return
        for entry in sorted(folder.iterdir()):
            if is_record(entry.name) or entry.name.startswith("."):
                continue
            shown = self.project.shown(entry)
            if not entry.name.isprintable():
                message = f"the name {quote(plain(entry.name))} holds what cannot be printed"
                self.report("KB009", message, shown, help="rename it: small letters, digits and single hyphens")
            else:
                name = f"{entry.stem}.yml" if entry.suffix.lower() in (".yaml", ".yml") else ""
                wanted = f"rename it to `{name}`" if name else "move it away"
                self.report(
                    "KB009",
                    f"{quote(entry.name)} is not a `.yml` file",
                    shown,
                    help=f"{wanted}: nothing else lives here",
                    fix=Fix(name) if name and not entry.with_name(name).exists() else None,
                )

    def report(
        self,
        code: str,
        message: str,
        file: Path,
        span: Span | None = None,
        help: str = "",
        severity: Severity = Severity.ERROR,
        fix: Fix | None = None,
    ) -> None:
        self.found.add(Diagnostic(code, severity, message, file, span or Span(), help, fix))

    def fix(self, source: Source, path: Steps, on_key: bool, wanted: str) -> Fix | None:
        span = source.scalar_span(path, on_key) if wanted else None
        return Fix(wanted.replace("{}", source.text[source.between(span)]), span) if span else None

    def problem(self, source: Source, problem: Problem) -> None:
        self.problems[source.file].append(problem)
        span = source.span(problem.path, problem.on_key)
        fix = self.fix(source, problem.path, problem.on_key, problem.fix)
        note = problem.help
        if problem.code == "KB012" and source.is_comment_after(span):
            note = "a text that starts with `#` goes into quotes: it is a comment"
        self.report(problem.code, problem.message, source.file, span, note, fix=fix)

    def source(self, file: Path) -> Source:
        source = load_source(file, self.project.shown(file), self.cache)
        self.sources[source.file] = source
        for diagnostic in source.diagnostics:
            self.found.add(diagnostic)
        return source

    def record(self, kind: type[Any], source: Source) -> Any:
        record, problems = read(kind, source.data or {})
        for problem in problems:
            self.problem(source, problem)
        return record

    def vocabulary(self) -> Vocabulary:
        source = self.source(self.project.vocabulary)
        if source.data is None:
            return read(Vocabulary, {})[0]
        vocabulary: Vocabulary = self.record(Vocabulary, source)
        self.read_from.append((vocabulary, source.file))
        return vocabulary

    def read_all(self, kind: type[Record], files: list[Path]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for file in files:
            source = self.source(file)
            if source.data is not None:
                record = self.record(kind, source)
                self.read_from.append((record, source.file))
                found[source.file.stem] = record
            if kind is Case and (source.data is None or self.problems[source.file]):
                self.every_case_read = False
        return found

    def read_translations(self, elsewhere: list[Path], quietly: bool) -> None:
        project, replaced = self.project, {file.name for file in elsewhere}
        for folder in (project.vocabulary.parent, project.tactics, project.lessons, project.paths, project.cases):
            for file in translations(folder):
                if folder != project.cases or file.name not in replaced:
                    self.translation(file, _original(project.shown(file)), quietly)
        cases = {shown.name: shown for record, shown in self.read_from if isinstance(record, Case)}
        for file in elsewhere:
            beside = _original(project.shown(file))
            self.translation(file, cases.get(beside.name, beside), quietly=False)

    def breach(self, shown: Path, rule: rules.Rule, breach: rules.Breach) -> None:
        """Report a breach, unless the form of the very place it speaks of is already at fault."""
        at = breach.at
        file, path = self.versions.place(shown, at) if isinstance(at, Passage) else (shown, at)
        for problem in self.problems[file]:
            short = problem.code == "KB014" and problem.path != path  # says nothing of the entries there are
            if path[: len(problem.path)] == problem.path and not short:
                return
        source = self.sources[file]
        span = source.span_of(path, breach.words) if breach.words else source.span(path, breach.on_key)
        fix = self.fix(source, path, breach.on_key, breach.fix)
        self.report(rule.code, breach.message, file, span, breach.help, rule.severity, fix)

    def translation(self, file: Path, original: Path, quietly: bool) -> None:
        """Read a translation and hold it against its original. ``quietly``, one without an original is passed over."""
        shown = self.project.shown(file)
        record = self.originals.get(original)
        if record is None and quietly:
            return
        source = self.source(file)
        if source.data is None:
            return
        if HEAD[0] not in source.data:
            wanted = f"{file.stem.replace('.', '-')}.yml"
            message = f"a translation has {quote(HEAD[0])} in its head, and {quote(file.name)} the name of one"
            help = f"add its head as `kb translate new` writes it, or rename what is none, such as {quote(wanted)}"
            self.report("KB018", message, shown, help=help)
            return
        head, problems = read(Translation, {name: source.data[name] for name in HEAD if name in source.data})
        for problem in problems:
            self.problem(source, problem)
        languages = [each.value for each in Language]
        if record is None and (self.project.root / original).exists():
            return  # what is wrong with the original is reported there
        if record is None:
            self.report("KB018", f"there is no original {quote(original)}", shown, help="correct the name of the file")
        elif problems:
            return
        elif file.stem != f"{head.translates}.{head.language.value}" or original.stem != head.translates:
            wanted = f"{head.translates}.{head.language.value}.yml"
            message, help = (
                f"by its head the file is {quote(wanted)}",
                "rename it, or correct `translates` or `language`",
            )
            self.report("KB018", message, shown, source.span(("translates",)), help)
        elif getattr(record, "language", Language.ENGLISH) is head.language:
            message = f"{quote(original)} is itself written in {quote(head.language.value)}"
            self.report("KB018", message, shown, source.span(("language",)), f"languages: {', '.join(languages)}")
        elif self.sources[original].data is not None:
            self.overlay(type(record), self.sources[original], source, head)

    def overlay(self, model: type[Any], original: Source, source: Source, head: Translation) -> None:
        data = original.data or {}
        laid = overlay(model, data, source.data or {})
        for gap in () if self.problems[original.file] else laid.gaps:  # first the original is to be mended
            code, severity = ("KB019", Severity.ERROR) if gap.stray else ("KB020", Severity.WARNING)
            span, fix = source.span(gap.path, gap.on_key), self.fix(source, gap.path, gap.on_key, gap.fix)
            self.report(code, gap.message, source.file, span, gap.help, severity, fix)
        now = digests(model, data)
        changed = [part for part in now if head.made_from.get(part) != now[part]]
        if changed:
            self.report(
                "KB021",
                f"the original has changed since, in {', '.join(quote(part) for part in changed)}",
                source.file,
                source.span(("made_from",), True),
                f"bring the texts up to date, then `kb translate done {head.translates} {head.language.value}`",
                Severity.WARNING,
            )
        if model is Case:
            laid.data["language"] = head.language.value
        record, problems = read(model, laid.data)
        for problem in problems:
            if problem.path in laid.places:
                self.problem(source, replace(problem, path=laid.places[problem.path]))
        self.versions.add(original.file, head.language, Translated(record, source.file, laid.places))

    def in_language(self, corpus: Corpus, language: Language) -> Corpus:
        """The casebook with the texts that were translated into ``language``."""
        texts = self.versions.records(language)

        def translated(found: Mapping[str, Record], folder: Path) -> dict[str, Record]:
            shown = self.project.shown(folder)
            return {stem: texts.get(shown / f"{stem}.yml", record) for stem, record in found.items()}

        return Corpus(
            cases=translated(corpus.cases, self.project.cases),
            tactics=translated(corpus.tactics, self.project.tactics),
            lessons=translated(corpus.lessons, self.project.lessons),
            paths=translated(corpus.paths, self.project.paths),
            vocabulary=texts.get(self.project.shown(self.project.vocabulary), corpus.vocabulary),
        )


def _original(translation: Path) -> Path:
    """`cases/x.fr.yml` -> `cases/x.yml`."""
    return translation.with_name(f"{translation.name.split('.')[0]}.yml")
