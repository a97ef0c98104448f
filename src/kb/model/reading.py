"""Plain values to records: every problem at once, each with the path where it stands.

A file with problems still yields a record, with its unreadable parts left out, so that the rules can look at the
rest and a reader sees all there is to mend in one run.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from kb import dates, iso
from kb.diagnostics import nearest, only_near, quote
from kb.model import sentences
from kb.model.fields import values
from kb.model.references import record_in
from kb.model.sentences import DATE_HELP, Sentence
from kb.model.terms import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Problem:
    """A breach of the schema at ``path``; ``on_key`` where the key, not its value, is at fault. ``fix`` is what to
    write there where exactly one thing is right, with ``{}`` for what is written now."""

    code: str
    message: str
    path: tuple[str | int, ...]
    help: str = ""
    on_key: bool = False
    fix: str = ""


def read(model: type[R], data: Mapping[str, Any]) -> tuple[R, list[Problem]]:
    """Read ``data`` as ``model``. With problems, the record holds what could be read of it."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _echo(detail)]
        problems = [_problem(model, detail, data) for detail in details]
        return _salvage(model, data), problems


def _echo(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because some of its entries have problems of their own."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _problem(model: type[Record], detail: ErrorDetails, data: Any) -> Problem:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    name = f"`{path[-1]}`" if path else "the file"
    match kind:
        case "missing":
            owner, field = _field(model, path)
            described = " ".join((field.description or "").split()).rstrip(".") if field else ""
            return Problem("KB011", f"missing field {name}", path, f"add `{path[-1]}:` {described}".rstrip(), True)
        case "extra_forbidden":
            owner, _ = _field(model, path)
            allowed = list(owner.model_fields) if owner else []
            fix = only_near(str(path[-1]), set(allowed) - set(_at(data, path[:-1])))
            return Problem("KB010", f"{name} is not a field here", path, _choices(str(path[-1]), allowed), True, fix)
        case "enum" | "literal_error":
            _, field = _field(model, path)
            allowed = values(field.annotation) if field else []
            if "[key]" in detail["loc"]:
                return Problem("KB010", f"{quote(value)} is not allowed here", path, on_key=True)
            if value is None:
                return _told(sentences.CHOSEN_EMPTY, path, _choices(value, allowed))
            fix = only_near(value, allowed) if isinstance(value, str) else ""
            return _told(sentences.NOT_ALLOWED, path, _choices(value, allowed), fix, value=quote(value))
        case "greater_than_equal" | "less_than_equal":
            limit = context.get("ge", context.get("le"))
            word = "at least" if "ge" in context else "at most"
            return Problem("KB013", f"{quote(value)} is out of range", path, f"{_owner(path)} is {word} {limit}")
        case "string_too_short" | "too_short":
            least = context.get("min_length", 1)
            if value in ("", [], ()) or isinstance(value, str):
                return _told(sentences.EMPTY, path)
            return _told(sentences.FEW, path, count=len(value), least=least)
        case "string_too_long":
            return _told(sentences.LONG, path, count=len(value), most=context["max_length"])
        case "string_pattern_mismatch":
            near = iso.country_meant(value) if path[-1] == "country" else _address_in(value)
            near = near if path[-1] in ("country", "url", "archived") and near != value else ""
            fix = near if path[-1] == "country" and len(value) == 2 else ""
            note = f"did you mean {quote(near)}? {pattern_help(path)}" if near else pattern_help(path)
            return _told(sentences.NOT_WELL_FORMED, path, note, fix, value=quote(value))
        case "date_format" | "day_format":
            _, field = _field(model, path)
            is_day = field is not None and date in (field.annotation, *typing.get_args(field.annotation))
            note = sentences.NOT_A_DAY.help if is_day else DATE_HELP
            possible, fix = dates.readings(str(value)), dates.mended(str(value))
            if len(possible) > 1:
                note = f"did you mean {' or '.join(possible)}? {note}"
            return Problem("KB016", detail["msg"], path, note, fix="" if is_day and len(fix) != 10 else fix)
        case "no_such_date":
            note = sentences.NO_SUCH_DATE.help
            note += ", the hour (00 to 23) and the zone" if "T" in str(value) else ""
            return Problem("KB201", detail["msg"], path, note)
        case "private_name":
            return Problem("KB401", detail["msg"], (*path, "name"), sentences.NAMED.help, True)
        case "nameless":
            return Problem("KB011", detail["msg"], path, sentences.NAMELESS.help, True)
        case "one_kind":
            return Problem("KB011", detail["msg"], path, "give exactly one of them")
        case "incomplete" | "level_gap":
            return Problem("KB017", detail["msg"], (*path, context["name"]), on_key=True)
        case _:
            return _wrong_type(path, kind, value)


def _told(sentence: Sentence, path: tuple[str | int, ...], help: str = "", fix: str = "", **values: object) -> Problem:
    message = sentence.message.format(name=_owner(path), **values)
    return Problem(sentence.code, message, path, help or sentence.help, fix=fix)


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        data = data[part]
    return data


EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "is_instance_of": "a date",
    "date_type": "a date",
}


