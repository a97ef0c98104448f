"""Translations: the texts of a record in another language, as a tree of the same shape with the texts alone.

Entries of a list are matched by what names them (their `id`, or else what they refer to) and, among those that nothing
tells apart, by their order; entries without texts are left out. A text must be there; a name may be left out where it
is the same in both languages.
"""

from __future__ import annotations

import hashlib
import json
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import Field
from pydantic.fields import FieldInfo

from kb.diagnostics import nearest, only_near, quote
from kb.model.references import record_in
from kb.model.terms import Language, Name, Prose, Record, Ref

Path = tuple[str | int, ...]


class Translation(Record):
    """The head of a translation; the texts stand below it, in the fields of the original."""

    translates: Name
    """The id of the original: the first part of the file's name."""
    language: Language
    """Language of these texts: the second part of the file's name."""
    made_from: Annotated[dict[str, Name], Field(min_length=1)]
    """For each part of the original a digest of its texts as they were translated; `kb translate done` writes it."""


_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""A digest of letters alone: YAML would take some of digits for a number."""

HEAD = tuple(Translation.model_fields)


@dataclass(frozen=True, slots=True)
class Gap:
    """A text of the original that is missing in a translation, or (``stray``) one that the original does not have;
    ``path`` is its place in the translation, and ``fix`` what to write there where exactly one thing is right."""

    path: Path
    message: str
    help: str = ""
    stray: bool = False
    on_key: bool = False
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Overlaid:
    """``data`` of the original with the texts of a translation put in, where each of them stands there and in the
    translation, and what does not fit."""

    data: dict[str, Any]
    places: Mapping[Path, Path]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that holds texts: of its own (``prose``), or in the records below it (``record``)."""

    name: str
    prose: Prose | None
    record: type[Record] | None
    many: str
    """ "list", "dict" or "" for a single one."""


