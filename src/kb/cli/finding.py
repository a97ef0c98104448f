"""`kb index`, `kb search`, `kb show`, `kb stats`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from kb.cli.screen import Failure, Screen
from kb.diagnostics import nearest
from kb.folding import fold

Command = TypeVar("Command", bound=Callable[..., Any])


@click.command()
@click.option("--full", is_flag=True, help="Build it anew even if nothing changed.")
@click.pass_obj
def index(screen: Screen, full: bool) -> int:
    """Bring the search index in step with the files.

    `kb search` does this by itself when files have changed.
    """
    from kb.search.library import Library

    with screen.err.status("indexing"):
        done = Library(screen.project).refresh(screen.say, full)
    for file in done.skipped:
        screen.say(f"not indexed: {file} (`kb validate {file}` says why)")
    gone = f", {done.gone} removed" if done.gone else ""
    screen.say(
        f"{done.read} case{'s' * (done.read != 1)} indexed{gone}" if done.read or gone else "the index is up to date"
    )
    return 1 if done.skipped else 0


def _filter_option(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(f"--{name}", multiple=True, help=text)


@click.command()
@click.argument("query", required=False, default="")
@_filter_option("tactic", "Only cases that use this tactic (an id or a name); repeat it to ask for several.")
@_filter_option(
    "effect", "Only where a move worked, was mixed, backfired, had none, or is unknown; with --tactic, that tactic's."
)
@_filter_option("crisis-type", "Only this crisis type (SCCT).")
@_filter_option("platform", "Only cases that burned on this platform.")
@_filter_option("sector", "Only this sector.")
@_filter_option("country", "Only this country (FR, France).")
@_filter_option("language", "Only cases written in this language.")
@click.option("--year", help="Only this year, or 2010..2014, 2010.., ..2014.")
@click.option("--level", help="Only cases that reached this level: 4, 3+, 2..3.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many results at most.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def search(
    screen: Screen, /, query: str, year: str | None, level: str | None, limit: int, form: str, **filters: Any
) -> int:
    """Find cases by words, by tactic, by how it went.

    French and English, with or without accents; a tactic is also found by its other names.

    \b
    Examples:
      kb search "nude photo apology"
      kb search "erreur de prix"
      kb search --tactic humour --effect worked
      kb search deleted comments --level 3+ --year 2010..2014
    """
    from kb.search.library import Library
    from kb.search.query import Query, parse_range

    asked = {name: values for name, values in filters.items() if values}
    ranges = {}
    for name, text in (("year", year), ("level", level)):
        if text is not None:
            try:
                ranges[name] = parse_range(text)
            except ValueError as error:
                raise Failure(f"--{name}: {error}; write 2012, 2010..2014, 2010.. or 3+") from None
    if not query.strip() and not asked and not ranges:
        raise Failure('nothing to look for: try `kb search "price error"` or `kb search --tactic apology`')
    library = Library(screen.project)

    def tell(line: str) -> None:
        screen.say(line, style="dim")

    names = library.names(tell)
    values = {name: tuple(_resolve(name, text, names[name]) for text in texts) for name, texts in asked.items()}
    results = library.search(Query(query, values, ranges, limit=limit), tell)
    if form == "json":
        hits = [{**hit.stored, "score": hit.score, "snippet": hit.snippet, "event": hit.event} for hit in results.hits]
        click.echo(json.dumps({"query": query, "total": results.total, "hits": hits}, ensure_ascii=False, indent=2))
    else:
        _print_hits(screen, results, names)
    return 0


def _resolve(facet: str, text: str, names: dict[str, list[str]]) -> str:
    """The value of a facet that ``text`` means: its id, or one of its names. Raises Failure with the nearest."""
    known: dict[str, str] = {}
    for value, words in names.items():
        for word in (*words, value):
            known.setdefault(fold(word), value)
    found = known.get(fold(text))
    if found is not None:
        return found
    close = list(dict.fromkeys(known[match] for match in nearest(fold(text), list(known), 6)))[:3]
    hint = f"; did you mean {' or '.join(f'`{each}`' for each in close)}?" if close else ""
    option = facet.replace("_", "-")
    listed = f" one of: {', '.join(sorted(names))}" if len(names) <= 30 and not close else ""
    raise Failure(f"`{text}` is not a known {option.replace('-', ' ')}{hint}{listed}")


def _print_hits(screen: Screen, results: Any, names: dict[str, dict[str, list[str]]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for hit in results.hits:
        stored = hit.stored
        head = Text.assemble((stored["title"], "bold"), f"  {stored['year']} · level {stored['level']}", "\n")
        head.append(stored["id"], "cyan")
        screen.out.print(head)
        body = Text(hit.snippet)
        tactics = ", ".join(names["tactic"][each][0].lower() for each in stored["tactics"])
        screen.out.print(Padding(Text.assemble(body, "\n", (f"tactics: {tactics}", "dim")), (0, 0, 1, 2)))
    if not results.hits:
        screen.say("no case found: try fewer words or filters, or `kb search --tactic apology`")
        return
    more = f"; --limit {min(results.total, 1000)} shows all" if results.total > len(results.hits) else ""
    screen.say(f"{len(results.hits)} of {results.total} case{'s' * (results.total != 1)}{more}")


def _case(screen: Screen, wanted: str) -> tuple[Any, Any]:
    from kb.project import load

    loaded = load(screen.project, check=False)
    broken = {each.file for each in loaded.diagnostics}
    if wanted not in loaded.corpus.cases:
        ids = list(loaded.corpus.cases)
        close = nearest(wanted, ids) or [each for each in ids if wanted.casefold() in each][:3]
        hint = f"; did you mean {' or '.join(f'`{each}`' for each in close)}?" if close else ""
        raise Failure(f"no case `{wanted}`{hint} `kb search` finds cases by words")
    case = loaded.corpus.cases[wanted]
    if loaded.files.get(case.id) in broken or not loaded.corpus.is_whole(case):
        raise Failure(f"`{wanted}` has problems: run `kb validate cases/{wanted}.yml`")
    return loaded.corpus, case


@click.command()
@click.argument("case_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def show(screen: Screen, case_id: str, form: str) -> int:
    """Read one case in the terminal.

    \b
    Example:
      kb show 2014-free-mobile-insult
    """
    from kb.cli.casefile import case_text
    from kb.model import plain_values

    corpus, case = _case(screen, case_id)
    if form == "json":
        click.echo(json.dumps(plain_values(case), ensure_ascii=False, indent=2))
    else:
        for piece in case_text(corpus, case):
            screen.out.print(piece)
    return 0


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def stats(screen: Screen, form: str) -> int:
    """Count what the casebook holds: by year, country, crisis type, level, sector, tactic."""
    from kb.cli.casefile import balance_text
    from kb.exports.balance import balance
    from kb.project import load

    counted = balance(load(screen.project, check=False).corpus)
    if form == "json":
        click.echo(json.dumps(counted, ensure_ascii=False, indent=2))
    else:
        for piece in balance_text(counted):
            screen.out.print(piece)
    return 0
