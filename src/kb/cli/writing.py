"""`kb fmt`, `kb new`."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.checking import files_at
from kb.cli.screen import Failure, Screen

if TYPE_CHECKING:
    from kb.corpus import Corpus
    from kb.draft import Draft
    from kb.project import Project
    from kb.source import Source

NO_NAME = "--id missing: no name can be made of letters that have no Latin form"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change, and fail if any.")
@click.pass_obj
def fmt(screen: Screen, paths: tuple[Path, ...], check: bool) -> int:
    """Put every case, tactic, lesson and learning path, or only PATHS, into the canonical order and layout.

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
            if not check:
                if file.read_bytes().decode("utf-8-sig") != source.text:
                    raise Failure(f"`{screen.shown(file)}` has changed meanwhile and is left as it is: run it again")
                write_if_changed(file.resolve(), text)
            screen.out.print(f"{'would format' if check else 'formatted'} {screen.shown(file)}", soft_wrap=True)
    screen.say(_told(len(files), changed, broken, check))
    return 1 if broken or (check and changed) else 0


def _laid_out(project: Project, paths: tuple[Path, ...]) -> list[Path]:
    """The files to lay out. The vocabulary is a table, laid out by hand."""
    from kb.project import records, translations

    if not paths:
        folders = (project.cases, project.tactics, project.lessons, project.paths)
        return [file for folder in folders for file in sorted([*records(folder), *translations(folder)])]
    table = project.vocabulary.parent
    if any(path.parent.resolve() == table and path.is_file() for path in paths):
        raise Failure("the vocabulary is a table and laid out by hand; give cases, tactics or lessons")
    return [file for file in files_at(paths) if file.parent != table]


def _canonical(project: Project, file: Path, source: Source) -> str:
    from kb.layout import canonical
    from kb.model import HEAD, Case, Lesson, Tactic
    from kb.model import Path as LearningPath

    own = {project.cases: Case, project.tactics: Tactic, project.lessons: Lesson, project.paths: LearningPath}
    model: type[Any] = own.get(file.parent, Case)
    translated = HEAD[0] in (source.data or {})
    schema = _schema(project, file, model, translated) if file.parent in own else ""
    return canonical(source, model, schema)


def _told(files: int, changed: int, broken: int, check: bool) -> str:
    def counted(count: int) -> str:
        return f"{count} file{'s' * (count != 1)}"

    same = files - changed - broken
    parts = [f"{counted(changed)} {'would be formatted' if check else 'formatted'}"] if changed else []
    parts += [f"{counted(broken)} left alone"] if broken else []
    parts += [f"{counted(same)} in the canonical layout{' already' * (not check)}"] if same or not parts else []
    return ", ".join(parts)


@click.command()
@click.argument("kind", type=click.Choice(["case", "tactic", "lesson"]), default="case")
@click.option("--organisation", metavar="NAME", help="Whose reputation is at stake.")
@click.option("--sector", metavar="WORD", help="What it does: a sector of the vocabulary, by id or name.")
@click.option("--began", metavar="DATE", help="When it began, as precisely as a source tells: 2012, 2012-01-04 …")
@click.option("--type", "crisis_type", metavar="WORD", help="The crisis type (SCCT), by id or name.")
@click.option(
    "--title",
    metavar="TEXT",
    help="What happened, as one would tell a colleague; a tactic's English name; a lesson as an imperative.",
)
@click.option("--summary", metavar="TEXT", help="The story in two sentences.")
@click.option(
    "--id",
    "case_id",
    metavar="ID",
    help="Its permanent name; a case's is `year-slug`.  [default: made from the others]",
)
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Of its text.")
@click.option("--yes", is_flag=True, help="Do not ask whether it is one of the cases like it.")
@click.pass_obj
def new(screen: Screen, /, kind: str, case_id: str | None, language: str, yes: bool, **given: str | None) -> int:
    """Start a case: asks for what is not given, shows the cases that it may already be, writes `cases/ID.yml`.

    With `tactic` or `lesson`, starts one of these from its --title in English, in `taxonomy/`. The file holds every
    field with what it is for; the required ones are to be filled. A file that exists is never written over.

    \b
    Examples:
      kb new
      kb new lesson --title "Pick up the phone"
      kb new --organisation "La Redoute" --sector retail --began 2012-01-04 --type "human error" \\
             --title "The naked bather" --summary "A naked man stood in a picture. The shop apologised." --yes
    """
    from kb.draft import Draft
    from kb.loading import load
    from kb.model import Case
    from kb.skeleton import skeleton

    project = screen.project
    loaded = load(project, check=False)
    corpus, sound = loaded.corpus, loaded.sound()
    given["type"] = given.pop("crisis_type")
    if kind != "case":
        title = given.pop("title")
        if others := [f"--{name}" for name, value in given.items() if value] + ["--language"] * (language != "en"):
            raise Failure(f"a {kind} has no {', '.join(others)}: it starts from --title, in English")
        return _term(screen, corpus, kind, title, case_id)
    draft = Draft(**_things(screen, corpus, given))
    if _is_known(screen, sound, draft, ask=not yes and _terminal()):
        return 0
    case_id = _free_id(corpus, draft, case_id)
    file = project.cases / f"{case_id}.yml"
    schema = _schema(project, file, Case)
    return _started(screen, file, skeleton(draft, case_id, language, corpus.known, date.today(), schema))