_TRUTHS = dict.fromkeys(("yes", "oui", "on", "true"), "true") | dict.fromkeys(("no", "non", "off", "false"), "false")


def _wrong_type(path: tuple[str | int, ...], kind: str, value: Any) -> Problem:
    expected = EXPECTED.get(kind, "something else")
    places = {"name": _owner(path), "found": _kind_of(value), "expected": expected}
    message = sentences.OF_ANOTHER_KIND.message.format(**places)
    if value is None:
        return Problem("KB012", message, path, sentences.EMPTY.help)
    if expected == "text" and isinstance(value, int | float | bool):
        return Problem("KB012", message, path, 'write it in quotes: "…"', fix='"{}"')
    if expected == "a whole number" and isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
        return Problem("KB012", message, path, "write it without quotes", fix=value)
    if expected == "true or false" and isinstance(value, str) and value.lower() in _TRUTHS:
        return Problem("KB012", message, path, "write `true` or `false`", fix=_TRUTHS[value.lower()])
    if expected == "text":
        mapped = "a text that holds `: ` or starts with a bracket goes into quotes"
        return Problem("KB012", message, path, mapped if isinstance(value, Mapping | list) else "write a text")
    if expected in ("a whole number", "true or false"):
        return Problem("KB012", message, path, "such as 3" if expected == "a whole number" else "write one of the two")
    if expected == "a list":
        return Problem("KB012", message, path, "write [one, two], or one line starting with `- ` for each")
    if expected == "a date":
        return Problem("KB012", message, path, DATE_HELP)
    return Problem("KB012", message, path, "write its fields below it, one a line, indented by two")


def _kind_of(value: Any) -> str:
    match value:
        case None:
            return sentences.FOUND_EMPTY
        case bool():
            return f"the truth value {str(value).lower()}"
        case int() | float():
            return f"the number {quote(value)}"
        case str():
            return f"the text {quote(value)}"
        case Mapping():
            return "a mapping"
        case _:
            return "a list"


def _owner(path: tuple[str | int, ...]) -> str:
    """The last named part of a path: an item of a list is spoken of by the list's name."""
    named = [part for part in path if isinstance(part, str)]
    if not named:
        return "the file"
    name = f"`{named[-1]}`"
    return sentences.ENTRY.format(name=name) if isinstance(path[-1], int) else name


def _choices(value: Any, allowed: list[str]) -> str:
    close = nearest(value, allowed) if isinstance(value, str) else []
    if isinstance(value, str) and iso.language_meant(value) in allowed:
        close = [iso.language_meant(value)]
    listed = "allowed: " + ", ".join(f"`{each}`" for each in allowed)
    return f"did you mean `{close[0]}`? {listed}" if close else listed


