"""The form that writes a case: its fields, what they may hold and what is said of mistakes, from the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from kb.corpus import Corpus, country_name, language_name
from kb.layout import WIDTH
from kb.model import ActorKind, Case, FieldDescription, describe, preamble, schema_file
from kb.model.reading import DATE_HELP, pattern_help
from kb.model.terms import Record
from kb.site.reference import values

if TYPE_CHECKING:
    from kb.site.pages import Page, Renderer

LATER = ("status_reason", "merged_into", "reviewed_on", "visibility", "decisions", "discussion", "replies", "changes")
"""What comes after the first version of a case, from its editors."""


def form_page(renderer: Renderer) -> Page:
    """The page with the form."""
    _ = renderer.wording._
    return renderer.page(
        "form.html",
        "contribute/form/",
        _("Write a case"),
        _("A form that writes the file of a case, checks it while you type and keeps the draft in your browser."),
        schema=schema(renderer.corpus, renderer.language, _),
        wide=True,
        script="assets/form.js",
    )


def schema(corpus: Corpus, language: str, _: Callable[[str], str]) -> dict[str, Any]:
    """All that the form is built from."""
    apart = preamble(Case)
    fields = [each for each in _fields(corpus, Case, language) if each["name"] not in LATER]
    for each in fields:
        each["apart"] = each["name"] not in apart
    return {
        "head": f"# yaml-language-server: $schema=../schema/{schema_file(Case)}",
        "width": WIDTH,
        "language": language,
        "fields": fields,
        "private": [kind.value for kind in ActorKind if kind.private],
        "titles": titles(_),
        "messages": messages(_),
        "words": words(_),
    }


def _fields(corpus: Corpus, model: type[Record], language: str, path: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [_field(corpus, each, language, (*path, each.name)) for each in describe(model)]


def _field(corpus: Corpus, field: FieldDescription, language: str, path: tuple[str, ...]) -> dict[str, Any]:
    told = {
        "name": field.name,
        "text": field.text,
        "required": field.required,
        "kind": field.kind,
        "many": field.many,
        "least": field.least,
        "most": field.most,
        "pattern": field.pattern,
        "help": DATE_HELP if field.kind == "date" else pattern_help(path),
        "target": field.target,
        "values": [list(each) for each in _choices(corpus, field, language)],
        "fields": _fields(corpus, field.record, language, path) if field.record else [],
    }
    return {name: value for name, value in told.items() if value or name == "name"}


def _choices(corpus: Corpus, field: FieldDescription, language: str) -> Iterator[tuple[str, str, str]]:
    """The values of a field, each with its name and its group."""
    words = corpus.vocabulary
    match field.target:
        case "tactics":
            for name, family in words.families.items():
                members = (each for each in corpus.tactics.values() if each.family == name)
                yield from ((each.id, each.name.get(language), family.name.get(language)) for each in members)
        case "lessons":
            yield from ((each.id, each.title, "") for each in corpus.lessons.values())
        case "crisis_types":
            for name, kind in words.crisis_types.items():
                yield name, kind.name.get(language), words.clusters[kind.cluster].name.get(language)
        case "countries":
            named = ((code, country_name(code, language), "") for code in corpus.known["countries"])
            yield from sorted(named, key=lambda each: each[1])
        case "languages":
            short = (code for code in corpus.known["languages"] if len(code) == 2)
            yield from sorted(((code, language_name(code, language), "") for code in short), key=lambda each: each[1])
        case _:
            yield from ((each.value, each.name, "") for each in values(corpus, field, language))


def titles(_: Callable[[str], str]) -> dict[str, str]:
    """What the parts of the form are called, and one of the records in them."""
    return {
        "case": _("The case"),
        "organisation": _("Organisation"),
        "crisis": _("Crisis"),
        "intensifiers": _("What made it weigh more"),
        "actors": _("Actors"),
        "timeline": _("Timeline"),
        "conflicts": _("Where sources disagree"),
        "accounts": _("Accounts"),
        "moves": _("How the tactics went"),
        "outcome": _("Outcome"),
        "effects": _("Consequences"),
        "lessons": _("Lessons"),
        "sources": _("Sources"),
        "rest": _("The rest, which may stay empty"),
        "keywords": _("Keywords"),
        "situations": _("Situations"),
    }


def messages(_: Callable[[str], str]) -> dict[str, str]:
    """What is said of mistakes: the words of `kb validate`, with places for names and values."""
    return {
        "missing": _("missing field `{name}`"),
        "long": _("`{name}` has {count} characters, {most} are allowed"),
        "few": _("`{name}` has {count} of at least {least} entries"),
        "pattern": _("`{value}` is not well formed"),
        "date": _("`{value}` is not a date"),
        "day": _("`{value}` is not a day"),
        "zone": _("`{value}` has a time without its zone"),
        "calendar": _("`{value}` does not exist in the calendar"),
        "future": _("`{value}` is in the future"),
        "nameless": _("an actor needs a name or a role"),
        "twice": _("id `{value}` is given twice in `{name}`"),
        "order": _("`{value}` is before event `{event}` ({at})"),
        "falls": _("level {value} after level {reached}"),
        "unsourced": _("event `{event}` has no source"),
        "effect": _("an effect has no source"),
        "independent": _("{count} independent sources, two are needed"),
        "before": _("read on {value}, before it was published ({published})"),
        "ended": _("`{value}` is before the first event ({at})"),
    }


def words(_: Callable[[str], str]) -> dict[str, str]:
    """What the form says besides."""
    return {
        "add": _("Add to: {title}"),
        "remove": _("Remove {title} {number}"),
        "choose": _("choose"),
        "optional": _("optional"),
        "chosen": _("{name}: {count} chosen"),
        "lines": _("One to a line."),
        "clean": _("Nothing to mend."),
        "count": _("To mend: {count}"),
        "discarded": _("The draft was set aside."),
        "restored": _("The draft is back."),
        "kept": _("Draft kept in this browser."),
        "unkept": _("This browser keeps no draft: copy the file before you leave."),
        "copied": _("Copied."),
        "nomoves": _("Name tactics at the events: each is asked about here."),
        "paste": _("The file is too long for an address: copy it, and paste it there."),
        "added": _("Added: {title} {number}"),
    }
