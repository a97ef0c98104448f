"""`kb translate status`, `kb translate new`, `kb translate done`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from kb.cli.screen import Failure, Line, Screen, echo_json
from kb.diagnostics import nearest

if TYPE_CHECKING:
    from kb.project import Project
    from kb.translating import Translatable

LANGUAGES = click.Choice(["fr", "en"])
STYLES = {"missing": "dim", "incomplete": "red", "stale": "yellow", "complete": "green"}


@click.group()
def translate() -> None:
    """See, begin and finish translations of cases, tactics, lessons, learning paths and the vocabulary.

    A translation `<id>.<language>.yml` lies beside its original and has its texts alone.
    """


@translate.command()
@click.option("--language", type=LANGUAGES, default="fr", show_default=True, help="Into which language.")
@click.option("--all", "everything", is_flag=True, help="List those that are complete too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def status(screen: Screen, language: str, everything: bool, form: str) -> int:
    """List what is missing, incomplete or stale (its original has changed since)."""
    from kb.loading import load
    from kb.translating import State, state, translatables

    project = screen.project
    loaded = load(project)
    found = [(each, state(project, loaded, each, language)) for each in translatables(project)]
    states = [(each, one) for each, one in found if one is not None]
    if form == "json":
        echo_json([{"kind": each.kind, "id": each.id, "language": language, "state": one} for each, one in states])
        return 0
    shown = [
        Line(((f"{one.value:<11}", STYLES[one.value]), (f" {each.kind:<11} {each.id}", "")))
        for each, one in states
        if everything or one is not State.COMPLETE
    ]
    screen.page(shown)
    counted = Counter(one for _, one in states)
    screen.say(f"{language}: " + ", ".join(f"{counted[one]} {one.value}" for one in State))
    return 0


@translate.command()
@click.argument("record_id", metavar="ID")
@click.argument("language", type=LANGUAGES)
@click.pass_obj
def new(screen: Screen, record_id: str, language: str) -> int:
    """Write the file of a translation to be filled in, each text of the original as a comment above its place.

    \b
    Example:
      kb translate new 2012-la-redoute-bather fr
    """
    from kb.files import write_if_changed
    from kb.translating import skeleton

    project = screen.project
    each, data = _original(project, record_id)
    if data.get("language", "en") == language:
        raise Failure(f"`{record_id}` is itself written in `{language}`")
    file = each.into(language)
    if file.exists():
        raise Failure(f"`{screen.shown(file)}` is there already; `kb translate status` says what it lacks")
    write_if_changed(file, skeleton(each, data, language))
    screen.say(f"wrote {screen.shown(file)}; fill it, then `kb validate {screen.shown(file)}`")
    return 0


@translate.command()
@click.argument("record_id", metavar="ID")
@click.argument("language", type=LANGUAGES)
@click.pass_obj
def done(screen: Screen, record_id: str, language: str) -> int:
    """Say that a translation has been brought up to date with its original.

    A translation that lacks texts is not marked.
    """
    from kb.files import write_if_changed
    from kb.loading import load
    from kb.translating import State, restamped, stamp, state

    project = screen.project
    each, data = _original(project, record_id)
    file = each.into(language)
    if not file.is_file():
        raise Failure(f"`{screen.shown(file)}` is missing: `kb translate new {record_id} {language}` writes it")
    loaded = load(project)
    if state(project, loaded, each, language) is State.INCOMPLETE:
        raise Failure(f"`{screen.shown(file)}` has problems: run `kb validate {screen.shown(file)}`")
    write_if_changed(file, restamped(loaded.sources[project.shown(file)].text, stamp(each, data)))
    screen.say(f"{screen.shown(file)} is up to date")
    return 0


def _original(project: Project, record_id: str) -> tuple[Translatable, dict[str, object]]:
    """The record of that id and its values. Raises Failure, with the nearest, where there is none to translate."""
    from kb.source import load
    from kb.translating import translatables

    known = {each.id: each for each in translatables(project)}
    if record_id not in known:
        close = nearest(record_id, list(known))
        hint = f"; did you mean `{close[0]}`?" if close else ""
        raise Failure(f"no case, tactic or lesson `{record_id}`{hint}")
    each = known[record_id]
    data = load(each.file, project.shown(each.file)).data
    if data is None:
        raise Failure(f"`{record_id}` cannot be read: run `kb validate {project.shown(each.file)}`")
    return each, data
