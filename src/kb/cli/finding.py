"""`kb index`, `kb search`, `kb show`, `kb stats`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kb.cli.screen import Failure, Screen, echo_json
from kb.folding import fold, plain
from kb.garbage import uncollected

if TYPE_CHECKING:
    from kb.corpus import Corpus
    from kb.loading import Loaded
    from kb.model import Case
    from kb.search.query import Query

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
@click.argument("words", nargs=-1, metavar="[QUERY]")
@_filter_option("tactic", "Only cases that use this tactic (an id or a name); repeat it to ask for several.")
@click.option(
    "--match",
    type=click.Choice(["all", "any"]),
    default="all",
    show_default=True,
    help="Of several tactics: all or any.",
)
@_filter_option(
    "effect", "Only where a move worked, was mixed, backfired, had none, or is unknown; with --tactic, that tactic's."
)
@_filter_option("crisis-type", "Only this crisis type (SCCT).")
@_filter_option("platform", "Only cases that burned on this platform.")
@_filter_option("sector", "Only this sector.")
@_filter_option("country", "Only this country (FR, France).")
@_filter_option("language", "Only cases written in this language.")
@_filter_option("status", "Only files in this state (draft, reviewed …).")
@click.option("--year", help="Only this year, or 2010..2014, 2010.., ..2014.")
@click.option("--level", help="Only cases that reached this level: 4, 3+, 2..3.")
@click.option("--first-response", help='Only cases first answered within a time: "<2h", "<=30min", ">1d".')
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "level", "first-response"]),
    default="relevance",
    show_default=True,
    help="Order of the results.",
)
@click.option("--limit", type=click.IntRange(1, 10000), default=10, show_default=True, help="How many results at most.")
@click.option("--moves", is_flag=True, help="Find moves (a tactic at a moment) instead of cases.")
@click.option("--facets", is_flag=True, help="Show how many results have each value.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.pass_obj
def search(screen: Screen, /, words: tuple[str, ...], form: str, facets: bool, **options: Any) -> int:
    """Find cases by words, by tactic, by how it went.

    French and English, with or without accents; a tactic is also found by its other names. In QUERY, "several words" in
    quotation marks stand together, -word leaves out, word* takes any ending, tactic:apology filters.

    \b
    Examples:
      kb search "nude photo apology"
      kb search erreur de prix
      kb search --tactic humour --effect worked
      kb search 'deleted comments tactic:apology -facebook' --level 3+ --year 2010..2014
      kb search --moves --tactic silence --facets
    """
    from kb.search.library import Library

    query = " ".join(words)
    library = Library(screen.project)

    def tell(line: str) -> None:
        screen.say(line, style="dim")

    names = cache(lambda: library.names(tell))
    asked, ignored = _asked(query, options | {"facets": facets}, names)
    for word in ignored:
        screen.say(f"ignored: {word}", style="dim")
    with uncollected():  # the process is over before it pays
        results = library.search(asked, tell)
    for word, near in results.corrections.items():
        screen.say(f"no case has “{word}”; looked for words like “{near}”", style="dim")
    if form == "text":
        _print_hits(screen, results, names(), options["moves"], facets)
    elif form == "json":
        echo_json(_as_json(query, results, facets))
    else:
        _print_csv(results)
    return 0


_VALUES = ("tactic", "effect", "crisis_type", "platform", "sector", "country", "language", "status")


def _asked(
    text: str, options: dict[str, Any], known: Callable[[], dict[str, dict[str, list[str]]]]
) -> tuple[Query, tuple[str, ...]]:
    """The query that words and options ask for, and what of them is passed over. Raises Failure for values that do not
    exist."""
    from kb.search.query import Query, parse, parse_duration, parse_range

    parsed = parse(text, {*_VALUES, "year", "level", "first_response"})
    values = {name: list(options[name]) for name in _VALUES}
    readers: dict[str, Callable[[str], Any]] = {
        "year": parse_range,
        "level": parse_range,
        "first_response": parse_duration,
    }
    ranges = {name: options[name] for name in readers}
    for name, value in parsed.fields:
        if name in values:
            values[name].append(value)
        else:
            ranges[name] = value
    if not parsed.terms and not any(values.values()) and not any(ranges.values()):
        raise Failure('nothing to look for: try `kb search "price error"` or `kb search --tactic apology`')
    read = {}
    for name, value in ranges.items():
        if value is not None:
            try:
                read[name] = readers[name](value)
            except ValueError as error:
                example = '"<2h" or "<=30min"' if name == "first_response" else "2012, 2010..2014, 2010.. or 3+"
                raise Failure(f"--{name.replace('_', '-')}: {error}; write {example}") from None
    resolved = {
        name: tuple(dict.fromkeys(_resolve(name, each, known()[name]) for each in given))
        for name, given in values.items()
        if given
    }
    query = Query(
        terms=parsed.terms,
        values=resolved,
        ranges=read,
        all_tactics=options["match"] == "all",
        kind="move" if options["moves"] else "case",
        sort=options["sort"].replace("-", "_"),
        limit=options["limit"],
        facets=options["facets"],
    )
    return query, parsed.ignored


def _as_json(query: str, results: Any, facets: bool) -> dict[str, Any]:
    hits = [
        {**hit.stored, "score": hit.score, "snippet": hit.snippet, "marks": hit.marks, "event": hit.event}
        for hit in results.hits
    ]
    found = {"query": query, "total": results.total, "hits": hits}
    return {**found, "facets": results.facets} if facets else found


def _print_csv(results: Any) -> None:
    import csv

    columns = list(results.hits[0].stored) if results.hits else ["id", "title", "year"]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*columns, "snippet"])
    for hit in results.hits:
        cells = [" ".join(map(str, value)) if isinstance(value, list) else value for value in hit.stored.values()]
        writer.writerow([_not_a_formula(cell) for cell in (*cells, hit.snippet)])


def _not_a_formula(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _resolve(facet: str, text: str, names: dict[str, list[str]]) -> str:
    """The value of a facet that ``text`` means: its id, or one of its names. Raises Failure with the nearest."""
    from kb.diagnostics import nearest

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


def _print_hits(
    screen: Screen, results: Any, names: dict[str, dict[str, list[str]]], moves: bool, facets: bool
) -> None:
    from kb.cli.hits import facet_text, hit_text

    what = "move" if moves else "case"
    if not results.hits:
        screen.say(f"no {what} found: try fewer words or filters, or `kb search --tactic apology`")
        return
    pieces = [piece for hit in results.hits for piece in hit_text(hit, names)]
    screen.page([*pieces, *(facet_text(results.facets, names) if facets else ())])
    more = f"; --limit {min(results.total, 10000)} shows all" if results.total > len(results.hits) else ""
    screen.say(f"{len(results.hits)} of {results.total} {what}{'s' * (results.total != 1)}{more}")


def sound_corpus(screen: Screen, loaded: Loaded) -> Corpus:
    """The casebook without the cases that have problems, which are named."""
    corpus = loaded.sound()
    for case in loaded.corpus.cases.keys() - corpus.cases.keys():
        screen.say(f"left out: {plain(str(loaded.files[case]))} has problems; `kb validate` shows them")
    return corpus


def sound_case(loaded: Loaded, wanted: str) -> Case:
    """The case of that id. Raises Failure, with the nearest ids, where there is none or it has problems."""
    from kb.diagnostics import nearest

    cases = loaded.corpus.cases
    if wanted not in cases:
        close = nearest(wanted, list(cases)) or [each for each in cases if wanted.casefold() in each][:3]
        hint = f"; did you mean {' or '.join(f'`{each}`' for each in close)}?" if close else ";"
        raise Failure(f"no case `{wanted}`{hint} `kb search` finds cases by words")
    case = cases[wanted]
    if wanted not in loaded.sound().cases:
        raise Failure(f"`{wanted}` has problems: run `kb validate cases/{wanted}.yml`")
    return case


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
    from kb.loading import load
    from kb.model import plain_values

    loaded = load(screen.project, check=False)
    corpus, case = loaded.corpus, sound_case(loaded, case_id)
    if form == "json":
        echo_json(plain_values(case))
    else:
        screen.page(case_text(corpus, case))
    return 0


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def stats(screen: Screen, form: str) -> int:
    """Count what the casebook holds: by year, country, crisis type, level, sector, tactic."""
    from kb.cli.casefile import balance_text
    from kb.exports.balance import balance
    from kb.loading import load

    counted = balance(sound_corpus(screen, load(screen.project, check=False)))
    if form == "json":
        echo_json(counted)
    else:
        for piece in balance_text(counted):
            screen.out.print(piece)
    return 0
