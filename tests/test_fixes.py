"""`kb validate --fix` does what exactly one thing is right for, says it, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from casebooks import NOW, ROOT, Spoil, run
from hypothesis import given
from hypothesis import strategies as st

from kb import dates
from kb.loading import load
from kb.project import Project


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("sector: consumer-goods", "sectr: consumer-goods"),
        ("status: reviewed", "status: revewed"),
        ("kind: brand\n    side: organisation", "kind: brand\n    side: Organisation"),
        ("tactics: [apology]", "tactics: [apolgy]"),
        ("lesson: answer-early", "lesson: 'answer-erly'"),
        ("platform: press", "platform: pres"),
        ("sources: [gazette, lumen]", "sources: [gazete, lumen]"),
        ("until: picture", "until: pictur"),
        ("level: 4", 'level: "4"'),
        ("taken: true", "taken: yes"),
        ("at: 2020-03-03\n", "at: 2020/3/3\n"),
        ("accessed: 2021-01-15", "accessed: 2021-1-15"),
        ("at: 2020-03-02T12:15+01:00", "at: 2020-03-02 12:15 +0100"),
    ],
)
def test_what_has_one_right_form_is_given_it(casebook: Project, lamp: Path, right: str, wrong: str) -> None:
    good = lamp.read_text()
    assert right in good
    lamp.write_text(good.replace(right, wrong, 1))
    ran = run("validate", "--fix", root=casebook.root)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.startswith("fixed cases/2020-lamp-recall.yml:")
    assert lamp.read_text() == good


def test_each_change_is_said(casebook: Project, lamp: Path) -> None:
    lamp.write_text(
        lamp.read_text().replace("tactics: [apology]", "tactics: [apolgy]").replace("title: The l", "title: 4 #")
    )
    ran = run("validate", "--fix", "--format", "concise", root=casebook.root)
    assert 'fixed cases/2020-lamp-recall.yml:2:8: `4` is now `"4"` (KB012)' in ran.err
    assert ":49:15: `apolgy` is now `apology` (KB104)" in ran.err
    assert ran.err.endswith("no problems\n")


def test_a_level_never_falls_again(casebook: Project, lamp: Path) -> None:
    text = lamp.read_text()
    lamp.write_text(text.replace("level: 4", "level: 0"))
    assert run("validate", "--fix", root=casebook.root).status == 0
    assert lamp.read_text() == text.replace("level: 4", "level: 1")


def test_a_file_with_another_ending_is_renamed_and_never_over_another(casebook: Project, lamp: Path) -> None:
    text = lamp.read_text()
    lamp.rename(lamp.with_suffix(".yaml"))
    ran = run("validate", "--fix", root=casebook.root)
    assert ran.status == 0
    assert "fixed cases/2020-lamp-recall.yaml: `2020-lamp-recall.yaml` is now `2020-lamp-recall.yml` (KB009)" in ran.err
    assert lamp.read_text() == text
    lamp.with_suffix(".yaml").write_text("another")
    assert run("validate", "--fix", root=casebook.root).status == 1
    assert (lamp.read_text(), lamp.with_suffix(".yaml").read_text()) == (text, "another")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("id: 2020-lamp-recall", "id: 2020-the-lamp"),  # correct the id, or rename the file
        ("tactics: [apology]", "tactics: [apolatry-of-the-sun]"),  # like nothing
        ("level: 4", "level: 9"),
        ("at: 2020-03-03\n", "at: 03/04/2020\n"),  # March or April
        ("at: 2020-03-03\n", "at: 2020-03-03T12:15\n"),  # in which zone
        ("kind: customer", "kind: cust"),
    ],
)
def test_what_may_be_right_in_two_ways_is_left_to_people(casebook: Project, lamp: Path, right: str, wrong: str) -> None:
    spoiled = lamp.read_text().replace(right, wrong, 1)
    lamp.write_text(spoiled)
    ran = run("validate", "--fix", "--format", "concise", root=casebook.root)
    assert ran.status == 1
    assert "fixed" not in ran.err
    assert lamp.read_text() == spoiled


FRENCH = ROOT / "tests" / "corpus" / "translation" / "2020-lamp-recall.fr.yml"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("\nheadline:", "\nheadlin:"),
        ("  trigger:", "  triger:"),
        ("- id: article", "- id: articel"),
        ("- event: answer\n    tactic: apology", "- event: answer\n    tactic: 'apolgy'"),
        ("- source: gazette", "- source: gazete"),
        ("conflicts:", "conflict:"),
        ("says: vers midi", "says: 12"),
    ],
)
def test_so_is_a_translation(casebook: Project, right: str, wrong: str) -> None:
    file, good = casebook.cases / FRENCH.name, FRENCH.read_text("utf-8")
    assert right in good
    file.write_text(good.replace(right, wrong, 1), "utf-8")
    ran = run("validate", "--fix", "--strict", root=casebook.root)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.startswith(f"fixed cases/{FRENCH.name}:")
    assert file.read_text("utf-8").replace('says: "12"', right) == good


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("\nheadline:", "\nheadlin: x\nheadline:"),  # the text is there already
        ("  - id: article\n    what:", "  - id: article\n    level: 4\n    what:"),  # nothing is like it
        ("  - id: article\n    what:", "  - id: aftermath\n    what:"),
        ("- event: answer\n    tactic: apology", "- event: answr\n    tactic: apolgy"),  # two slips
        ("\nheadline:", "\nunknwons: x\nheadline:"),  # the case has no `unknowns`
    ],
)
def test_what_else_a_translation_has_too_much_is_left_to_people(casebook: Project, right: str, wrong: str) -> None:
    file, good = casebook.cases / FRENCH.name, FRENCH.read_text("utf-8")
    assert right in good
    spoiled = good.replace(right, wrong, 1)
    file.write_text(spoiled, "utf-8")
    ran = run("validate", "--fix", root=casebook.root)
    assert ran.status == 1
    assert "KB019" in ran.out
    assert "fixed" not in ran.err
    assert file.read_text("utf-8") == spoiled


def test_two_likely_words_are_no_fix(casebook: Project, lamp: Path) -> None:
    for name in ("silences", "silenced"):
        text = (casebook.tactics / "silence.yml").read_text().replace("id: silence", f"id: {name}")
        (casebook.tactics / f"{name}.yml").write_text(text)
    lamp.write_text(lamp.read_text().replace("- tactic: silence", "- tactic: silencer"))
    found = [each for each in load(casebook, now=NOW).diagnostics if each.code == "KB104"]
    assert [each.fix for each in found] == [None]


def test_only_the_files_named_are_touched(casebook: Project, lamp: Path) -> None:
    spoiled = lamp.read_text().replace("status: reviewed", "status: revewed")
    lamp.write_text(spoiled)
    run("validate", "--fix", str(casebook.cases / "2021-bakery-silence.yml"), root=casebook.root)
    assert lamp.read_text() == spoiled
    run("validate", "--fix", str(lamp), root=casebook.root)
    assert lamp.read_text() != spoiled


def test_the_rest_of_the_file_stays_as_it_is(casebook: Project, lamp: Path) -> None:
    good = "# à la main\n" + lamp.read_text().replace("\nheadline:", "\r\n\r\nheadline:   # why\u00a0not\n ", 1)
    lamp.write_bytes(good.replace("tactics: [apology]", "tactics: [  apolgy ] # « fix »").encode())
    assert run("validate", "--fix", root=casebook.root).status == 0
    assert lamp.read_bytes() == good.replace("tactics: [apology]", "tactics: [  apology ] # « fix »").encode()


def test_a_case_from_elsewhere_is_mended_where_it_is(casebook: Project, lamp: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / lamp.name
    elsewhere.write_text(lamp.read_text().replace("status: reviewed", "status: revewed"))
    assert run("validate", "--fix", str(elsewhere), root=casebook.root).status == 0
    assert elsewhere.read_text() == lamp.read_text()


def test_a_fix_is_shown_and_given_to_programs(casebook: Project, spoil: Spoil) -> None:
    spoil(("tactics: [apology]", "tactics: [apolgy]"))
    assert "   = fix: write `apology`; `kb validate --fix` does it\n" in run("validate", root=casebook.root).out
    found = json.loads(run("validate", "--format", "json", root=casebook.root).out)["diagnostics"]
    (given,) = (each for each in found if each["code"] == "KB104")
    assert given["fix"] == {"replacement": "apology", "line": 49, "column": 15, "end_line": 49, "end_column": 21}


@given(st.datetimes(), st.sampled_from("-/."), st.sampled_from(["", "~", "?"]))
def test_a_date_that_starts_with_its_year_is_mended(when: object, sign: str, doubt: str) -> None:
    year, month, day = f"{when:%Y}".zfill(4), int(f"{when:%m}"), int(f"{when:%d}")
    assert dates.mended(f"{year}{sign}{month}{sign}{day}{doubt}") == f"{year}-{month:02}-{day:02}{doubt}"


@given(st.text("0123456789-/.T: +Z~h", max_size=24))
def test_what_is_mended_is_a_date(text: str) -> None:
    made = dates.mended(text)
    assert not made or dates.parse(made).text == made
