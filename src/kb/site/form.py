"""The form that writes a case: its fields, what they may hold and what is said of mistakes, from the model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from kb.corpus import Corpus, country_name, language_name
from kb.layout import WIDTH
from kb.model import (
    ActorKind,
    Case,
    FieldDescription,
    Status,
    describe,
    preamble,
    record_types,
    schema_file,
)
from kb.model.reading import pattern_help
from kb.model.terms import Record
from kb.site import checks
from kb.site.addresses import case_path, relative
from kb.site.reference import values

if TYPE_CHECKING:
    from kb.site.pages import Page, Renderer

PATH = "contribute/form/"
CASES = f"{PATH}cases.json"
"""The cases there are: a file of its own, since it grows with them."""
LATER = ("status_reason", "merged_into", "reviewed_on", "visibility", "decisions", "discussion", "replies", "changes")
"""What comes after the first version of a case, from its editors."""
FIXED = {"status": Status.DRAFT.value}
"""What is the same in every new case."""
MORE = {"tactics": "tactics/", "lessons": "lessons/"}
"""Where the choices for a reference are explained."""


def form_page(renderer: Renderer) -> Page:
    """The page with the form."""
    _ = renderer.wording._
    return renderer.page(
        "form.html",
        PATH,
        _("Write a case"),
        _("A form that writes the file of a case, checks it while you type and keeps the draft in your browser."),
        schema=schema(renderer.corpus, renderer.language, _),
        wide=True,
        script="assets/form.js",
    )


def schema(corpus: Corpus, language: str, _: Callable[[str], str]) -> dict[str, Any]:
    """All that the form is built from."""
    apart = preamble(Case)
    fields = [each for each in _fields(corpus, Case, language, _) if each["name"] not in LATER]
    for each in fields:
        each["apart"] = each["name"] not in apart
        if each["name"] in FIXED:
            each["fixed"] = FIXED[each["name"]]
    return {
        "version": hashlib.sha256(json.dumps([_shape(Case), LATER]).encode()).hexdigest()[:8],
        "head": f"# yaml-language-server: $schema=../schema/{schema_file(Case)}",
        "width": WIDTH,
        "language": language,
        "fields": fields,
        "private": [kind.value for kind in ActorKind if kind.private],
        "titles": titles(_),
        "one": one(_),
        "said": checks.said(_),
        "nouns": checks.nouns(_),
        "patterns": checks.patterns(),
        "limits": checks.limits(),
        "words": words(_),
        "cases": relative(PATH, CASES),
        "rules": relative(PATH, "contribute/rules/"),
    }


def _shape(model: type[Record]) -> list[str]:
    """What a draft depends on: the fields and what kind each of them is."""
    models = record_types(model)
    return [f"{each.__name__}.{field.name} {field.kind} {field.many}" for each in models for field in describe(each)]


def cases(corpus: Corpus) -> str:
    """The cases there are, as the form looks them up: what a case that may not be shown is about stays untold."""
    found = []
    for case in corpus.cases.values():
        shown = case.is_public and case.id in corpus.positions
        about = [case.title, case.organisation.name, case.crisis.type, case.organisation.sector] if shown else []
        found.append([case.id, relative(PATH, case_path(case.id)), *about])
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def spoken() -> Iterator[str]:
    """What the form says in the words of other modules, which the French catalogue has to have too."""
    yield from checks.spoken()
    yield from _of_fields(Case, ())


def _of_fields(model: type[Record], path: tuple[str, ...]) -> Iterator[str]:
    for field in describe(model):
        if path or field.name not in (*LATER, *FIXED):
            yield from (_label(field.name), field.text)
            yield from [pattern_help((*path, field.name))] if field.pattern else []
            yield from _of_fields(field.record, (*path, field.name)) if field.record else ()


def _label(name: str) -> str:
    """What a field is called beside its control, where its name alone would be a riddle."""
    known = {"at": "when", "en": "in English", "fr": "in French", "read": "how much was read"}
    return known.get(name, name.replace("_", " "))


def _fields(
    corpus: Corpus, model: type[Record], language: str, _: Callable[[str], str], path: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    return [_field(corpus, each, language, _, (*path, each.name)) for each in describe(model)]


def _field(
    corpus: Corpus, field: FieldDescription, language: str, _: Callable[[str], str], path: tuple[str, ...]
) -> dict[str, Any]:
    told = {
        "name": field.name,
        "label": _(_label(field.name)),
        "text": _(field.text),
        "required": field.required,
        "kind": field.kind,
        "many": field.many,
        "least": field.least,
        "most": field.most,
        "pattern": field.pattern,
        "help": _(pattern_help(path)) if field.pattern else "",
        "target": field.target,
        "more": relative(PATH, MORE[field.target]) if field.target in MORE else "",
        "free": field.kind == "text" and not field.pattern,
        "prose": field.prose,
        "values": [list(each) for each in _choices(corpus, field, language)],
        "fields": _fields(corpus, field.record, language, _, path) if field.record else [],
    }
    return {name: value for name, value in told.items() if value or name == "name"}


def _choices(corpus: Corpus, field: FieldDescription, language: str) -> Iterator[tuple[str, ...]]:
    """The values of a field, each with its name, its group and what it means."""
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
                cluster = words.clusters[kind.cluster].name.get(language)
                yield name, kind.name.get(language), cluster, kind.definition or ""
        case "countries":
            named = ((code, country_name(code, language), "") for code in corpus.known["countries"])
            yield from sorted(named, key=lambda each: each[1])
        case "languages":
            short = (code for code in corpus.known["languages"] if len(code) == 2)
            yield from sorted(((code, language_name(code, language), "") for code in short), key=lambda each: each[1])
        case _:
            yield from ((each.value, each.name, "", each.definition) for each in values(corpus, field, language))


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


def one(_: Callable[[str], str]) -> dict[str, str]:
    """What one of a list is called."""
    return {
        "intensifiers": _("Circumstance"),
        "actors": _("Actor"),
        "timeline": _("Event"),
        "conflicts": _("Disagreement"),
        "accounts": _("Account"),
        "moves": _("Move"),
        "effects": _("Consequence"),
        "lessons": _("Lesson"),
        "sources": _("Source"),
    }


def words(_: Callable[[str], str]) -> dict[str, str]:
    """What the form says besides."""
    return {
        "add": _("Add to: {title}"),
        "remove": _("Remove {title} {number}"),
        "added": _("Added: {title} {number}"),
        "removed": _("Removed: {title} {number}."),
        "undo": _("Undo"),
        "undone": _("It is back."),
        "up": _("Move up {title} {number}"),
        "down": _("Move down {title} {number}"),
        "moved": _("Moved: {title} {number}"),
        "choose": _("choose"),
        "optional": _("optional"),
        "chosen": _("{name}: {count} chosen"),
        "lines": _("One to a line."),
        "gone": _("{value} (no longer there)"),
        "nomoves": _("Name tactics at the events: each is asked about here."),
        "nosources": _("Give the sources first: each is offered here."),
        "noactors": _("Give the actors first: each is offered here."),
        "noevents": _("Give the events first: each is offered here."),
        "means": _("What each of them means"),
        "told": _("{place}: {message}"),
        "clean": _("Nothing to mend."),
        "count": _("To mend: {count}"),
        "weigh": _("To weigh: {count}"),
        "lacking": _("Still empty: {count}"),
        "warning": _("to weigh"),
        "existing": _("the case of that id"),
        "kin": _("Is it one of these?"),
        "uncounted": _("The list of cases did not load: whether the id is taken is not known here."),
        "same_name": _("same organisation"),
        "same_type": _("same type"),
        "same_sector": _("same sector"),
        "same_year": _("same year"),
        "discarded": _("Begun anew. What stood here is below, among the former drafts."),
        "restored": _("The draft is back. What stood here before is among the former drafts."),
        "former": _("Former drafts: {count}"),
        "restore": _("Bring back: {title}"),
        "untitled": _("a draft without a title"),
        "kept": _("Draft kept in this browser."),
        "unkept": _("This browser keeps no draft, or has no room for it: copy or download the file before you leave."),
        "elsewhere": _("The form is open in another tab too, and the draft that is kept is the one typed in last."),
        "older": _("This draft was begun in an earlier form. Everything that still has a field stands in it."),
        "strays": _("What no longer has a field: it is kept with the draft, and not in the file."),
        "copied": _("Copied."),
        "uncopied": _("The browser does not let the page copy: the text is selected, copy it with Ctrl+C."),
        "paste": _("The file is too long for an address. Copy it, open the empty new file, and paste it there."),
        "empty_file": _("Open an empty new file"),
    }
