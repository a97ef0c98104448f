"""Learning paths: each step one thing that exists, the minutes summed."""

from __future__ import annotations

import json

import pytest
from casebooks import NOW, ROOT

from kb.loading import Loaded, load
from kb.model import Path, digests
from kb.project import Project
from kb.source import load as load_source


def with_path(casebook: Project, old: str, new: str) -> Loaded:
    file = casebook.paths / "a-first-look.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return load(casebook, now=NOW)


def messages(loaded: Loaded) -> list[str]:
    return [f"{each.code} {each.message}" for each in loaded.diagnostics]


def test_a_path_is_read_in_order(casebook: Project) -> None:
    path = load(casebook, now=NOW).corpus.paths["a-first-look"]
    assert isinstance(path, Path)
    assert [(step.kind, step.what) for step in path.steps] == [
        ("play", "2020-lamp-recall"),
        ("case", "2021-bakery-silence"),
        ("lesson", "answer-early"),
        ("tactic", "apology"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("play: 2020-lamp-recall", "play: 2021-bakery-silence", "KB117 `2021-bakery-silence` is not a case that can be played"),
        ("case: 2021-bakery-silence", "case: 2021-bakery", "KB117 `2021-bakery` is not a case"),
        ("case: 2021-bakery-silence", "discuss: 2021-bakery-silence", "KB117 `2021-bakery-silence` is not a case with a class pack"),
        ("lesson: answer-early", "lesson: answer-soon", "KB105 `answer-soon` is not a lesson"),
        ("tactic: apology", "tactic: apologie", "KB104 `apologie` is not a tactic"),
        ("minutes: 15", "minutes: 60", "KB118 60 minutes, and the steps take 15"),
        ("id: a-first-look", "id: a-look", "KB101 id `a-look` is not the file name"),
        ("    minutes: 3", "    tactic: silence\n    minutes: 3", "KB011 a step is one of case, play, discuss, lesson, tactic"),
        ("  - lesson: answer-early\n    minutes", "  - minutes", "KB011 a step is one of case, play, discuss, lesson, tactic"),
        ("minutes: 2", "minutes: two", "KB012 `minutes` is the text `two`, it should be a whole number"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_path_is_said(casebook: Project, old: str, new: str, said: str) -> None:
    assert messages(with_path(casebook, old, new)) == [said]


def test_a_withdrawn_case_is_missed_by_the_paths_that_lead_to_it(casebook: Project) -> None:
    lamp = casebook.cases / "2020-lamp-recall.yml"
    lamp.write_text(
        lamp.read_text("utf-8").replace(
            "status: reviewed", "status: withdrawn\nstatus_reason: The source took it back."
        ),
        "utf-8",
    )
    assert "KB117 `2020-lamp-recall` is not a case that can be played" in messages(load(casebook, now=NOW))


def test_a_path_is_translated(casebook: Project) -> None:
    original = load_source(casebook.paths / "a-first-look.yml").data
    assert original is not None
    french = {
        "translates": "a-first-look",
        "language": "fr",
        "made_from": digests(Path, original),
        "title": "Un premier regard",
        "objectives": ["Répondre tôt."],
        "steps": [{"note": "Choisissez avant de lire la suite."}],
    }
    (casebook.paths / "a-first-look.fr.yml").write_text(json.dumps(french), "utf-8")
    loaded = load(casebook, now=NOW)
    assert messages(loaded) == []
    assert list(loaded.corpus.paths) == ["a-first-look"]
    told = loaded.corpus.in_language("fr").paths["a-first-look"]
    assert (told.title, told.steps[0].note) == ("Un premier regard", "Choisissez avant de lire la suite.")
    assert told.steps[0].what == "2020-lamp-recall"


def test_a_casebook_needs_no_paths(casebook: Project) -> None:
    (casebook.paths / "a-first-look.yml").unlink()
    casebook.paths.rmdir()
    assert messages(load(casebook, now=NOW)) == []


def test_there_are_programmes_of_ten_minutes_an_hour_and_half_a_day() -> None:
    paths = load(Project(ROOT), check=False).corpus.paths
    assert {name: paths[name].minutes for name in ("ten-minutes", "one-hour", "half-a-day")} == {
        "ten-minutes": 10,
        "one-hour": 60,
        "half-a-day": 240,
    }
