"""What changed, told from git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown
from test_cli import run

from kb.exports.changes import literal
from kb.project import Project


def git(root: Path, *arguments: str) -> None:
    identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org"}
    identity |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in identity.items()}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env=os.environ | identity | quiet)


@pytest.fixture
def history(casebook: Project) -> Project:
    """The small casebook, committed on `main`, with a branch checked out."""
    (casebook.root / ".gitignore").write_text("build/\n")
    git(casebook.root, "init", "-b", "main")
    git(casebook.root, "add", ".")
    git(casebook.root, "commit", "-m", "first")
    git(casebook.root, "checkout", "-b", "work")
    return casebook


def test_where_nothing_changed_it_says_so(history: Project) -> None:
    ran = run("changes", root=history.root)
    assert (ran.status, ran.out) == (0, "No case, tactic, lesson or word of the vocabulary changes.\n")


def test_a_new_case_comes_with_its_measures_its_like_and_its_warnings(history: Project, lamp: Path) -> None:
    twin = (
        lamp.read_text().replace("id: 2020-lamp-recall", "id: 2020-twin").replace("role: a customer", "role: Anna Lamp")
    )
    (history.cases / "2020-twin.yml").write_text(twin)
    (row,) = [line for line in run("changes", root=history.root).out.splitlines() if "twin" in line]
    title, change, measures, similar, problems = row.strip("| ").split(" | ")
    assert title == r"The lamp that got too hot<br>cases/2020\-twin.yml"
    assert change == "new, reviewed"
    assert measures == "3 events, level 4<br>first response: 2 h 45 min<br>2 of 2 sources independent"
    assert similar == r"2020\-lamp\-recall"
    assert problems == r"KB407 \`Anna Lamp\` looks like a name (line 26)"


def test_a_changed_case_names_the_parts_that_changed_committed_or_not(history: Project, lamp: Path) -> None:
    lamp.write_text(lamp.read_text().replace("title: The lamp", "title: A lamp"))
    git(history.root, "commit", "-am", "title")
    lamp.write_text(lamp.read_text().replace("figure: 90 %", "figure: 91 %"))
    assert "| changed: title, outcome |" in run("changes", root=history.root).out


def test_a_change_of_form_alone_is_said_to_be_one(history: Project, lamp: Path) -> None:
    lamp.write_text("# a comment\n" + lamp.read_text())
    assert "| changed: nothing but its form |" in run("changes", root=history.root).out


def test_removed_cases_and_changed_tactics_are_listed(history: Project, lamp: Path) -> None:
    lamp.unlink()
    tactic = history.tactics / "apology.yml"
    tactic.write_text(tactic.read_text() + "# more\n")
    out = run("changes", root=history.root).out
    assert r"| cases/2020\-lamp\-recall.yml | removed |" in out
    assert "- changed: nothing but its form: taxonomy/tactics/apology.yml" in out


def test_what_came_to_main_meanwhile_is_not_counted(history: Project, lamp: Path) -> None:
    git(history.root, "checkout", "main")
    lamp.write_text(lamp.read_text().replace("title: The lamp", "title: A lamp"))
    git(history.root, "commit", "-am", "title")
    git(history.root, "checkout", "work")
    assert run("changes", root=history.root).out.startswith("No case")


def test_a_file_that_cannot_be_read_still_has_its_row(history: Project, lamp: Path) -> None:
    lamp.write_text("id: [")
    (row,) = [line for line in run("changes", root=history.root).out.splitlines() if "lamp" in line]
    assert "KB004" in row


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", ""])
def test_an_unknown_reference_ends_with_what_to_do(history: Project, ref: str) -> None:
    ran = run("changes", f"--against={ref}", root=history.root)
    assert (ran.status, ran.out) == (2, "")
    assert "--against" in ran.err
    assert not (history.root / "x").exists()


def test_outside_a_repository_it_says_so(casebook: Project) -> None:
    ran = run("changes", root=casebook.root)
    assert ran.status == 2
    assert "not a git repository" in ran.err


@given(st.text(alphabet=st.sampled_from("ab \n|`*_[]()<>!#@&\\-+~:h.ps/{}$'\"")))
def test_the_text_of_a_case_stays_text_in_the_report(text: str) -> None:
    shown = markdown(f"x {literal(text)} x")
    assert not {part for part in ("<a", "<img", "<em", "<strong", "<code", "<h1") if part in shown}
    assert "\n" not in literal(text)
