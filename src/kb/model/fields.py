"""What the model says of its fields, as plain facts: for layouts, skeletons and whatever else is derived from it."""

from __future__ import annotations

import itertools
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any

from kb.model.references import plan, record_in
from kb.model.terms import Record


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record."""

    name: str
    description: str
    """On one line, without a full stop."""
    required: bool
    many: bool
    """Whether it holds a list."""
    keyed: bool
    """Whether it holds records by id."""
    record: type[Record] | None
    """The class of the record or records that it holds."""
    target: str | None
    """What it refers to, such as ``tactics``."""
    allowed: tuple[str, ...]
    """The values that it may take, where they are a fixed set."""


@cache
def fields(model: type[Record]) -> Mapping[str, Field]:
    """The fields of ``model`` by name, in their canonical order."""
    targets = {name: target for name, target, _ in plan(model)}
    return MappingProxyType(
        {
            name: Field(
                name,
                " ".join((info.description or "").split()).rstrip("."),
                info.is_required(),
                typing.get_origin(info.annotation) is tuple,
                typing.get_origin(info.annotation) is dict,
                record_in(info.annotation),
                targets.get(name),
                tuple(values(info.annotation)),
            )
            for name, info in model.model_fields.items()
        }
    )


def preamble(model: type[Record]) -> frozenset[str]:
    """The fields that come before the first required record: what the file says of itself."""
    known = fields(model)
    return frozenset(itertools.takewhile(lambda name: not (known[name].record and known[name].required), known))


def values(annotation: Any) -> list[str]:
    """The values of the enumeration inside an annotation; none where there is no enumeration."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return next((found for part in typing.get_args(annotation) if (found := values(part))), [])
