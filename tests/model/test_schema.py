"""The JSON Schema for editors says what the model says."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from casebooks import ROOT
from jsonschema import Draft202012Validator

from kb.exports.schemas import schemas
from kb.loading import load
from kb.project import Project
from kb.source import load as load_source

CORPUS = load(Project(ROOT), check=False).corpus
SCHEMAS = {name.split(".")[0]: json.loads(text) for name, text in schemas(CORPUS)}


def test_the_committed_schemas_are_current() -> None:
    for name, text in schemas(CORPUS):
        assert (ROOT / "schema" / name).read_text("utf-8") == text, f"{name} is out of date: run `make schema`"


@pytest.mark.parametrize(
    ("kind", "folder"),
    [
        ("case", "cases"),
        ("tactic", "taxonomy/tactics"),
        ("lesson", "taxonomy/lessons"),
        ("path", "taxonomy/paths"),
    ],
)
def test_every_record_meets_its_schema(kind: str, folder: str) -> None:
    files = sorted((ROOT / folder).glob("*.yml"))
    assert files
    for file in files:
        validator = Draft202012Validator(SCHEMAS[f"{kind}-translation" if "." in file.stem else kind])
        assert [error.message for error in validator.iter_errors(load_source(file).data)] == [], file.name


def test_every_record_names_its_schema_for_editors() -> None:
    for pattern in ("cases/*.yml", "taxonomy/*/*.yml", "taxonomy/vocabulary*.yml"):
        for file in ROOT.glob(pattern):
            first = file.read_text("utf-8").splitlines()[0]
            assert first.startswith("# yaml-language-server: $schema="), file.name
            assert (file.parent / first.partition("=")[2]).resolve().is_file(), file.name


def a_case() -> dict[str, Any]:
    data = load_source(ROOT / "tests" / "corpus" / "valid" / "cases" / "2020-lamp-recall.yml").data
    assert data is not None
    data["timeline"][0]["tactics"] = ["apology"]
    data["moves"][0]["tactic"] = "apology"
    data["lessons"][0]["lesson"] = next(iter(CORPUS.lessons))
    return copy.deepcopy(data)


def errors(data: dict[str, Any]) -> int:
    return sum(1 for _ in Draft202012Validator(SCHEMAS["case"]).iter_errors(data))


def test_an_editor_refuses_a_private_person_with_a_name() -> None:
    data = a_case()
    data["decisions"] = []
    assert errors(data) == 0
    data["actors"][1] = {
        "id": "customer",
        "name": "Jeanne Martin",
        "role": "a customer",
        "kind": "customer",
        "side": "challenger",
    }
    assert errors(data) > 0


def test_an_editor_offers_the_ids_that_exist() -> None:
    event = SCHEMAS["case"]["$defs"]["Event"]["properties"]
    assert set(event["tactics"]["items"]["enum"]) == set(CORPUS.tactics)
    assert "twitter" in event["platform"]["anyOf"][0]["enum"]


def test_every_field_is_described() -> None:
    for kind in ("case", "tactic", "lesson", "path"):
        for name, definition in {kind: SCHEMAS[kind], **SCHEMAS[kind]["$defs"]}.items():
            for field, schema in definition.get("properties", {}).items():
                described = schema.get("description") or "$ref" in schema  # a record's own description serves
                assert described or name in ("Bilingual", "BilingualList"), f"{name}.{field}"


def test_an_editor_wants_one_thing_a_step() -> None:
    validator = Draft202012Validator(SCHEMAS["path"])

    def wrong(step: dict[str, Any]) -> int:
        path = load_source(ROOT / "taxonomy" / "paths" / "ten-minutes.yml").data
        assert path is not None
        return sum(1 for _ in validator.iter_errors({**path, "steps": [{"minutes": 5, **step}]}))

    assert wrong({"play": "2014-greggs-logo"}) == 0
    assert wrong({}) > 0
    assert wrong({"play": "2014-greggs-logo", "lesson": "read-before-you-answer"}) > 0
    assert wrong({"play": "2022-orpea-book"}) > 0