def _term(screen: Screen, corpus: Corpus, kind: str, title: str | None, wanted: str | None) -> int:
    """Starts a tactic from its name or a lesson from its title, unless there is one so called."""
    from kb.draft import NotAccepted, accepted, id_problem, slug
    from kb.folding import fold
    from kb.model import Lesson, Record, Tactic
    from kb.skeleton import blank

    project = screen.project
    if kind == "tactic":
        model: type[Record] = Tactic
        folder, called = project.tactics, {name: min(ids) for name, ids in corpus.names_of_tactics.items()}
    else:
        model = Lesson
        folder, called = project.lessons, {fold(each.title): lesson for lesson, each in corpus.lessons.items()}
    if title is None and not _terminal():
        raise Failure("--title missing, and no terminal to ask on; `kb new --help` says what it is")
    try:
        title = accepted(corpus, "title", title if title is not None else click.prompt("title", err=True))
    except NotAccepted as error:
        raise Failure(f"--title: {error}") from None
    if other := called.get(fold(title)):
        raise Failure(f"`{title}` is {kind} `{other}` already: work on {screen.shown(folder / f'{other}.yml')}")
    term_id = wanted or slug(title)[:80].strip("-")
    if not term_id:
        raise Failure(NO_NAME)
    if problem := id_problem(term_id, corpus.known[f"{kind}s"], model, project.shown(folder).as_posix()):
        raise Failure(f"--id: {problem}")
    file = folder / f"{term_id}.yml"
    given = {"id": term_id, **({"name": {"en": title}} if kind == "tactic" else {"title": title})}
    text = blank(model, given, project.shown(file).as_posix(), corpus.known, _schema(project, file, model))
    return _started(screen, file, text)


def _schema(project: Project, file: Path, model: type[Any], translated: bool = False) -> str:
    """The path by which a file names its schema; "" where the casebook has none."""
    from kb.model import schema_file

    if not project.schemas.is_dir():
        return ""
    return os.path.relpath(project.schemas / schema_file(model, translated), file.parent)


def _started(screen: Screen, file: Path, text: str) -> int:
    """Writes a file to be filled, and says what to do with it."""
    from kb.files import write_new
    from kb.loading import load

    project = screen.project
    try:
        write_new(file, text)
    except FileExistsError:
        raise Failure(f"`{screen.shown(file)}` exists and is left as it is; give another name with --id") from None
    empty = sum(each.file == project.shown(file) for each in load(project).diagnostics)
    screen.out.print(screen.shown(file), soft_wrap=True)
    screen.say(f"fill it in an editor ({empty} places to go), then run `kb validate {screen.shown(file)}`")
    return 0


def _terminal() -> bool:
    return sys.stdin.isatty()


def _things(screen: Screen, corpus: Corpus, given: dict[str, str | None]) -> dict[str, str]:
    """The six things: those given, and those asked for where there is somebody to ask."""
    from kb.draft import THINGS, NotAccepted, accepted, described, words_of

    missing = [f"--{thing}" for thing in THINGS if given[thing] is None]
    if missing and not _terminal():
        raise Failure(f"{', '.join(missing)} missing, and no terminal to ask on; `kb new --help` says what each is")
    things = {}
    for thing in THINGS:
        text = given[thing]
        if text is not None:
            try:
                things[thing] = accepted(corpus, thing, text)
            except NotAccepted as error:
                raise Failure(f"--{thing}: {error}") from None
            continue
        screen.say("")
        screen.say(f"{described(thing)}.")
        if words := words_of(corpus, thing):
            screen.say(", ".join(words), style="dim")

        def checked(answer: str, thing: str = thing) -> str:
            try:
                return accepted(corpus, thing, answer)
            except NotAccepted as error:
                raise click.UsageError(str(error)) from None

        things[thing] = click.prompt(thing, value_proc=checked, err=True)
    return things


def _is_known(screen: Screen, corpus: Corpus, draft: Draft, ask: bool) -> bool:
    """Whether the draft is one of the cases like it, which are shown."""
    from kb.draft import kin
    from kb.search.library import Library
    from kb.search.query import Query, parse

    words = f"{draft.organisation} {draft.title} {draft.summary}".replace("-", " ").replace('"', " ")
    hits = Library(screen.project).search(Query(parse(words, set()).terms, limit=20), lambda _: None).hits
    found = kin(draft, corpus, (hit.stored["id"] for hit in hits))
    if not found:
        nearest = f"; the nearest by its words is {hits[0].stored['id']}" if hits else ""
        screen.say(f"\nno case looks like this one{nearest}")
        return False
    screen.say("\ncases that it may be:")
    for each in found:
        screen.say(f"  {each.case.id}  {each.case.title} ({', '.join(each.why)})")
    if not ask or not click.confirm("is it one of these?", default=False, err=True):
        return False
    screen.say(
        f"nothing is written; work on that file, such as {screen.shown(screen.project.cases)}/{found[0].case.id}.yml"
    )
    return True


def _free_id(corpus: Corpus, draft: Draft, wanted: str | None) -> str:
    """The id given, or the one suggested, changed at will where there is somebody to ask."""
    from kb.draft import id_problem, suggested_id

    taken = {*corpus.cases, *(case.id for case in corpus.cases.values())}

    def checked(answer: str) -> str:
        if problem := id_problem(answer, taken):
            raise click.UsageError(problem)
        return answer

    suggested = suggested_id(draft, taken)
    if wanted is None and _terminal():
        return str(click.prompt("id", default=suggested or None, value_proc=checked, err=True))
    wanted = wanted or suggested
    if not wanted:
        raise Failure(NO_NAME)
    if problem := id_problem(wanted, taken):
        raise Failure(f"--id: {problem}")
    return wanted
