"""JSON Schema of the case, tactic, lesson and vocabulary files, for editors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kb.model.references import plan, record_in
from kb.model.terms import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_file(model: type[Record], translated: bool = False) -> str:
    """The name of the file with the schema of ``model``, or of its translations."""
    return f"{model.__name__.lower()}{'-translation' if translated else ''}.schema.json"


def json_schema(model: type[Record], known: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The schema of ``model``; ``known`` lists the ids that a reference to each target may take."""
    schema = model.model_json_schema()
    definitions = {model.__name__: schema, **schema.get("$defs", {})}
    for record in _records(model, {}).values():
        properties = definitions[record.__name__]["properties"]
        for name, target, _ in plan(record):
            if target is not None and target in known:
                _restrict(properties[name], sorted(known[target]))
    return {"$schema": DIALECT, **schema}


def _restrict(field: dict[str, Any], ids: list[str]) -> None:
    for branch in field.get("anyOf", [field]):
        if branch.get("type") == "array":
            branch["items"] = {"enum": ids}
        elif branch.get("type") == "string":
            branch["enum"] = ids


def _records(model: type[Record], seen: dict[str, type[Record]]) -> dict[str, type[Record]]:
    if model.__name__ not in seen:
        seen[model.__name__] = model
        for info in model.model_fields.values():
            if nested := record_in(info.annotation):
                _records(nested, seen)
    return seen
