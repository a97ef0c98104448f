"""`kb validate`, `kb explain`, `kb schema`."""

from __future__ import annotations

import contextlib
import textwrap
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.screen import Failure, Screen
from kb.diagnostics import Diagnostic, Severity, nearest

if TYPE_CHECKING:
    from kb.loading import Loaded


class _Formats(click.Choice[str]):
    """The names of the reporters, looked up when they are needed."""

    def __init__(self) -> None:
        super().__init__(["full", "concise", "json", "github"])


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=_Formats(), default="full", show_default=True, help="How problems are written.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--fix", is_flag=True, help="Carry out the fixes first: those of problems that exactly one change mends.")
@click.option("--watch", is_flag=True, help="Check again each time a file is saved, until Ctrl-C.")
@click.option("--notes", is_flag=True, help="Show notes as well (json always holds them).")
@click.pass_obj
def validate(screen: Screen, /, watch: bool, **options: Any) -> int:
    """Check every case, tactic and lesson, or only PATHS.

    PATHS are files or folders; a case or a translation of one from elsewhere is checked as if it stood in `cases/`.

    \b
    Exit code 0: nothing wrong; 1: problems; 2: could not run.

    \b
    Examples:
      kb validate
      kb validate cases/2010-nestle-palm-oil.yml --format concise
      kb validate --fix
      kb validate --watch cases/2010-nestle-palm-oil.yml
    """
    if watch:
        return _watch(screen, options)
    return _validate(screen, **options)


def _watch(screen: Screen, options: dict[str, Any]) -> int:
    """Checks at each save. A file that is missing for a moment, as editors have it, is waited for."""
    from kb.watching import changes

    project = screen.project
    folders = {project.cases, project.tactics, project.lessons, project.paths, project.vocabulary.parent}
    folders |= {path if path.is_dir() else path.parent for path in map(Path.resolve, options["paths"])}
    with contextlib.suppress(KeyboardInterrupt), changes(_outermost(folders)) as saves:
        _validate(screen, **options)
        screen.say("watching; Ctrl-C stops it", style="dim")
        for files in saves:
            names = ", ".join(sorted(str(project.shown(file)) for file in files))
            screen.say(f"\n{datetime.now():%H:%M:%S}  {names}", style="dim")
            try:
                _validate(screen, **options)
            except Failure as failure:
                screen.say(f"{failure}; waiting for it")
    return 0


def _outermost(folders: set[Path]) -> list[Path]:
    """The folders that exist, without those inside another."""
    there = [folder for folder in folders if folder.is_dir()]
    return [folder for folder in there if not any(other in folder.parents for other in there)]


def _validate(screen: Screen, paths: tuple[Path, ...], form: str, strict: bool, fix: bool, notes: bool) -> int:
    from kb.reporters import REPORTERS, Report

    wanted = files_at(paths)
    shown = {screen.project.shown(file) for file in wanted}
    loaded, found = _checked(screen, wanted)
    if fix:
        loaded, found = _fixed(screen, wanted, loaded, found)
    visible = [each for each in found if each.severity is not Severity.NOTE] if form != "json" and not notes else found
    report = Report(len(loaded.corpus.cases), visible, loaded.sources)
    for piece in REPORTERS[form](report):
        screen.out.print(piece, soft_wrap=True)
    if form != "json":
        checked = f"{len(shown)} file{'s' * (len(shown) != 1)}" if shown else _counts(loaded.corpus)
        screen.say(f"{checked}: {_summary(found, notes)}")
    fatal = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return 1 if any(each.severity in fatal for each in found) else 0


def _checked(screen: Screen, wanted: list[Path]) -> tuple[Loaded, list[Diagnostic]]:
    """The casebook, and what is wrong with the wanted files; with all where none are named."""
    from kb.loading import load

    project = screen.project
    own = {project.cases, project.tactics, project.lessons, project.paths, project.vocabulary.parent}
    loaded = load(project, [file for file in wanted if file.parent not in own])
    shown = {project.shown(file) for file in wanted}
    return loaded, [each for each in loaded.diagnostics if not shown or each.file in shown]


# A fix may lay open another problem that has one too.
_MOST_ROUNDS = 5


