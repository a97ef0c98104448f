"""A new file of a record: every field of the model with what it is for, the required ones to be filled, the others as
comments to be uncommented."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kb.draft import Draft, slug
from kb.layout import WIDTH, canonical
from kb.model import Case, Field, Record, Side, Status, fields, preamble
from kb.source import parse

# A longer list of allowed values is not printed: an editor completes it, and it has its own folder.
_MOST_LISTED = 30


def skeleton(
    draft: Draft, case_id: str, language: str, known: Mapping[str, Collection[str]], today: date, schema: str = ""
) -> str:
    """The text of a new case's file. ``known``: the ids that a reference to each target may take."""
    name = slug(draft.organisation)[:40].strip("-") or "organisation"
    given: dict[str, Any] = {
        "id": case_id,
        "title": draft.title,
        "language": language,
        "status": Status.DRAFT.value,
        "summary": draft.summary,
        "organisation": {"name": draft.organisation, "sector": draft.sector},
        "crisis": {"type": draft.type},
        "actors": {"id": name, "name": draft.organisation, "side": Side.ORGANISATION.value},
        "timeline": {"at": draft.began, "sources": []},
        "outcome": {"effects": {"sources": []}},
        "sources": {"accessed": today.isoformat()},
    }
    return blank(Case, given, f"cases/{case_id}.yml", known, schema)


def blank(
    model: type[Record], given: Mapping[str, Any], file: str, known: Mapping[str, Collection[str]], schema: str = ""
) -> str:
    """The text of a new ``file`` of a ``model`` in which what is ``given`` is filled."""
    head = _comment(
        "Fill what is empty. A field behind a `#` may be left out, or uncommented and filled; a list takes more "
        f"entries like its first. Remove the comments at the end. `kb validate {file}` says what is missing.",
        "",
    )
    text = "\n".join([*head, "", *_Writing(known).record(model, given, 0)]) + "\n"
    return canonical(parse(text, Path(file)), model, schema)


class _Writing:
    def __init__(self, known: Mapping[str, Collection[str]]) -> None:
        self.known = known

    def record(self, model: type[Record], given: Mapping[str, Any], indent: int) -> Iterator[str]:
        for field in fields(model).values():
            margin = " " * indent
            value = given.get(field.name)
            if not indent and field.name not in preamble(model):
                yield ""
            yield from _comment(self.told(field), margin)
            lines = list(self.field(field, value, indent))
            if field.required or value is not None:
                yield from lines
            else:
                yield from (f"{margin}# {line[indent:]}".rstrip() for line in lines)

    def field(self, field: Field, value: Any, indent: int) -> Iterator[str]:
        margin = " " * indent
        if field.record is None:
            written = "[]" if field.many else ("" if value is None else json.dumps(value, ensure_ascii=False))
            yield f"{margin}{field.name}: {written}".rstrip()
            return
        yield f"{margin}{field.name}:"
        if not field.many:
            yield from self.record(field.record, value or {}, indent + 2)
            return
        lines = list(self.record(field.record, value or {}, indent + 4))
        first = next(place for place, line in enumerate(lines) if not line.lstrip().startswith("#"))
        lines[first] = f"{margin}  - {lines[first].lstrip()}"
        yield from (f"{margin}  {line.lstrip()}" for line in lines[:first])
        yield from lines[first:]

    def told(self, field: Field) -> str:
        """What a field is for, and what it may hold."""
        listed = field.allowed or tuple(self.known.get(field.target or "", ()))
        text = f"{field.description}."
        if field.target in ("cases", "tactics", "lessons"):
            return f"{text} See {'' if field.target == 'cases' else 'taxonomy/'}{field.target}/."
        return f"{text} One of: {', '.join(listed)}." if 0 < len(listed) <= _MOST_LISTED else text


def _comment(text: str, margin: str) -> list[str]:
    signed = f"{margin}# "
    return textwrap.wrap(
        text, WIDTH, initial_indent=signed, subsequent_indent=signed, break_long_words=False, break_on_hyphens=False
    )
