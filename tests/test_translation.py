"""Translations: what is translated, what is missing, what is out of date."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from casebooks import ROOT
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kb.cli import kb
from kb.loading import load
from kb.model import Case, Lesson, Tactic, Vocabulary, digests, overlay, texts
from kb.project import Project
from kb.search.library import Library
from kb.search.query import Query, parse
from kb.source import load as load_source
from kb.source import parse as parse_source
from kb.translating import State, Translatable, restamped, skeleton, stamp, state, translatables

LAMP = "2020-lamp-recall"
FRENCH = ROOT / "tests" / "corpus" / "translation" / f"{LAMP}.fr.yml"
RECORDS = [
    (model, load_source(file).data or {})
    for model, pattern in (
        (Case, "cases/*.yml"),
        (Tactic, "taxonomy/tactics/a*.yml"),
        (Lesson, "taxonomy/lessons/*.yml"),
        (Vocabulary, "taxonomy/vocabulary.yml"),
    )
    for file in ROOT.glob(pattern)
    if "." not in file.stem
]


@pytest.fixture
def french(casebook: Project) -> Project:
    """The small casebook with one case in French too."""
    shutil.copy(FRENCH, casebook.cases)
    return casebook


def lamp(project: Project) -> Translatable:
    return next(each for each in translatables(project) if each.id == LAMP)


def kb_run(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(kb, ["--root", str(project.root), *arguments], standalone_mode=False)


def changed(value: Any) -> Any:
    """Every text marked, what names entries left alone."""
    names = ("id", "event", "tactic", "lesson", "source", "actor")
    if isinstance(value, dict):
        return {key: each if key in names and isinstance(each, str) else changed(each) for key, each in value.items()}
    return [changed(each) for each in value] if isinstance(value, list) else f"≈{value}"


@given(st.sampled_from(RECORDS))
def test_the_texts_of_a_record_laid_over_it_are_the_record(record: tuple[type[Any], dict[str, Any]]) -> None:
    model, data = record
    laid = overlay(model, data, texts(model, data))
    assert laid.gaps == ()
    assert laid.data == data


@given(st.sampled_from(RECORDS))
def test_every_text_is_replaced_and_nothing_else(record: tuple[type[Any], dict[str, Any]]) -> None:
    model, data = record
    other = changed(texts(model, data))
    laid = overlay(model, data, other)
    assert laid.gaps == ()
    assert texts(model, laid.data) == other
    plain = str(laid.data).replace("≈", "")
    assert plain == str(data)


@given(st.sampled_from(RECORDS), st.data())
def test_a_missing_part_is_a_gap(record: tuple[type[Any], dict[str, Any]], draw: st.DataObject) -> None:
    model, data = record
    other = texts(model, data)
    part = draw.draw(st.sampled_from(sorted(other)))
    del other[part]
    assert overlay(model, data, other).gaps


@pytest.mark.parametrize("junk", [None, 3, "x", [], [3], {"x": 1}, [{"id": 3}], {"timeline": 3}])
def test_what_is_no_translation_is_said_and_does_not_break(junk: Any) -> None:
    model, data = RECORDS[0]
    other = texts(model, data)
    for part in other:
        assert overlay(model, data, {**other, part: junk}).gaps or junk is not None


def test_a_case_is_read_in_its_other_language(french: Project) -> None:
    corpus = load(french).corpus
    case = corpus.in_language("fr").cases[LAMP]
    assert case.title == "La lampe qui chauffait trop"
    assert case.language.value == "fr"
    assert case.timeline[0].at == corpus.cases[LAMP].timeline[0].at
    assert [each.language.value for each in corpus.versions(corpus.cases[LAMP])] == ["en", "fr"]


def test_a_translation_is_missing_then_complete_then_stale(casebook: Project) -> None:
    loaded = load(casebook)
    assert state(casebook, loaded, lamp(casebook), "fr") is State.MISSING
    assert state(casebook, loaded, lamp(casebook), "en") is None
    shutil.copy(FRENCH, casebook.cases)
    assert state(casebook, load(casebook), lamp(casebook), "fr") is State.COMPLETE
    original = casebook.cases / f"{LAMP}.yml"
    original.write_text(original.read_text("utf-8").replace("reports the recall", "praises the recall"), "utf-8")
    assert state(casebook, load(casebook), lamp(casebook), "fr") is State.STALE
    assert kb_run(casebook, "translate", "done", LAMP, "fr").return_value == 0
    assert state(casebook, load(casebook), lamp(casebook), "fr") is State.COMPLETE


def test_a_skeleton_shows_every_text_and_asks_for_its_translation(casebook: Project) -> None:
    done = kb_run(casebook, "translate", "new", LAMP, "fr")
    assert done.return_value == 0
    text = (casebook.cases / f"{LAMP}.fr.yml").read_text("utf-8")
    assert "# The Gazette reports the recall." in text
    assert state(casebook, load(casebook), lamp(casebook), "fr") is State.INCOMPLETE
    refused = kb_run(casebook, "translate", "new", LAMP, "fr")
    assert "is there already" in str(refused.exception)
    assert text == (casebook.cases / f"{LAMP}.fr.yml").read_text("utf-8")


@given(st.sampled_from([record for record in RECORDS if record[0] is Case]))
def test_a_skeleton_has_the_shape_of_the_original(record: tuple[type[Any], dict[str, Any]]) -> None:
    model, data = record
    each = Translatable("case", data["id"], Path("x.yml"), model)
    found = parse_source(skeleton(each, data, "fr"), Path("x.yml")).data or {}
    assert found["made_from"] == digests(model, data)
    assert not [gap for gap in overlay(model, data, found).gaps if gap.stray]
    assert restamped(skeleton(each, data, "fr"), stamp(each, data)) == skeleton(each, data, "fr")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "2020-lamp-recal", "fr"), "did you mean `2020-lamp-recall`?"),
        (("new", LAMP, "en"), "is itself written in `en`"),
        (("done", LAMP, "fr"), "kb translate new"),
    ],
)
def test_a_wrong_word_gets_help(casebook: Project, arguments: tuple[str, ...], said: str) -> None:
    assert said in str(kb_run(casebook, "translate", *arguments).exception)


def test_a_translated_case_is_found_in_either_language(french: Project) -> None:
    library = Library(french)
    for words in ("lampshade", "abat-jour brûlé", "surchauffe"):
        found = library.search(Query(parse(words, set()).terms), lambda line: None)
        assert [hit.stored["id"] for hit in found.hits][:1] == [LAMP], words


def test_a_changed_translation_is_indexed_anew(french: Project) -> None:
    library, quiet = Library(french), lambda line: None
    library.refresh(quiet)
    file = french.cases / f"{LAMP}.fr.yml"
    file.write_text(file.read_text("utf-8").replace("surchauffé", "grésillé"), "utf-8")
    assert library.refresh(quiet).read == 1
    assert library.search(Query(parse("grésillé", set()).terms), quiet).total == 1
    file.unlink()
    assert library.refresh(quiet).read == 1
    assert library.search(Query(parse("abat-jour", set()).terms), quiet).total == 0