def _address_in(text: str) -> str:
    """The address that a text holds, or is but for its beginning; "" where there is none."""
    found = re.search(r"https?://[\w-]+(\.[\w-]+)+[^\s<>\"()\[\]]*", text)
    if found:
        return found[0]
    return f"https://{text}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/[^\s<>\"]*)?", text) else ""


def pattern_help(path: tuple[str | int, ...]) -> str:
    """What a text at ``path`` has to look like."""
    match path[-1] if path else "":
        case "url" | "archived":
            return "an address starts with https:// or http:// and a host, and holds no spaces"
        case "country":
            return "two capital letters, such as FR"
        case "id" if len(path) == 1:
            return (
                "small letters, digits and single hyphens; a case starts with its year, such as 2012-la-redoute-bather"
            )
        case _:
            return "small letters, digits and single hyphens, such as apology-tweet"


def _field(model: type[Record], path: tuple[str | int, ...]) -> tuple[type[Record] | None, FieldInfo | None]:
    """The record class that owns the last name of ``path``, and that field if it has it."""
    owner: type[Record] | None = model
    info: FieldInfo | None = None
    for part in path:
        if isinstance(part, int):
            continue
        if owner is None:
            return None, info
        found = owner.model_fields.get(part)
        if found is None and info is not None and part != path[-1]:
            continue  # the key of a dictionary
        info = found
        if part == path[-1]:
            return owner, info
        owner = record_in(info.annotation) if info else None
    return owner, info


def _salvage(model: type[R], data: Any) -> R:
    """A record of what can be read, with empty stand-ins for the rest; its checks are not run."""
    given = data if isinstance(data, Mapping) else {}
    values: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if name in given:
            values[name] = _salvage_field(info, given[name])
        elif info.is_required():
            values[name] = _stand_in(info.annotation)
    return model.model_construct(**values)


_NOTHING: Any = object()


def _salvage_field(info: FieldInfo, value: Any) -> Any:
    annotation: Any = info.annotation
    for part in info.metadata:
        annotation = typing.Annotated[annotation, part]
    found = _readable(annotation, value)
    if found is not _NOTHING:
        return found
    return _stand_in(info.annotation) if info.is_required() else info.get_default(call_default_factory=True)


def _readable(annotation: Any, value: Any) -> Any:
    """What can be read of ``value``, always of the kind that ``annotation`` names; _NOTHING where nothing can."""
    try:
        return TypeAdapter(annotation).validate_python(value)
    except ValidationError:
        pass
    bare, record = annotation, record_in(annotation)
    while typing.get_origin(bare) is typing.Annotated:
        bare = typing.get_args(bare)[0]
    inner = typing.get_args(bare)
    if typing.get_origin(bare) is tuple:
        items = [_readable(inner[0], item) for item in value] if isinstance(value, list) else []
        if record:  # a record that is none keeps its place: problems are told by position
            return tuple(_salvage(record, {}) if item is _NOTHING else item for item in items)
        return tuple(item for item in items if item is not _NOTHING)
    if typing.get_origin(bare) is dict:
        pairs = value.items() if isinstance(value, Mapping) else ()
        read = {_readable(inner[0], key): _readable(inner[1], item) for key, item in pairs}
        return {key: item for key, item in read.items() if key is not _NOTHING and item is not _NOTHING}
    if record and isinstance(value, Mapping):
        return _salvage(record, value)
    # Badly formed, but still what other places refer to.
    return value if isinstance(value, str) and str in (bare, *inner) else _NOTHING


def _stand_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _salvage(annotation, {})
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation))
    origin = typing.get_origin(annotation)
    if origin is tuple:
        return ()
    if origin is dict:
        return {}
    if annotation is str:
        return ""
    return None


def plain_values(record: Record) -> dict[str, Any]:
    """The record as plain values, dates as written, without what was left out."""
    return typing.cast(dict[str, Any], _plain(record))


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        given = {name: getattr(value, name) for name in type(value).model_fields if name in value.model_fields_set}
        return {name: _plain(each) for name, each in given.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value.value if isinstance(value, Enum) else value
    return str(value)
