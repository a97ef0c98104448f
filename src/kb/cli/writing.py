"""`kb fmt`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.checking import files_at
from kb.cli.screen import Failure, Screen

if TYPE_CHECKING:
    from kb.project import Project
    from kb.source import Source


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change, and fail if any.")
@click.pass_obj
def fmt(screen: Screen, paths: tuple[Path, ...], check: bool) -> int:
    """Put every case, tactic and lesson, or only PATHS, into the canonical order and layout.

    What a file says stays as it is, and so does every comment. A file that is no sound YAML is left alone and its
    problems are shown.

    \b
    Exit code 0: done, or nothing to do; 1: --check found something, or a file could not be read; 2: could not run.

    \b
    Examples:
      kb fmt
      kb fmt --check cases/2010-nestle-palm-oil.yml
    """
    from kb.files import write_if_changed
    from kb.layout import MeaningChanged
    from kb.reporters import REPORTERS, Report
    from kb.source import load

    project = screen.project
    changed, broken = 0, 0
    files = _laid_out(project, paths)
    for file in files:
        source = load(file, project.shown(file))
        try:
            text = None if source.diagnostics else _canonical(project, file, source)
        except MeaningChanged:
            screen.say(f"{source.file}: left alone: its layout cannot be changed without changing what it says")
            text = None
        for piece in REPORTERS["full"](Report(0, source.diagnostics, {source.file: source})):
            screen.out.print(piece, soft_wrap=True)
        if text is None:
            broken += 1
        elif file.read_bytes() != text.encode():
            changed += 1
            screen.out.print(f"{'would format' if check else 'formatted'} {screen.shown(file)}", soft_wrap=True)
            if not check:
                write_if_changed(file, text)
    screen.say(_told(len(files), changed, broken, check))
    return 1 if broken or (check and changed) else 0


def _laid_out(project: Project, paths: tuple[Path, ...]) -> list[Path]:
    """The files to lay out. The vocabulary is a table, laid out by hand."""
    from kb.project import records, translations

    if not paths:
        folders = (project.cases, project.tactics, project.lessons)
        return [file.resolve() for folder in folders for file in sorted([*records(folder), *translations(folder)])]
    table = project.vocabulary.parent
    if any(path.resolve().parent == table and path.is_file() for path in paths):
        raise Failure("the vocabulary is a table and laid out by hand; give cases, tactics or lessons")
    return [file for file in files_at(paths) if file.parent != table]


def _canonical(project: Project, file: Path, source: Source) -> str:
    from kb.layout import canonical
    from kb.model import HEAD, Case, Lesson, Tactic, schema_file

    own = {project.cases: Case, project.tactics: Tactic, project.lessons: Lesson}
    model: type[Any] = own.get(file.parent, Case)
    translated = HEAD[0] in (source.data or {})
    named = file.parent in own and project.schemas.is_dir()
    schema = os.path.relpath(project.schemas / schema_file(model, translated), file.parent) if named else ""
    return canonical(source, model, schema)


def _told(files: int, changed: int, broken: int, check: bool) -> str:
    def counted(count: int) -> str:
        return f"{count} file{'s' * (count != 1)}"

    same = files - changed - broken
    parts = [f"{counted(changed)} {'would be formatted' if check else 'formatted'}"] if changed else []
    parts += [f"{counted(broken)} left alone"] if broken else []
    parts += [f"{counted(same)} in the canonical layout{' already' * (not check)}"] if same or not parts else []
    return ", ".join(parts)