def _fixed(
    screen: Screen, wanted: list[Path], loaded: Loaded, found: list[Diagnostic]
) -> tuple[Loaded, list[Diagnostic]]:
    """Carries out the fixes of what was found, says each, and looks again."""
    from kb.fixes import mend
    from kb.folding import plain

    for _ in range(_MOST_ROUNDS):
        done = list(mend(screen.project.root, found, loaded.sources))
        if not done:
            break
        for each in done:
            span = each.fix.span
            place = f"{each.diagnostic.file}:{span.line}:{span.column}" if span else str(each.diagnostic.file)
            change = f"`{each.before}` is {f'now `{new}`' if (new := each.fix.replacement).strip() else 'gone'}"
            screen.say(plain(f"fixed {place}: {change} ({each.diagnostic.code})"))
        renamed = {each.diagnostic.file: each.fix.replacement for each in done if not each.fix.span}
        wanted = [file.with_name(renamed.get(screen.project.shown(file), file.name)) for file in wanted]
        loaded, found = _checked(screen, wanted)
    return loaded, found


def files_at(paths: tuple[Path, ...]) -> list[Path]:
    """The files named, and the `.yml` files of the folders named."""
    from kb.project import is_record

    files: list[Path] = []
    for path in paths:
        if not path.exists() and not path.is_symlink():
            siblings = [each.name for each in path.parent.glob("*.yml")] if path.parent.is_dir() else []
            close = nearest(path.name, siblings)
            hint = f"; did you mean `{path.parent / close[0]}`?" if close else ""
            raise Failure(f"`{path}` does not exist{hint}")
        is_folder = path.is_dir()
        path = path.resolve() if is_folder else path.parent.resolve() / path.name
        found = (file for file in path.rglob("*.yml") if is_record(file.name))
        inside = sorted(found) if is_folder and path.suffix != ".yml" else [path]
        if not inside:
            raise Failure(f"`{path}` holds no `.yml` file")
        files += inside
    return files


def _counts(corpus: object) -> str:
    parts = [(len(getattr(corpus, name)), name) for name in ("cases", "tactics", "lessons", "paths")]
    return ", ".join(f"{count} {name if count != 1 else name[:-1]}" for count, name in parts)


def _summary(found: list[Diagnostic], notes: bool) -> str:
    counts = {each: sum(d.severity is each for d in found) for each in Severity}
    wrong = [
        f"{counts[each]} {each.value}{'s' * (counts[each] != 1)}"
        for each in (Severity.ERROR, Severity.WARNING)
        if counts[each]
    ]
    text = ", ".join(wrong) or "no problems"
    if counts[Severity.NOTE]:
        hidden = "" if notes else "; --notes shows them"
        text += f" ({counts[Severity.NOTE]} note{'s' * (counts[Severity.NOTE] != 1)}{hidden})"
    return text


@click.command()
@click.argument("code", required=False)
@click.pass_obj
def explain(screen: Screen, code: str | None) -> int:
    """Say what a diagnostic CODE wants, why, and how it looks wrong and right; without one, list them all.

    \b
    Example:
      kb explain KB104
    """
    from kb.codes import all_codes

    codes = all_codes()
    if code is not None and code.upper() not in codes:
        close = nearest(code.upper(), list(codes))
        hint = f"did you mean {', '.join(f'`{each}`' for each in close)}? " if close else ""
        raise Failure(f"no code `{code}`; {hint}`kb explain` lists them all")
    if code is None:
        for each in codes.values():
            screen.out.print(f"{each.code} ({each.severity.value})  {each.says.rule}", soft_wrap=True)
        return 0
    chosen = codes[code.upper()]
    says = chosen.says
    screen.out.print(f"{chosen.code} ({chosen.severity.value})", style="bold")
    screen.out.print(f"\n{says.rule}\n\n{says.why}")
    for name, example, style in (("wrong", says.wrong, "red"), ("right", says.right, "green")):
        screen.out.print(f"\n{name}:\n", style=style)
        screen.out.print(textwrap.indent(example, "    "), soft_wrap=True)
    return 0


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is out of date.")
@click.pass_obj
def schema(screen: Screen, check: bool) -> int:
    """Write the JSON Schemas that give editors completion and hover.

    They are made from the model and from the ids that exist, into `schema/`.
    """
    from kb.exports.schemas import schemas
    from kb.files import write_if_changed
    from kb.loading import load

    project = screen.project
    stale = 0
    for name, text in schemas(load(project, check=False).sound()):
        file = project.schemas / name
        if file.is_file() and file.read_text("utf-8") == text:
            continue
        stale += 1
        if check:
            screen.say(f"{screen.shown(file)} is out of date: run `kb schema`")
        else:
            write_if_changed(file, text)
            screen.say(f"wrote {screen.shown(file)}")
    return 1 if check and stale else 0
