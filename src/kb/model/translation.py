"""Translations: the texts of a record in another language, as a tree of the same shape with the texts alone.

Entries of a list are matched by what names them (their `id`, or else what they refer to) and, among those that nothing
tells apart, by their order. A text must be there; a name may be left out where it is the same in both languages.
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

from kb.model.references import record_in
from kb.model.terms import Language, Prose, Record, Ref

HEAD = ("translates", "language", "made_from")
Path = tuple[str | int, ...]


class Translation(Record):
    """The head of a translation; the texts stand beside it, in the fields of the original."""

    translates: str
    """The id of the original: the first part of the file's name."""
    language: Language
    """Language of these texts: the second part of the file's name."""
    made_from: Annotated[dict[str, str], Field(min_length=1)]
    """For each part of the original the digest of its texts when they were translated. `kb translate` writes it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is wrong with a translation at ``path``: there is a text with none in the original (``stray``), or none
    for one of the original."""

    path: Path
    message: str
    help: str
    stray: bool


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that holds texts: of its own (``prose``), or in the records below (``record``)."""

    name: str
    prose: Prose | None
    record: type[Record] | None


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
        if record is not None and _fields(record):
            found.append(_Field(name, None, record))
        elif record is None and prose is not None:
            found.append(_Field(name, prose, None))
    return tuple(found)


@cache
def _identity(model: type[Record]) -> tuple[str, ...]:
    """The fields that name an entry of a list: its id, or what it refers to."""
    if "id" in model.model_fields:
        return ("id",)
    fields = model.model_fields.items()
    return tuple(name for name, info in fields if info.annotation is str and _mark(info, Ref))


def _named(model: type[Record], value: Any) -> tuple[Any, ...]:
    return tuple(value.get(name) for name in _identity(model)) if isinstance(value, Mapping) else ()


def _pairs(model: type[Record], originals: list[Any], translated: list[Any]) -> list[tuple[int, int | None]]:
    """For each original entry, its position and that of its translation."""
    left = list(range(len(translated)))
    found: list[tuple[int, int | None]] = []
    for position, original in enumerate(originals):
        wanted = _named(model, original)
        match = next((each for each in left if _named(model, translated[each]) == wanted), None)
        if match is not None:
            left.remove(match)
        found.append((position, match))
    return found


def tree(model: type[Record], data: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of ``data``, plain values of a ``model``, in the shape of a translation."""
    return {name: value for name, value in _tree(model, data).items() if name not in ("id", *HEAD)}


def _tree(model: type[Record], data: Mapping[str, Any], names: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in _fields(model):
        value = data.get(field.name)
        if value is None or (field.prose and field.prose.name and not names):
            continue
        if field.record is None:
            inner: Any = value
        elif isinstance(value, list):
            inner = [
                {**{name: item[name] for name in _identity(field.record) if name in item}, **texts}
                for item in value
                if (texts := _tree(field.record, item, names))
            ]
        elif record_in(model.model_fields[field.name].annotation) and _is_dict(model, field.name):
            inner = {key: texts for key, item in value.items() if (texts := _tree(field.record, item, names))}
        else:
            inner = _tree(field.record, value, names)
        if inner:
            found[field.name] = inner
    return found


def _is_dict(model: type[Record], field: str) -> bool:
    return typing.get_origin(model.model_fields[field].annotation) is dict


def digests(model: type[Record], data: Mapping[str, Any]) -> dict[str, str]:
    """For each part of ``data`` with texts, a digest of them."""
    parts = _tree(model, data, names=True)
    return {
        name: hashlib.sha256(json.dumps(part, ensure_ascii=False).encode()).hexdigest()[:8]
        for name, part in parts.items()
        if name != "id"
    }
