"""`kb sources`: list, check, archive."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from kb.cli.screen import Failure, Screen, echo_json

if TYPE_CHECKING:
    from kb.links.archive import Archive
    from kb.links.checking import Memory, Verdict
    from kb.loading import Loaded
    from kb.model import Case, Source


@click.group()
def sources() -> None:
    """List the sources of cases, check whether they are still there, have them archived.

    \b
    Examples:
      kb sources list 2018-kfc-chicken
      kb sources check
      kb sources archive 2018-kfc-chicken
    """


def _chosen(screen: Screen, cases: tuple[str, ...]) -> tuple[Loaded, list[tuple[Case, Source]]]:
    """The casebook, and the sources of the cases named (of all). Raises Failure for a case that is none."""
    from kb.cli.finding import sound_case, sound_corpus
    from kb.links.checking import sources as listed
    from kb.loading import load

    loaded = load(screen.project, check=False)
    for case in cases:
        sound_case(loaded, case)
    return loaded, listed(sound_corpus(screen, loaded), cases)


def _memory(screen: Screen) -> Memory:
    from kb.links.checking import Memory

    return Memory(screen.project.build / "cache" / "sources.json")


def _as_json(loaded: Loaded, case: Case, source: Source, verdict: Verdict | None) -> dict[str, Any]:
    return {
        "case": case.id,
        "file": str(loaded.files[case.id]),
        "source": source.id,
        "url": source.url,
        "archived": source.archived,
        "state": verdict.state.value if verdict else None,
        "reason": verdict.reason if verdict else None,
        "now": verdict.now if verdict else None,
        "checked": verdict.checked if verdict else None,
    }


@sources.command("list")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def list_sources(screen: Screen, cases: tuple[str, ...], form: str) -> int:
    """List sources with their archived copies and what the last check found. Nothing is asked of the network."""
    from kb.folding import plain

    loaded, chosen = _chosen(screen, cases)
    known = _memory(screen).verdicts
    if form == "json":
        echo_json([_as_json(loaded, case, source, known.get(source.url)) for case, source in chosen])
        return 0
    for case, source in chosen:
        verdict = known.get(source.url)
        state = f"{verdict.state.value} on {verdict.checked[:10]}" if verdict else "not checked"
        copy = "archived" if source.archived else "no copy"
        click.echo(f"{case.id} {source.id}: {state}, {copy}  {plain(source.url)}")
    archived = sum(source.archived is not None for _, source in chosen)
    screen.say(f"{len(chosen)} source{'s' * (len(chosen) != 1)}, {archived} with an archived copy")
    return 0


@sources.command()
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option(
    "--max-age",
    type=click.IntRange(0),
    default=7,
    show_default=True,
    metavar="DAYS",
    help="Answers that are not older are taken from the last check; 0 asks for all.",
)
@click.option("--propose", is_flag=True, help="For sources that are gone, ask the web archive for a copy.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How results are written; markdown holds what is gone alone.",
)
@click.pass_obj
def check(screen: Screen, cases: tuple[str, ...], max_age: int, propose: bool, form: str) -> int:
    """Ask every source, or those of CASE, whether it is still there.

    One request at a time goes to a host, answers are remembered in `build/cache`. Gone are pages that are not found,
    hosts that do not exist and redirects that lead nowhere; a host that turns programs away says nothing of its page.

    \b
    Exit code 0: none is gone; 1: some are; 2: the network cannot be reached.
    """
    from kb.links.checking import State
    from kb.links.checking import check as ask

    loaded, chosen = _chosen(screen, cases)
    with screen.err.status("asking") as status:
        verdicts = _online(
            lambda: ask(
                [source.url for _, source in chosen],
                _fetcher(),
                _memory(screen),
                timedelta(days=max_age),
                lambda done, total: status.update(f"asking: {done} of {total}"),
                pause=_PAUSE,
            )
        )
    rows = [_as_json(loaded, case, source, verdicts[source.url]) for case, source in chosen]
    gone = [row for row in rows if row["state"] == State.GONE.value]
    if propose:
        _propose([(row, source) for row, (_, source) in zip(rows, chosen, strict=True) if row in gone])
    if form == "json":
        echo_json(rows)
    else:
        for line in _markdown(gone, len(rows)) if form == "markdown" else _lines(rows):
            click.echo(line)
    counts = ", ".join(f"{sum(row['state'] == state.value for row in rows)} {state.value}" for state in State)
    screen.say(f"{len(rows)} source{'s' * (len(rows) != 1)}: {counts}")
    return 1 if gone else 0


_PAUSE = 1.0


def _fetcher() -> Any:
    from kb.links.fetching import Fetcher

    return Fetcher()


def _archive() -> Archive:
    from kb.links.archive import Archive
    from kb.links.fetching import Fetcher, Limits

    return Archive(Fetcher(Limits(silence=60, seconds=180)))


def _online(ask: Any) -> Any:
    from kb.links.checking import OfflineError

    try:
        return ask()
    except OfflineError:
        raise Failure("the network cannot be reached; what was known stays in build/cache/sources.json") from None


def _propose(gone: list[tuple[dict[str, Any], Source]]) -> None:
    """Put the address of a copy beside each source that is gone and has none."""
    from kb.links.archive import ArchiveError

    archive = _archive()
    for row, source in gone:
        if source.archived is None:
            try:
                row["proposed"] = archive.closest(source.url, source.accessed)
            except ArchiveError as error:
                row["proposed"], row["proposal"] = None, str(error)


def _lines(rows: list[dict[str, Any]]) -> list[str]:
    from kb.folding import plain
    from kb.links.checking import State

    lines = []
    for row in rows:
        if row["state"] != State.THERE.value:
            copy = row["archived"] or row.get("proposed")
            note = f"; copy: {copy}" if copy else ""
            lines.append(plain(f"{row['case']} {row['source']}: {row['state']} ({row['reason']}) {row['url']}{note}"))
    return lines


def _markdown(gone: list[dict[str, Any]], total: int) -> list[str]:
    """A report for an issue: addresses stand in code, so that they neither link nor call anybody."""
    if not gone:
        return []
    lines = [f"{len(gone)} of {total} sources are gone.", ""]
    for row in gone:
        copy = row["archived"] or row.get("proposed")
        known = "archived copy" if row["archived"] else "proposed for `archived`"
        note = f"{known}: {_code(copy)}" if copy else row.get("proposal", "no archived copy known")
        lines.append(
            f"- {_code(row['file'])}, source {_code(row['source'])}: {_code(row['url'])}, {row['reason']}; {note}"
        )
    return [*lines, "", "`kb sources archive CASE` writes the address of a copy into the file."]


def _code(text: str) -> str:
    return f"`{text.replace('`', '%60')}`"


@sources.command()
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--save/--no-save", default=True, show_default=True, help="Ask for a new copy where there is none.")
@click.option("--dry-run", is_flag=True, help="Show the copies and write nothing; none is asked for.")
@click.pass_obj
def archive(screen: Screen, cases: tuple[str, ...], save: bool, dry_run: bool) -> int:
    """Find archived copies of sources, or of those of CASE, and write their addresses into the files.

    Asks web.archive.org for the copy nearest to the day on which the source was read, and for a new one where there is
    none. `archived` is written under the source; nothing else in the file is touched.

    \b
    Exit code 0: each source has a copy; 1: some have none; 2: the archive cannot be reached.
    """
    from kb.links.archive import ArchiveError
    from kb.links.recording import NotRecordedError, record

    loaded, chosen = _chosen(screen, cases)
    wanted = [(case, source) for case, source in chosen if source.archived is None]
    known, missing = _archive(), 0
    for case, source in wanted:
        name = f"{case.id} {source.id}"
        try:
            copy = known.closest(source.url, source.accessed)
            if copy is None and save and not dry_run:
                screen.say(f"{name}: no copy yet, asking for one")
                copy = known.save(source.url)
            if copy is not None and not dry_run:
                record(screen.project.root / loaded.files[case.id], source.id, copy)
        except ArchiveError as error:
            if error.offline:
                raise Failure(f"{error}; nothing was lost, run it again later") from None
            copy = None
            screen.say(f"{name}: {error}")
        except NotRecordedError as error:
            copy = None
            screen.say(f"{name}: {error}")
        missing += copy is None
        click.echo(f"{name}: {copy or 'no copy'}")
    found = "would be written" if dry_run else "written"
    screen.say(f"{len(chosen)} sources: {len(wanted) - missing} copies {found}, {missing} without one")
    return 1 if missing else 0
