"""Finds every reference that a record holds, from the `Ref` marks on its fields."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from kb.model.terms import Record, Ref


@dataclass(frozen=True, slots=True)
class Reference:
    """`value`, at `path` in its file, names something in `target`."""

    target: str
    value: str
    path: tuple[str | int, ...]


def references(record: Record) -> Iterator[Reference]:
    """Every reference in ``record``, in the order of its fields."""
    yield from _walk(record, ())


def _walk(record: Record, path: tuple[str | int, ...]) -> Iterator[Reference]:
    for name, target, nested in plan(type(record)):
        value = getattr(record, name)
        if value is None:
            continue
        here = (*path, name)
        if target is not None:
            if isinstance(value, str):
                yield Reference(target, value, here)
            else:
                for position, item in enumerate(value):
                    yield Reference(target, item, (*here, position))
        elif nested and isinstance(value, Record):
            yield from _walk(value, here)
        elif nested:
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for key, item in items:
                yield from _walk(item, (*here, key))


@cache
def plan(model: type[Record]) -> tuple[tuple[str, str | None, bool], ...]:
    """For each field worth a look: its name, what it refers to, whether records hang below it."""
    plan = []
    for name, info in model.model_fields.items():
        target, nested = _target(info), record_in(info.annotation) is not None
        if target or nested:
            plan.append((name, target, nested))
    return tuple(plan)


def _target(info: FieldInfo) -> str | None:
    return next((mark.target for mark in marks(info) if isinstance(mark, Ref)), None)


def marks(info: FieldInfo) -> tuple[Any, ...]:
    """Everything that annotates a field or what it is made of."""
    return (*info.metadata, *_metadata(info.annotation))


def _metadata(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in typing.get_args(annotation):
        yield from _metadata(part)


def record_in(annotation: Any) -> type[Record] | None:
    """The record class inside an annotation such as ``tuple[Event, ...]``, or None."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := record_in(part))), None)
