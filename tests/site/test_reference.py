"""The page that explains every field is derived, whole and true."""

from __future__ import annotations

import pytest
import yaml
from casebooks import ROOT

from kb.loading import load
from kb.model import Case, Lesson, Tactic, describe, record_types
from kb.project import Project
from kb.site.pages import render
from kb.site.reference import Field, Section, _written, sections

CORPUS = load(Project(ROOT), check=False).corpus
SECTIONS = sections(CORPUS)
FIELDS = [(section, field) for section in SECTIONS for field in section.fields]


def test_every_record_and_every_field_is_there() -> None:
    models = {model for root in (Case, Tactic, Lesson) for model in record_types(root)}
    assert {section.name for section in SECTIONS} == {model.__name__ for model in models}
    assert [section.name for section in SECTIONS if section.file] == ["Case", "Tactic", "Lesson"]
    assert len(FIELDS) == sum(len(model.model_fields) for model in models)
    assert all(section.text for section in SECTIONS)


@pytest.mark.parametrize(("section", "field"), FIELDS, ids=lambda each: getattr(each, "name", ""))
def test_every_field_says_what_it_is_and_shows_how_it_is_written(section: Section, field: Field) -> None:
    described = field.described
    assert len(described.text) > 3
    if described.record is not None:
        assert field.section in {each.anchor for each in SECTIONS}
        return
    assert field.example is not None
    ((name, value),) = yaml.load(field.example.text, yaml.BaseLoader).items()
    assert name == described.name
    assert isinstance(value, list) == described.many
    if described.kind == "term" or described.target in ("sectors", "platforms", "crisis_types", "families"):
        allowed = {each.value for each in field.values}
        assert {value} <= allowed if isinstance(value, str) else set(value) <= allowed


def test_an_example_stands_in_the_record_that_it_links_to() -> None:
    from_cases = [
        (section, field) for section, field in FIELDS if field.example and field.example.path.startswith("cases/")
    ]
    assert len(from_cases) > 50
    for _, field in from_cases:
        assert field.example is not None
        case = CORPUS.cases[field.example.path.split("/")[1]]
        value = yaml.load(field.example.text, yaml.BaseLoader)[field.described.name]
        words = value[0] if isinstance(value, list) else value
        text = " ".join((ROOT / "cases" / f"{case.id}.yml").read_text("utf-8").split())
        assert words[:30] in text.replace('\\"', '"').replace("''", "'"), field.described.name


@pytest.mark.parametrize(
    "value", ["a: b", "'x", "[x]", "# x", "x #y", 'say "a: b"', "-x", "x:", "back\\slash: x", True, 12]
)
def test_what_yaml_would_mistake_is_quoted(value: object) -> None:
    assert yaml.load(_written("field", value), yaml.BaseLoader) == {
        "field": str(value).lower() if value is True else str(value)
    }
    if isinstance(value, str):
        assert yaml.load(_written("field", [value, "a, b"]), yaml.BaseLoader) == {"field": [value, "a, b"]}


def test_the_page_shows_descriptions_values_and_limits() -> None:
    (page,) = [page for page in render(CORPUS, ROOT / "site" / "templates") if page.path == "fields/"]
    assert page.body is not None
    for words in (
        "Short permanent name: it is the address of this moment.",
        "fire" + "storm",
        "required · one of the values below",
        "300 characters at most",
        'id="record-event-at"',
    ):
        assert words in page.body
    (event,) = [field for field in describe(Case) if field.name == "timeline"]
    assert (event.kind, event.many, event.required) == ("record", True, True)
