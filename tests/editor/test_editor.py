"""An editor with the YAML language server completes, explains and checks case files.

`make editor` installs the server into `build/node` and runs this; without it, KB_REQUIRE_EDITOR=1 turns the skip into
a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from casebooks import ROOT
from language_server import LanguageServer

from kb.draft import Draft, slug
from kb.loading import load
from kb.model import ActorKind, Case, Confidence, fields
from kb.project import Project
from kb.skeleton import skeleton

PROGRAM = ROOT / "build" / "node" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
BATHER = (ROOT / "cases" / "2012-la-redoute-bather.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    node = shutil.which("node")
    missing = "node is missing" if node is None else "" if PROGRAM.is_file() else "`make editor` installs the server"
    if missing:
        if os.environ.get("KB_REQUIRE_EDITOR"):
            pytest.fail(missing)
        pytest.skip(missing)
    assert node
    running = LanguageServer(node, PROGRAM, ROOT)
    yield running
    running.close()


def place(text: str, words: str, after: bool = False) -> tuple[int, int]:
    """Line and column, from 0, where ``words`` stand or end."""
    at = text.index(words) + (len(words) if after else 0)
    return text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)


@pytest.mark.parametrize(
    ("words", "described"),
    [
        ("headline:", "headline"),
        ("organisation:", "organisation"),
        ("timeline:", "timeline"),
        ("keywords:", "keywords"),
    ],
)
def test_the_description_of_a_field_is_shown_on_hover(server: LanguageServer, words: str, described: str) -> None:
    uri = server.open("cases/2012-la-redoute-bather.yml", BATHER)
    shown = server.hover(uri, *place(BATHER, words)).replace("\\", "")
    assert fields(Case)[described].description in shown


def test_fields_inside_an_event_are_explained_too(server: LanguageServer) -> None:
    uri = server.open("cases/2012-la-redoute-bather.yml", BATHER)
    shown = server.hover(uri, *place(BATHER, "confidence: reported"))
    assert "a source saw it (documented)" in shown.replace("\\", "")


def offered(server: LanguageServer, old: str, new: str) -> dict[str, str]:
    """What is offered at the end of ``new``, put in the place of ``old``."""
    assert old in BATHER
    text = BATHER.replace(old, new, 1)
    uri = server.open(f"cases/2012-{slug(old)}.yml", text)
    return server.completions(uri, *place(text, new, after=True))


def test_the_values_of_a_fixed_list_are_offered(server: LanguageServer) -> None:
    found = offered(server, "    confidence: reported\n", "    confidence: ")
    assert {each.value for each in Confidence} <= set(found)


def test_the_words_of_the_vocabulary_and_the_tactics_that_exist_are_offered(server: LanguageServer) -> None:
    corpus = load(Project(ROOT), check=False).corpus
    assert set(corpus.vocabulary.sectors) <= set(offered(server, "sector: retail", "sector: "))
    found = offered(server, "tactics: [screenshot-relay]\n", "tactics: [")
    assert set(corpus.tactics) <= set(found)


def test_fields_that_are_not_there_yet_are_offered_with_their_description(server: LanguageServer) -> None:
    found = offered(server, "  kind: brand\n\ncrisis:", "  kind: brand\n  s")
    assert "Its size at the time" in found["size"]


def test_what_kb_validate_accepts_the_editor_accepts(server: LanguageServer) -> None:
    files = [
        *sorted(ROOT.glob("cases/*.yml")),
        *sorted(ROOT.glob("taxonomy/*/*.yml")),
        ROOT / "taxonomy/vocabulary.yml",
    ]
    assert len(files) > 100
    opened = [server.open(str(file.relative_to(ROOT)), file.read_text("utf-8")) for file in files]
    assert [(uri, found) for uri in opened if (found := server.problems(uri))] == []


def test_a_word_that_is_not_allowed_is_underlined(server: LanguageServer) -> None:
    text = BATHER.replace("tactics: [screenshot-relay]", "tactics: [screenshot-rely]", 1)
    assert any("screenshot-relay" in each for each in server.problems(server.open("cases/2012-misspelt.yml", text)))


def test_a_new_case_is_understood_and_its_empty_fields_are_underlined(server: LanguageServer, tmp_path: Path) -> None:
    corpus = load(Project(ROOT), check=False).corpus
    draft = Draft("Lumen", "retail", "2020-03", "challenge", "The lamp", "It burnt. It was taken back.")
    text = skeleton(draft, "2020-lumen", "en", corpus.known, date(2026, 1, 1), "../schema/case.schema.json")
    uri = server.open("cases/2020-lumen.yml", text)
    assert server.problems(uri)
    assert fields(Case)["headline"].description in server.hover(uri, *place(text, "headline:"))
    assert "FR" in server.hover(uri, *place(text, "country:"))
    text = text.replace("    kind:\n", "    kind: \n", 1)
    offered = server.completions(server.open("cases/2020-lumen-2.yml", text), *place(text, "    kind: ", after=True))
    assert {each.value for each in ActorKind} <= set(offered)
