"""The command as people type it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from casebooks import ROOT, run

from kb.cli import kb
from kb.project import Project


def _commands(group: click.Group, name: str = "kb") -> dict[str, click.Command]:
    """Every command by what is typed, those of groups included."""
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None
        found[f"{name} {each}"] = command
        if isinstance(command, click.Group):
            found |= _commands(command, f"{name} {each}")
    return found


COMMANDS = _commands(kb)


def test_the_commands_are_found() -> None:
    assert {"kb validate", "kb search", "kb sources check"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_is_in_the_readme(name: str) -> None:
    command = COMMANDS[name]
    assert command
    assert command.help
    assert len(command.help) > 30
    for parameter in command.params:
        assert isinstance(parameter, click.Argument) or parameter.name == "form" or getattr(parameter, "help", None), (
            parameter.name
        )
    assert " ".join(name.split()[:2]) in (ROOT / "README.md").read_text("utf-8")


def test_a_clean_casebook_prints_one_line(casebook: Project) -> None:
    ran = run("validate", root=casebook.root)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.startswith("2 cases, 3 tactics, 1 lesson, 1 path: no problems")


def test_problems_go_to_stdout_and_the_summary_to_stderr(casebook: Project, lamp: Path) -> None:
    lamp.write_text(lamp.read_text().replace("level: 4", "level: 9"))
    ran = run("validate", "--format", "concise", root=casebook.root)
    assert ran.status == 1
    assert ran.out.startswith("cases/2020-lamp-recall.yml:64:12: error[KB204]")
    assert ran.err == "2 cases, 3 tactics, 1 lesson, 1 path: 1 error\n"


def test_json_holds_cases_and_diagnostics(casebook: Project) -> None:
    ran = run("validate", "--format", "json", root=casebook.root)
    assert json.loads(ran.out) == {"cases": 2, "diagnostics": []}
    assert ran.err == ""


def test_warnings_fail_only_where_asked(casebook: Project, lamp: Path) -> None:
    lamp.write_text(
        lamp.read_text()
        .replace("sources: [gazette, lumen]", "sources: [gazette]")
        .replace("sources: [lumen]", "sources: [gazette]")
        .replace("source: lumen", "source: gazette")
    )
    assert run("validate", root=casebook.root).status == 0
    assert run("validate", "--strict", root=casebook.root).status == 1


def test_a_path_narrows_what_is_reported(casebook: Project, lamp: Path) -> None:
    lamp.write_text(lamp.read_text().replace("level: 4", "level: 9"))
    other = casebook.cases / "2021-bakery-silence.yml"
    assert run("validate", str(other), root=casebook.root).status == 0
    assert run("validate", str(lamp), root=casebook.root).status == 1
    assert run("validate", str(casebook.cases), root=casebook.root).status == 1


def test_a_mistyped_path_gets_the_nearest(casebook: Project, lamp: Path) -> None:
    ran = run("validate", str(lamp.with_name("2020-lamp-recal.yml")), root=casebook.root)
    assert ran.status == 2
    assert "2020-lamp-recall.yml" in ran.err


def test_search_answers_in_json(casebook: Project) -> None:
    ran = run("search", "lampshade", "--format", "json", root=casebook.root)
    found = json.loads(ran.out)
    assert (found["query"], found["total"]) == ("lampshade", 1)
    hit = found["hits"][0]
    assert (hit["id"], hit["year"], hit["event"]) == ("2020-lamp-recall", 2020, "picture")
    assert hit["tactics"] == ["screenshot-relay", "apology"]
    assert hit["score"] > 0
    assert "lampshade" in hit["snippet"]


def test_search_takes_a_tactic_by_any_of_its_names(casebook: Project) -> None:
    for name in ("apology", "Excuses", "SORRY", "pardon"):
        ran = run("search", "--tactic", name, "--format", "json", root=casebook.root)
        assert [hit["id"] for hit in json.loads(ran.out)["hits"]] == ["2020-lamp-recall"], name


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "--tactic", "apolgy"], "did you mean `apology`"),
        (["search", "--country", "Frnce"], "`FR`"),
        (["search", "--year", "20x"], "2010..2014"),
        (["search"], "nothing to look for"),
        (["search", "x", "--limit", "0"], "range"),
        (["show", "2020-lamp"], "2020-lamp-recall"),
        (["explain", "KB10x"], "did you mean"),
        (["validate", "--format", "xml"], "'full'"),
        (["sreach"], "search"),
        (["--root", "/nowhere", "validate"], "--root"),
    ],
)
def test_a_wrong_word_gets_help_and_exit_2(casebook: Project, arguments: list[str], said: str) -> None:
    ran = run(*arguments, root=None if "--root" in arguments else casebook.root)
    assert ran.status == 2
    assert ran.out == ""
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_outside_a_casebook_the_way_in_is_named(tmp_path: Path) -> None:
    ran = run("validate", cwd=tmp_path)
    assert ran.status == 2
    assert "--root" in ran.err


def test_a_case_is_shown(casebook: Project) -> None:
    ran = run("show", "2020-lamp-recall", root=casebook.root)
    assert ran.status == 0
    for words in (
        "The lamp that got too hot",
        "2 March 2020, 09:30 (UTC+1)",
        "2 h 45 min",
        "sources disagree",
        "Answer early",
    ):
        assert words in ran.out


def test_a_case_kept_from_search_engines_is_found_and_said_to_be(casebook: Project, lamp: Path) -> None:
    assert "noindex" not in run("search", "lampshade", root=casebook.root).out
    lamp.write_text(lamp.read_text().replace("status: reviewed", "status: reviewed\nvisibility: noindex"))
    assert (
        "2020-lamp-recall#picture  kept from search engines (noindex)"
        in run("search", "lampshade", root=casebook.root).out
    )


def test_of_a_withdrawn_case_the_reason_alone_is_shown_and_found(casebook: Project, lamp: Path) -> None:
    lamp.write_text(
        lamp.read_text().replace("status: reviewed", "status: withdrawn\nstatus_reason: The source took it back.")
    )
    assert run("show", "2020-lamp-recall", root=casebook.root).out == (
        "2020-lamp-recall is withdrawn. The source took it back.\n"
    )
    assert json.loads(run("search", "lampshade", "--format", "json", root=casebook.root).out)["total"] == 0


def test_a_case_is_given_as_json(casebook: Project) -> None:
    given = json.loads(run("show", "2020-lamp-recall", "--format", "json", root=casebook.root).out)
    assert given["timeline"][0]["at"] == "2020-03-02T09:30+01:00"


def test_counts_have_their_denominator(casebook: Project) -> None:
    counted = json.loads(run("stats", "--format", "json", root=casebook.root).out)
    assert counted["cases"] == 2
    assert counted["response tactics"]["silence"] == {"cases": 1, "backfired": 1}
    assert "of 2 cases" in run("stats", root=casebook.root).out


def test_cases_stand_side_by_side(casebook: Project) -> None:
    ran = run("compare", "2020-lamp-recall", "2021-bakery-silence", root=casebook.root)
    assert ran.status == 0
    for words in ("2 h 45 min", "(2) apology: worked", "(2) silence: backfired", "+ Answer early"):
        assert words in ran.out
    assert run("compare", "2020-lamp-recall", root=casebook.root).status == 2


def test_similar_cases_come_with_their_reason(casebook: Project, lamp: Path) -> None:
    twin = (
        lamp.read_text().replace("id: 2020-lamp-recall", "id: 2020-twin").replace("effect: worked", "effect: backfired")
    )
    (casebook.cases / "2020-twin.yml").write_text(twin)
    (found, *_) = json.loads(run("similar", "2020-twin", "--format", "json", root=casebook.root).out)["similar"]
    assert found["id"] == "2020-lamp-recall"
    assert "also used apology, with a better outcome" in found["why"]


def test_the_matrix_shows_its_denominators(casebook: Project) -> None:
    made = json.loads(run("tactics", "--matrix", "--format", "json", root=casebook.root).out)
    assert made["tactics"]["silence"]["challenge"] == {"cases": 1, "of": 1, "effects": {"backfired": 1}}
    assert "1/1" in run("tactics", "--matrix", root=casebook.root).out


def test_moves_and_csv_are_for_other_programs(casebook: Project) -> None:
    rows = run("search", "--moves", "--tactic", "apology", "--format", "csv", root=casebook.root).out.splitlines()
    assert len(rows) == 2
    assert rows[0].startswith("id,title,year")
    assert "2020-lamp-recall" in rows[1]


def test_what_a_search_passes_over_is_said(casebook: Project) -> None:
    ran = run("search", "lampshade (( 🔥", root=casebook.root)
    assert "lampshade" in ran.out
    assert "ignored: 🔥" in ran.err


def test_the_index_is_built_once(casebook: Project) -> None:
    assert "2 cases indexed" in run("index", root=casebook.root).err
    assert "up to date" in run("index", root=casebook.root).err


def test_colour_only_where_it_is_wanted(casebook: Project, lamp: Path) -> None:
    lamp.write_text(lamp.read_text().replace("level: 4", "level: 9"))
    assert "\x1b[" not in run("validate", root=casebook.root).out
    assert "\x1b[" in run("--color", "always", "validate", root=casebook.root).out


def test_a_reader_who_leaves_early_is_no_error(casebook: Project) -> None:
    command = f"{sys.executable} -m kb --root {casebook.root} explain | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_casebook_with_errors_is_not_built(casebook: Project, lamp: Path) -> None:
    (casebook.root / "mkdocs.yml").symlink_to(ROOT / "mkdocs.yml")
    lamp.write_text(lamp.read_text().replace("level: 4", "level: 9"))
    ran = run("build", root=casebook.root)
    assert ran.status == 1
    assert "KB204" in ran.err
    assert not casebook.site.exists()


def test_a_casebook_without_a_site_says_so(casebook: Project) -> None:
    ran = run("build", root=casebook.root)
    assert ran.status == 2
    assert "mkdocs.yml" in ran.err


def test_a_place_is_printed_as_it_is(casebook: Project, lamp: Path) -> None:
    lamp.write_text(lamp.read_text().replace("taken: true", "taken: perhaps"))
    assert "cases/2020-lamp-recall.yml:100:16: " in run("validate", "--format", "concise", root=casebook.root).out


def test_words_of_a_search_need_no_quotation_marks(casebook: Project) -> None:
    apart = run("search", "burnt", "lampshade", root=casebook.root)
    assert apart.out == run("search", "burnt lampshade", root=casebook.root).out
    assert "2020-lamp-recall" in apart.out
