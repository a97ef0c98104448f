"""The page that explains every field: derived from the model, the vocabulary and the cases, nothing typed twice."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any

from kb.corpus import Corpus
from kb.model import Case, FieldDescription, Lesson, Tactic, Vocabulary, describe, plain_values, record_types
from kb.model.terms import Record

_SHORT = 120
_MOST_LOOKED_AT = 300
"""Examples are looked for in so many records: there is one long before."""


@dataclass(frozen=True, slots=True)
class Example:
    """A field as a record has it. ``path`` is the address of that record's page ("": the model gives it)."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values that a field may take."""

    value: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its values, where they are few, and an example."""

    described: FieldDescription
    section: str
    """The anchor of the section on what it holds, if it holds records."""
    values: tuple[Value, ...]
    example: Example | None


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of record: its name, what it is, its fields."""

    anchor: str
    name: str
    text: str
    fields: tuple[Field, ...]
    file: bool
    """Whether it is a file of its own."""


Records = dict[type[Record], Iterable[tuple[Record, str]]]


def sections(corpus: Corpus, language: str = "en") -> tuple[Section, ...]:
    """Every kind of record, files first with what they are made of, each once."""
    roots: Records = {
        Case: ((case, f"cases/{case.id}/") for case in corpus.public),
        Tactic: ((tactic, f"tactics/{tactic.id}/") for tactic in corpus.tactics.values()),
        Lesson: ((lesson, f"lessons/{lesson.id}/") for lesson in corpus.lessons.values()),
    }
    found: dict[type[Record], Section] = {}
    for root, records in roots.items():
        examples = _examples(islice(records, _MOST_LOOKED_AT))
        for model in record_types(root):
            if model not in found:
                found[model] = _section(corpus, model, examples, language, model is root)
    return tuple(found.values())


def anchor(model: type[Record]) -> str:
    return f"record-{model.__name__.lower()}"


def _section(
    corpus: Corpus, model: type[Record], examples: dict[tuple[type[Record], str], Example], language: str, file: bool
) -> Section:
    fields = []
    for each in describe(model):
        given = Example(_written(each.name, each.examples[0]), "") if each.examples else None
        fields.append(
            Field(
                each,
                anchor(each.record) if each.record else "",
                tuple(values(corpus, each, language)),
                examples.get((model, each.name), given),
            )
        )
    text = " ".join((model.__doc__ or "").split())
    return Section(anchor(model), model.__name__, text, tuple(fields), file)


def _examples(records: Iterable[tuple[Record, str]]) -> dict[tuple[type[Record], str], Example]:
    """For each field that holds no record the first short example, or else the shortest."""
    found: dict[tuple[type[Record], str], Example] = {}
    for root, path in records:
        for record in _below(root):
            for name in record.model_fields_set:
                value = getattr(record, name)
                known = found.get((type(record), name))
                if (known and len(known.text) <= _SHORT) or value in (None, ()) or _nests(value):
                    continue
                text = _written(name, plain_values(record)[name])
                if known is None or len(text) < len(known.text):
                    found[type(record), name] = Example(text, path)
    return found


def _nests(value: Any) -> bool:
    return isinstance(value, Record) or (isinstance(value, tuple) and isinstance(value[0], Record))


def _below(record: Record) -> Iterator[Record]:
    yield record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from _below(value)
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Record):
                    yield from _below(item)


def _written(name: str, value: Any) -> str:
    """A field as a file may have it, on one line."""
    if isinstance(value, bool):
        return f"{name}: {str(value).lower()}"
    if isinstance(value, list):
        return f"{name}: [{', '.join(_scalar(each, ',[]{}') for each in value)}]"
    return f"{name}: {_scalar(value)}"


def _scalar(value: Any, signs: str = "") -> str:
    """A value, in quotation marks where it holds what YAML would take for something else, or one of ``signs``."""
    text = " ".join(str(value).split())
    awkward = (
        any(sign in text for sign in signs)
        or ": " in text
        or " #" in text
        or text[:1] in "'\"[]{}&*!|>%@`#,?:-"
        or text.endswith(":")
    )
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if isinstance(value, str) and awkward else text


def values(corpus: Corpus, field: FieldDescription, language: str) -> Iterator[Value]:
    """The terms that the vocabulary allows for a field."""
    terms: dict[Any, Any] = {}
    if field.values is not None:
        terms = _terms_of(corpus.vocabulary, field.values)
    elif field.target in type(corpus.vocabulary).model_fields:
        terms = getattr(corpus.vocabulary, field.target)
    elif field.kind == "number" and field.name == "level":
        terms = {level.level: level for level in corpus.vocabulary.levels}
    for value, term in terms.items():
        yield Value(str(getattr(value, "value", value)), term.name.get(language), term.definition or "")


def _terms_of(vocabulary: Vocabulary, values: type[Enum]) -> dict[Any, Any]:
    """The vocabulary's mapping whose keys are ``values``."""
    for name, info in Vocabulary.model_fields.items():
        if (typing.get_args(info.annotation) or (None,))[0] is values:
            found: dict[Any, Any] = getattr(vocabulary, name)
            return found
    return {}


def kinds(_: Callable[[str], str]) -> dict[str, str]:
    """What a field holds, in the words of the page."""
    return {
        "text": _("text"),
        "date": _("a date as precise as its source"),
        "day": _("a day"),
        "number": _("a whole number"),
        "truth": _("true or false"),
        "term": _("one of the values below"),
        "reference": _("the name of something else"),
        "record": _("fields of its own"),
    }


def targets(_: Callable[[str], str]) -> dict[str, str]:
    """What a reference names, where its values are not listed."""
    return {
        "actors": _("An actor of the same case, by its id."),
        "events": _("An event of the same case, by its id."),
        "sources": _("A source of the same case, by its id."),
        "cases": _("Another case, by its id."),
        "tactics": _("A tactic, by its id: the name of its file in taxonomy/tactics."),
        "lessons": _("A lesson, by its id: the name of its file in taxonomy/lessons."),
        "countries": _("A country by its ISO 3166 code of two letters."),
        "languages": _("A language by its ISO 639 code."),
    }