def _marks(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in typing.get_args(annotation):
        yield from _marks(part)


def _mark(info: FieldInfo, kind: type[Any]) -> Any:
    return next((mark for mark in (*info.metadata, *_marks(info.annotation)) if isinstance(mark, kind)), None)


@cache
def _fields(model: type[Record]) -> tuple[_Field, ...]:
    found = []
    for name, info in model.model_fields.items():
        record, prose = record_in(info.annotation), _mark(info, Prose)
        many = {tuple: "list", dict: "dict"}.get(typing.get_origin(info.annotation) or str, "")
        if record is not None and _fields(record):
            found.append(_Field(name, None, record, many))
        elif record is None and prose is not None:
            found.append(_Field(name, prose, None, many))
    return tuple(found)


@cache
def _identity(model: type[Record]) -> tuple[str, ...]:
    """The fields that name an entry of a list: its id, or what it refers to."""
    if "id" in model.model_fields:
        return ("id",)
    fields = model.model_fields.items()
    return tuple(name for name, info in fields if info.annotation is str and _mark(info, Ref))


def _name(model: type[Record], item: Any) -> dict[str, Any]:
    return {name: item[name] for name in _identity(model) if name in item} if isinstance(item, Mapping) else {}


def texts(model: type[Record], data: Any, names: bool = False) -> dict[str, Any]:
    """The texts of ``data``, plain values of a ``model``, in the shape of a translation; with ``names``, these too."""
    found: dict[str, Any] = {}
    for field in _fields(model) if isinstance(data, Mapping) else ():
        value = data.get(field.name)
        if value is None or (field.prose and field.prose.name and not names):
            continue
        inner: Any = value
        if field.record is not None:
            record = field.record
            if isinstance(value, list):
                each = ((item, texts(record, item, names)) for item in value)
                inner = [{**_name(record, item), **below} for item, below in each if below]
            elif field.many == "dict" and isinstance(value, Mapping):
                each = ((key, texts(record, item, names)) for key, item in value.items())
                inner = {key: below for key, below in each if below}
            else:
                inner = texts(record, value, names)
        if inner not in ({}, []):
            found[field.name] = inner
    return found


def digests(model: type[Record], data: Mapping[str, Any]) -> dict[str, str]:
    """For each part of ``data`` with texts, a digest of them: another one when they change."""
    parts = texts(model, data, names=True)
    written = {name: json.dumps(part, ensure_ascii=False, sort_keys=True) for name, part in parts.items()}
    return {name: hashlib.sha256(text.encode()).hexdigest()[:8].translate(_LETTERS) for name, text in written.items()}


def overlay(model: type[Record], data: Mapping[str, Any], translated: Mapping[str, Any]) -> Overlaid:
    """``data`` of a ``model`` with the texts of a translation in their places."""
    walk = _Walk()
    merged = walk.record(model, data, {name: value for name, value in translated.items() if name not in HEAD}, (), ())
    return Overlaid(merged, walk.places, tuple(walk.gaps))


class _Walk:
    def __init__(self) -> None:
        self.places: dict[Path, Path] = {}
        self.gaps: list[Gap] = []

    def record(self, model: type[Record], data: Any, given: Any, at: Path, here: Path) -> dict[str, Any]:
        merged = dict(data)
        if not isinstance(given, Mapping):
            self.stray(here, "", [])
            return merged
        fields = {field.name: field for field in _fields(model)}
        told = [name for name in fields if data.get(name) is not None]
        for name in given:
            if name not in fields and not (name in _identity(model) and given[name] == data.get(name)):
                fix = "" if name in model.model_fields else only_near(name, set(told) - set(given))
                self.stray((*here, name), name, list(fields), fix=fix)
            elif name in fields and name not in told:
                self.stray((*here, name), name, told)
        for name, field in fields.items():
            if data.get(name) is not None:
                value = given.get(name)
                merged[name] = self.field(field, data[name], value, (*at, name), (*here, name))
        return merged

    def field(self, field: _Field, data: Any, given: Any, at: Path, here: Path) -> Any:
        if field.prose is not None:
            return self.prose(field.prose, data, given, at, here)
        record = typing.cast(type[Record], field.record)
        if given is None:
            if texts(record, data) if field.many == "" else any(texts(record, item) for item in _items(data)):
                self.missing(here)
            return data
        if isinstance(data, list):
            return self.entries(record, data, given, at, here)
        if field.many == "dict" and isinstance(data, Mapping) and isinstance(given, Mapping):
            for key in given:
                if key not in data:
                    fix = only_near(str(key), {str(each) for each in data.keys() - given.keys()})
                    self.stray((*here, key), str(key), [str(each) for each in data], fix=fix)
            return {
                key: self.record(record, item, given.get(key, {}), (*at, key), (*here, key))
                if isinstance(item, Mapping)
                else item
                for key, item in data.items()
            }
        return self.record(record, data, given, at, here) if isinstance(data, Mapping) else data

    def prose(self, prose: Prose, data: Any, given: Any, at: Path, here: Path) -> Any:
        if given is None:
            if not prose.name:
                self.missing(here)
            return data
        if isinstance(data, list):
            if not isinstance(given, list):
                self.gaps.append(
                    Gap(here, f"{quote(here[-1])} is a list in the original", "one line with `- ` for each")
                )
                return data
            if len(given) != len(data):
                message = f"{quote(here[-1])} has {len(given)} entries, {len(data)} in the original"
                self.gaps.append(Gap(here, message, "one for each, in the same order"))
            for position in range(min(len(given), len(data))):
                self.places[(*at, position)] = (*here, position)
            return [*given[: len(data)], *data[len(given) :]]
        self.places[at] = here
        return given

    def entries(self, record: type[Record], data: list[Any], given: Any, at: Path, here: Path) -> list[Any]:
        if not isinstance(given, list):
            self.gaps.append(Gap(here, f"{quote(here[-1])} is a list in the original", "one line with `- ` for each"))
            return data
        left, merged = list(range(len(given))), []
        missing: list[dict[str, Any]] = []
        for position, item in enumerate(data):
            wanted = _name(record, item)
            match = next((each for each in left if _name(record, given[each]) == wanted), None)
            if match is not None and texts(record, item, names=True):
                left.remove(match)
                merged.append(self.record(record, item, given[match], (*at, position), (*here, match)))
                continue
            if texts(record, item):
                missing.append(wanted)
                called = ", ".join(str(each) for each in wanted.values()) or f"entry {position + 1}"
                self.gaps.append(Gap(here, f"no translation of {quote(called)} in {quote(here[-1])}"))
            merged.append(item)
        for each in left:
            name = _name(record, given[each])
            slip = _slip(name, missing)
            if slip:
                field, right = slip
                self.stray((*here, each, field), str(name[field]), [right], on_key=False, fix=right)
            else:
                called = ", ".join(str(part) for part in name.values()) or f"entry {each + 1}"
                known = [str(next(iter(_name(record, item).values()), "")) for item in data]
                self.stray((*here, each), called, known)
        return merged

    def missing(self, here: Path) -> None:
        self.gaps.append(
            Gap(here[:-1], f"no translation of {quote(here[-1])}", "`kb translate new` shows the original")
        )

    def stray(self, here: Path, name: str, known: list[str], on_key: bool = True, fix: str = "") -> None:
        close = nearest(name, known)
        help = f"did you mean {quote(close[0])}?" if close else "a translation has the texts of its original alone"
        message = f"{quote(name or 'this')} has no text in the original"
        self.gaps.append(Gap(here, message, help, stray=True, on_key=on_key, fix=fix))


def _slip(name: Mapping[str, Any], missing: list[dict[str, Any]]) -> tuple[str, str] | None:
    """The field of an entry's ``name`` that is a slip of the pen, and what it should be: one that makes it the name of
    an entry that is ``missing``. None where there is none, or more than one."""
    found = []
    for field, value in name.items():
        others = {str(other.get(field)) for other in missing if {**name, field: other.get(field)} == other}
        if right := only_near(str(value), others):
            found.append((field, right))
    return found[0] if len(found) == 1 else None


def _items(data: Any) -> list[Any]:
    return list(data.values()) if isinstance(data, Mapping) else data if isinstance(data, list) else []


def translation_schema(model: type[Record]) -> dict[str, Any]:
    """The JSON Schema of translations of a ``model``, for editors."""
    head = Translation.model_json_schema()
    properties = head["properties"] | _schema(model)["properties"]
    return head | {"title": f"{model.__name__}Translation", "properties": properties}


def _schema(model: type[Record]) -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": "string"} for name in _identity(model)}
    for field in _fields(model):
        described = {"description": " ".join((model.model_fields[field.name].description or "").split())}
        inner: dict[str, Any] = {"type": "string"} if field.record is None else _schema(field.record)
        if field.many == "list":
            inner = {"type": "array", "items": inner}
        elif field.many == "dict":
            inner = {"type": "object", "additionalProperties": inner}
        properties[field.name] = {**inner, **described}
    return {"type": "object", "properties": properties, "additionalProperties": False}
