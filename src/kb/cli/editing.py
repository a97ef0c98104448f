"""`kb overlap`, `kb changes`: what an editor looks at before a case is merged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.cli.screen import Failure, Screen, echo_json

MOST_SOURCE_BYTES = 8 * 1024 * 1024


@click.command()
@click.argument("case_id", metavar="CASE")
@click.option(
    "--against",
    required=True,
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The text of a source, as plain text or HTML; may be given for several.",
)
@click.option(
    "--min-words",
    type=click.IntRange(3),
    default=8,
    show_default=True,
    help="How many words in a row are too many; names and figures do not count.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def overlap(screen: Screen, case_id: str, against: tuple[Path, ...], min_words: int, form: str) -> int:
    """Find where CASE repeats the wording of its sources.

    Compares every text of the case and of its translations with each file, without regard to case, accents and
    punctuation, and shows the runs of words that both share, the longest first. What stands in quotation marks is
    passed over.

    \b
    Exit code 0: own words throughout; 1: shared runs; 2: could not run.

    \b
    Example:
      kb overlap 2018-kfc-chicken --against article.txt --against statement.html
    """
    from kb.cli.finding import sound_case
    from kb.folding import plain
    from kb.loading import load
    from kb.overlap import runs

    loaded = load(screen.project, check=False)
    case = sound_case(loaded, case_id)
    original = loaded.files[case.id]
    passages = list(loaded.versions.passages(original, case))
    found: list[dict[str, Any]] = []
    for source in against:
        for run in runs(passages, _source_text(source), min_words):
            file, path = loaded.versions.place(original, run.passage)
            span = loaded.sources[file].span_of(path, run.text)
            place = {"file": str(file), "line": span.line, "column": span.column}
            found.append(place | {"words": run.words, "text": run.text, "source": str(source)})
    found.sort(key=lambda each: -each["words"])
    if form == "json":
        echo_json({"case": case.id, "runs": found})
        return 1 if found else 0
    for each in found:
        whose = f" (in {each['source']})" if len(against) > 1 else ""
        place = f"{each['file']}:{each['line']}:{each['column']}"
        click.echo(f"{place}: {each['words']} words: {plain(each['text'])}{whose}")
    shared = f"{len(found)} run{'s' * (len(found) != 1)} of {min_words} words or more"
    screen.say(
        f"{case.id}: {shared} shared with {', '.join(map(str, against))}" if found else f"{case.id}: no {shared[2:]}"
    )
    return 1 if found else 0


def _source_text(file: Path) -> str:
    from kb.overlap import text_of

    with file.open("rb") as stream:
        content = stream.read(MOST_SOURCE_BYTES + 1)
    if len(content) > MOST_SOURCE_BYTES:
        raise Failure(f"`{file}` has more than {MOST_SOURCE_BYTES // 1024 // 1024} MB: give the text of one source")
    text = content.decode("utf-8", "replace")
    return text_of(text) if file.suffix.lower() in (".html", ".htm") else text


@click.command()
@click.option(
    "--against", default="main", show_default=True, metavar="REF", help="What to compare with: a branch, tag or commit."
)
@click.pass_obj
def changes(screen: Screen, against: str) -> int:
    """Show as Markdown what changed in the casebook since REF.

    For each case that is new, changed or removed: which parts changed, its measures, the cases most like it and its
    problems. Work that is not committed counts.

    \b
    Example:
      kb changes --against origin/main
    """
    from kb.exports.changes import report
    from kb.history import NoHistoryError
    from kb.history import changes as changed
    from kb.loading import load

    try:
        found = changed(screen.project.root, against, ("cases", "taxonomy"))
    except NoHistoryError as error:
        raise Failure(f"no comparison with `{against}`: {error}; give a branch or commit with --against") from None
    click.echo(report(load(screen.project), found), nl=False)
    return 0
