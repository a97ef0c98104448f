"""Finds every text that a person wrote in a record, from the marks on its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import StringConstraints

from kb.model.references import marks, record_in
from kb.model.terms import Language, Prose, Record, Ref


@dataclass(frozen=True, slots=True)
class Passage:
    """A text at ``path`` of a record, in the ``language`` in which it is told. ``field`` is the path without positions
    and keys, such as ``timeline.what``. ``prose``: it is written in sentences, not a name or a word to search by."""

    text: str
    path: tuple[str | int, ...]
    field: str
    language: Language
    prose: bool

    @property
    def own(self) -> bool:
        """Whether the casebook says it: replies are in the words of those who answer."""
        return self.prose and not self.field.startswith("replies.")


def passages(record: Record, language: Language = Language.ENGLISH) -> Iterator[Passage]:
    """Every text in ``record``, in the order of its fields: what is neither an id, an address, a date nor a term.
    ``language``: of a record that does not say its own."""
    return _walk(record, (), "", getattr(record, "language", language))


def _walk(record: Record, path: tuple[str | int, ...], above: str, language: Language) -> Iterator[Passage]:
    for name, prose, nested in _plan(type(record)):
        value = getattr(record, name)
        if value is None:
            continue
        here, field = (*path, name), f"{above}{name}"
        if isinstance(value, str):
            yield Passage(value, here, field, language, prose)
        elif isinstance(value, Record):
            yield from _walk(value, here, f"{field}.", language)
        else:
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for key, item in items:
                if nested:
                    yield from _walk(item, (*here, key), f"{field}.", language)
                else:
                    yield Passage(item, (*here, key), field, language, prose)


@cache
def _plan(model: type[Record]) -> tuple[tuple[str, bool, bool], ...]:
    """For each field worth a look: its name, whether it is prose, whether records hang below it."""
    found = []
    for name, info in model.model_fields.items():
        nested, held = record_in(info.annotation) is not None, marks(info)
        if nested or _is_free(held):
            found.append((name, any(isinstance(mark, Prose) and not mark.name for mark in held), nested))
    return tuple(found)


def _is_free(held: tuple[Any, ...]) -> bool:
    constraints = [mark for mark in held if isinstance(mark, StringConstraints)]
    return (
        bool(constraints)
        and not any(mark.pattern for mark in constraints)
        and not any(isinstance(mark, Ref) for mark in held)
    )
