"""The same problems in each output format."""

from __future__ import annotations

import json

from casebooks import Spoil

from kb.loading import Loaded
from kb.reporters import REPORTERS, Report, plain


def report(loaded: Loaded, name: str) -> str:
    made = Report(len(loaded.corpus.cases), list(loaded.diagnostics), loaded.sources)
    return "\n".join(str(line) for line in REPORTERS[name](made))


def test_concise_is_one_line_a_problem(spoil: Spoil) -> None:
    assert report(spoil(("level: 4", "level: 9")), "concise") == (
        "cases/2020-lamp-recall.yml:64:12: error[KB204] level 9 is not defined (levels go from 0 to 5)"
    )


def test_json_is_one_object_with_places_from_one(spoil: Spoil) -> None:
    assert json.loads(report(spoil(("level: 4", "level: 9")), "json")) == {
        "cases": 2,
        "diagnostics": [
            {
                "code": "KB204",
                "severity": "error",
                "message": "level 9 is not defined",
                "help": "levels go from 0 to 5",
                "file": "cases/2020-lamp-recall.yml",
                "line": 64,
                "column": 12,
                "end_line": 64,
                "end_column": 13,
                "fix": None,
            }
        ],
    }


def test_github_commands_cannot_be_forged_by_a_case(spoil: Spoil) -> None:
    text = report(spoil(("status: reviewed", 'status: "x\\n::set-output name=a::b%0A"')), "github")
    assert text.startswith("::error file=cases/2020-lamp-recall.yml,line=4,col=9,")
    assert len(text.splitlines()) == 1
    assert "%250A" in text


def test_a_terminal_obeys_nothing_that_a_case_says(spoil: Spoil) -> None:
    text = report(spoil(("status: reviewed", "status: \u202ereviewed\u009b2J")), "full")
    assert "\u202e" not in text
    assert "\u009b" not in text
    assert plain("\x1b[2J") == "\\x1b[2J"


def test_a_clean_casebook_prints_nothing(spoil: Spoil) -> None:
    loaded = spoil()
    assert [report(loaded, name) for name in ("full", "concise", "github")] == ["", "", ""]
