"""The page of rules, and what the form takes from them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from casebooks import ROOT

from kb.codes import all_codes
from kb.corpus import Corpus
from kb.loading import load
from kb.model import Case
from kb.project import Project
from kb.site.expressions import for_browsers
from kb.site.form import cases, schema
from kb.site.pages import render

TEMPLATES = ROOT / "site" / "templates"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load(Project(ROOT), check=False).corpus


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_is_explained_under_its_code(corpus: Corpus, language: str) -> None:
    (body,) = [page.body for page in render(corpus, TEMPLATES, language) if page.path == "contribute/rules/"]
    assert body is not None
    shown = html.unescape(re.sub(r"</?code>", "", body)).replace("`", "")
    for each in all_codes().values():
        assert f'<div id="{each.code}">' in body
        for text in (each.says.rule, each.says.why, each.says.wrong, each.says.right):
            assert text.replace("`", "") in shown, each.code
    assert ("Faux et juste" in body) == (language == "fr")


def test_every_sentence_of_the_form_has_its_code_and_every_place_a_value(corpus: Corpus) -> None:
    made = schema(corpus, "en", lambda text: text)
    checking = "".join(
        (ROOT / "site" / "theme" / "assets" / f"form-{name}.js").read_text() for name in ("check", "texts")
    )
    for name, said in made["said"].items():
        assert said["code"] in {*all_codes(), ""}
        assert said["message"]
        assert f'"{name}"' in checking or name in ("date", "zone", "calendar", "ends-first"), (
            name
        )  # those, moments name


def test_the_cases_there_are_are_told_and_what_is_kept_back_is_not(casebook: Project, lamp: Path) -> None:
    lamp.write_text(lamp.read_text().replace("status: reviewed", "status: reviewed\nvisibility: noindex"))
    told = {each[0]: each for each in json.loads(cases(load(casebook, check=False).corpus))}
    assert told["2020-lamp-recall"] == ["2020-lamp-recall", "../../cases/2020-lamp-recall/"]
    assert told["2021-bakery-silence"][2:4] == ["The bakery that said nothing", "Panis"]


def test_the_form_asks_in_french_for_what_it_asks_in_english(corpus: Corpus) -> None:
    (body,) = [page.body for page in render(corpus, TEMPLATES, "fr") if page.path == "contribute/form/"]
    found = re.search(r"data-schema='([^']*)'", body or "")
    assert found
    made = json.loads(html.unescape(found[1]))
    assert [each["name"] for each in made["fields"]][:3] == ["id", "title", "language"]
    title = next(each for each in made["fields"] if each["name"] == "title")
    assert title["text"] == "Le titre, comme on le dirait à un collègue."
    assert title["text"] != Case.model_fields["title"].description
    assert made["said"]["KB203"]["message"] == "`{0}` est dans le futur"


def test_an_expression_keeps_its_meaning_and_its_case() -> None:
    assert for_browsers(re.compile(r"\bà\w[\w-](?P<x>\d)")) == (
        r"(?:(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_]))à[\p{L}\p{N}_][\p{L}\p{N}_-](?<x>\p{Nd})",
        "u",
    )
    assert for_browsers(re.compile(r'"\"', re.IGNORECASE)) == ('""', "iu")
