"""What the model says of its own fields, for the page that explains them."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from pydantic import StringConstraints
from pydantic.fields import FieldInfo

from kb.dates import Moment
from kb.model.references import marks, record_in
from kb.model.terms import Prose, Record, Ref


@dataclass(frozen=True, slots=True)
class FieldDescription:
    """A field. What it holds is told by ``kind``: "text", "date", "day", "number", "truth", "term" (one of
    ``values``), "reference" (to one of ``target``) or "record" (a ``record``)."""

    name: str
    text: str
    required: bool
    kind: str
    many: bool
    """Whether it is a list."""
    keyed: bool
    """Whether it is a mapping from a name to what it holds."""
    values: type[Enum] | None
    target: str
    record: type[Record] | None
    pattern: str
    most: int | None
    """How many characters at most, for a text."""
    least: int
    """How many entries at least, for a list."""
    prose: bool
    """Whether it is written in sentences."""
    examples: tuple[Any, ...]
    """What the model gives where no case may have one."""


def describe(model: type[Record]) -> tuple[FieldDescription, ...]:
    """The fields of ``model``, in order."""
    return tuple(_describe(name, info) for name, info in model.model_fields.items())


def record_types(model: type[Record]) -> tuple[type[Record], ...]:
    """``model`` and every record below it, each once, in the order in which a reader meets them."""
    found: dict[type[Record], None] = {model: None}
    for info in model.model_fields.values():
        if nested := record_in(info.annotation):
            found |= dict.fromkeys(record_types(nested))
    return tuple(found)


def _describe(name: str, info: FieldInfo) -> FieldDescription:
    held = marks(info)
    kinds = list(_types(info.annotation))
    values = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum)), None)
    record = record_in(info.annotation)
    target = next((mark.target for mark in held if isinstance(mark, Ref)), "")
    text = next((mark for mark in held if isinstance(mark, StringConstraints)), None)
    return FieldDescription(
        name=name,
        text=" ".join((info.description or "").split()),
        required=info.is_required(),
        kind=_kind(kinds, bool(target), values is not None, record is not None),
        many=tuple in kinds,
        keyed=dict in kinds,
        values=values,
        target=target,
        record=record,
        pattern=(str(text.pattern) if text and text.pattern else ""),
        most=text.max_length if text else None,
        least=next((least for mark in info.metadata if (least := getattr(mark, "min_length", 0))), 0)
        if tuple in kinds
        else 0,
        prose=any(isinstance(mark, Prose) and not mark.name for mark in held),
        examples=tuple(info.examples or ()),
    )


def _types(annotation: Any) -> Iterator[Any]:
    origin = typing.get_origin(annotation)
    yield origin or annotation
    for part in typing.get_args(annotation):
        yield from _types(part)


def _kind(kinds: list[Any], refers: bool, chooses: bool, nests: bool) -> str:
    if nests:
        return "record"
    if refers:
        return "reference"
    if chooses:
        return "term"
    for kind, name in ((Moment, "date"), (date, "day"), (bool, "truth"), (int, "number")):
        if kind in kinds:
            return name
    return "text"
