"""Whatever stands in a file, every command ends in words: what is wrong is said and nothing is lost."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from casebooks import NOW, ROOT, VALID, Spoil, run
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.exports.balance import balance
from kb.loading import Loaded, load
from kb.model import Case
from kb.model.reading import read
from kb.project import Project
from kb.search.documents import documents
from kb.source import load as load_source

LAMP = load_source(VALID / "cases" / "2020-lamp-recall.yml").data
FRENCH = "2020-lamp-recall.fr.yml"


def said(loaded: Loaded) -> list[str]:
    return [f"{each.code} {each.message}" for each in loaded.diagnostics]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path in ``data``; of a list, those of its first entry."""
    keys = data if isinstance(data, dict) else range(min(1, len(data))) if isinstance(data, list) else ()
    return [found for key in keys for found in ((*path, key), *places(data[key], (*path, key)))]


values = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 99), st.floats(allow_nan=False), st.just([]), st.just({}), st.just("  "),
    st.sampled_from(["x", "0001-01-01", "9999", "https://[::1", "2020-00", "\u200b", "injuries", "worked", "y" * 5000]),
    st.just([None]), st.just([["x"]]), st.just(["x", 1]), st.just([{"id": "x"}, "x"]), st.just({"a": 1, "id": ["x"]}),
)  # fmt: skip


@pytest.fixture(scope="session")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small casebook whose lamp is overwritten again and again."""
    root = tmp_path_factory.mktemp("spoilt") / "casebook"
    shutil.copytree(VALID, root)
    shutil.copy(ROOT / "taxonomy" / "vocabulary.yml", root / "taxonomy")
    shutil.copy(ROOT / "tests" / "corpus" / "translation" / FRENCH, root / "cases")
    return Project(root)


@settings(max_examples=60)
@given(st.sampled_from(places(LAMP)), values)
def test_any_value_in_any_place_is_read_or_reported(spoilt: Project, path: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(LAMP)
    within: Any = data
    for part in path[:-1]:
        within = within[part]
    within[path[-1]] = value
    (spoilt.cases / "2020-lamp-recall.yml").write_text(json.dumps(data))
    loaded = load(spoilt, now=NOW)
    assert loaded.corpus.cases.keys() == {"2020-lamp-recall", "2021-bakery-silence"}
    told = load(spoilt, now=NOW, check=False).sound()
    assert balance(told)["cases"] in (1, 2)
    assert len(list(documents(told))) > 1
    changed = json.dumps(data) != json.dumps(LAMP)
    assert loaded.diagnostics or not changed or read(Case, data)[1] == []


@pytest.mark.parametrize("name", ["title", "timeline", "crisis", "actors", "sources", "outcome", "keywords"])
def test_a_record_with_problems_holds_values_of_the_right_kind(name: str) -> None:
    assert LAMP is not None
    for wrong in (["x"], {"a": 1}, "x", 7, None):
        record, _ = read(Case, {**LAMP, name: wrong, "status": "no-status"})
        kept = getattr(record, name)
        assert kept is None or type(kept) is type(getattr(read(Case, LAMP)[0], name)), (name, wrong)


def test_commands_tell_of_the_sound_cases_and_name_the_others(casebook: Project, lamp: Path) -> None:
    lamp.write_text(lamp.read_text().replace("level: 4", "level: four").replace("actor: customer", "actor: [customer]"))
    for command in (["stats"], ["tactics"], ["tactics", "--matrix"], ["sources", "list"]):
        ran = run(*command, root=casebook.root)
        assert ran.status == 0, command
        assert "left out: cases/2020-lamp-recall.yml has problems; `kb validate` shows them" in ran.err
    for command in (["show", "2020-lamp-recall"], ["similar", "2020-lamp-recall"]):
        ran = run(*command, root=casebook.root)
        assert (ran.status, ran.out) == (2, "")
        assert "run `kb validate cases/2020-lamp-recall.yml`" in ran.err
    assert run("search", "silence", root=casebook.root).status == 0


@pytest.mark.parametrize("spoiled", ["level: 9", "level: 99999999999999999"])
def test_a_level_that_does_not_exist_is_not_told(casebook: Project, lamp: Path, spoiled: str) -> None:
    lamp.write_text(lamp.read_text().replace("level: 4", spoiled))
    assert run("show", "2020-lamp-recall", root=casebook.root).status == 2
    assert run("search", "lamp", root=casebook.root).status == 0


def test_without_a_vocabulary_nothing_is_told(casebook: Project) -> None:
    casebook.vocabulary.write_text(casebook.vocabulary.read_text().replace("effects:\n", "efects:\n"))
    for command in (["stats"], ["search", "lamp"], ["show", "2020-lamp-recall"], ["schema"]):
        ran = run(*command, root=casebook.root)
        assert (ran.status, ran.out) == (2, ""), command
        assert "`taxonomy/vocabulary.yml` has problems" in ran.err


def test_a_case_under_another_name_is_no_obstacle_to_a_new_one(casebook: Project, lamp: Path) -> None:
    lamp.rename(lamp.with_name("2020-Lamp Recall.yml"))
    things = {
        "organisation": "Lamp Co",
        "sector": "retail",
        "began": "2020",
        "type": "human error",
        "title": "The lamp",
    }
    options = [word for name, value in things.items() for word in (f"--{name}", value)]
    ran = run("new", *options, "--summary", "A lamp overheated.", "--yes", root=casebook.root)
    assert ran.status == 0
    (found,) = (each for each in load(casebook, now=NOW).diagnostics if each.code == "KB101")
    assert found.help == "rename the file to `2020-lamp-recall.yml`"


def test_a_translation_is_silent_on_what_is_wrong_with_its_original(casebook: Project, spoil: Spoil) -> None:
    shutil.copy(ROOT / "tests" / "corpus" / "translation" / FRENCH, casebook.cases)
    for wrong in ("title:", "titel: x\ntitle: [x]", "a: ["):
        text = (casebook.cases / "2020-lamp-recall.yml").read_text()
        loaded = spoil(("title: The lamp that got too hot", wrong))
        files = {each.file.name for each in loaded.diagnostics if each.code not in ("KB021", "KB117")}
        assert files == {"2020-lamp-recall.yml"}, wrong
        (casebook.cases / "2020-lamp-recall.yml").write_text(text)


def test_a_copy_that_is_named_like_a_translation_is_told_so(casebook: Project, lamp: Path) -> None:
    shutil.copy(lamp, lamp.with_name("2020-lamp-recall.copy.yml"))
    (found,) = load(casebook, now=NOW).diagnostics
    assert (found.code, found.file.name) == ("KB018", "2020-lamp-recall.copy.yml")
    assert "such as `2020-lamp-recall-copy.yml`" in found.help


def test_hidden_files_are_passed_over(casebook: Project) -> None:
    (casebook.cases / ".#2020-lamp-recall.yml").symlink_to("somebody@somewhere.1234")
    (casebook.cases / "._2020-lamp-recall.yml").write_bytes(b"\0\5\x16\7")
    assert said(load(casebook, now=NOW)) == []
    assert run("fmt", str(casebook.cases), root=casebook.root).status == 0


@pytest.mark.parametrize("name", [b"2020-caf\xe9.yml", b"2020\nlamp.yml", b"2020\xc2\xa0lamp.yml"])
def test_a_name_that_cannot_be_printed_is_reported_on_one_line(casebook: Project, lamp: Path, name: bytes) -> None:
    shutil.copy(lamp, os.fsencode(casebook.cases) + b"/" + name)
    for form in ("concise", "full", "json", "github"):
        ran = run("validate", "--format", form, root=casebook.root)
        assert ran.status == 1
        assert "KB009" in ran.out
    (line,) = run("validate", "--format", "concise", root=casebook.root).out.splitlines()
    assert "rename it" in line
    assert run("search", "lamp", root=casebook.root).status == 0


def test_links_that_lead_nowhere_are_reported_by_every_command(casebook: Project) -> None:
    (casebook.cases / "2020-loop.yml").symlink_to("2020-loop.yml")
    (casebook.cases / "2020-gone.yml").symlink_to("nowhere.yml")
    for command in (["validate"], ["fmt"], ["fmt", str(casebook.cases / "2020-loop.yml")]):
        ran = run(*command, root=casebook.root)
        assert ran.status == 1, command
        assert "KB001" in ran.out


@pytest.mark.parametrize(
    ("right", "wrong", "help"),
    [
        ("country: FR", "country: UK", "did you mean `GB`?"),
        ("country: FR", "country: France", "did you mean `FR`?"),
        ("    language: fr", "    language: français", "did you mean `fr`?"),
        ("language: en", "language: english", "did you mean `en`?"),
        ("url: https://gazette.example/lamp", "url: gazette.example/lamp", "did you mean `https://gazette.example/lamp`?"),
        ("url: https://gazette.example/lamp", "url: https://[::1", "a host"),
        ("title: The lamp that", "title: #lamp that", "goes into quotes"),
        ("title: The lamp that got too hot", "title: [The lamp]", "starts with a bracket goes into quotes"),
        ("ended: 2020-03-10", "ended: 10/03/2020", "did you mean 2020-03-10 or 2020-10-03?"),
        ("ended: 2020-03-10", "ended: 2020-00", "check the day"),
        ("accessed: 2021-01-15", "accessed: 2021", "write year-month-day"),
    ],
)  # fmt: skip
def test_the_help_says_what_was_meant(spoil: Spoil, right: str, wrong: str, help: str) -> None:
    assert any(help in each.help for each in spoil((right, wrong)).diagnostics)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("accessed: 2021-01-15", "accessed: 2021-01"),  # well written, and no day: nothing to write in its place
        ("accessed: 2021-01-15", "accessed: 2021-1"),
        ("  - id: answer\n", "  - id: anwser\n"),  # the definition is misspelt, not what refers to it
    ],
)
def test_what_has_no_one_right_form_is_not_fixed(casebook: Project, lamp: Path, right: str, wrong: str) -> None:
    spoiled = lamp.read_text().replace(right, wrong, 1)
    lamp.write_text(spoiled)
    ran = run("validate", "--fix", root=casebook.root)
    assert ran.status == 1
    assert "fixed" not in ran.err
    assert lamp.read_text() == spoiled


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("ended: 2020-03-10", "ended: 25/12/2020"),
        ("ended: 2020-03-10", "ended: 2020–12–25"),
        ("ended: 2020-03-10", "ended: 2020-12\u200b-25"),
    ],
)
def test_a_day_that_can_be_but_one_is_mended(casebook: Project, lamp: Path, right: str, wrong: str) -> None:
    good = lamp.read_text()
    lamp.write_text(good.replace(right, wrong, 1))
    assert run("validate", "--fix", root=casebook.root).status == 0
    assert lamp.read_text() == good.replace(right, "ended: 2020-12-25", 1)


def test_a_file_keeps_its_permissions(casebook: Project, lamp: Path) -> None:
    lamp.chmod(0o664)
    assert run("fmt", str(lamp), root=casebook.root).status == 0
    assert lamp.stat().st_mode & 0o777 == 0o664


def test_a_mapping_is_no_date() -> None:
    assert LAMP is not None
    moment = {"text": "2020", "start": "2020-01-01", "end": "2021-01-01", "precision": 5}
    _, problems = read(Case, {**LAMP, "outcome": {**LAMP["outcome"], "ended": moment}})
    assert [each.message for each in problems] == ["`ended` is a mapping, it should be a date"]


@pytest.mark.parametrize("command", ["fmt", "validate --fix"])
def test_a_file_that_cannot_be_written_is_named_and_as_it_was(casebook: Project, lamp: Path, command: str) -> None:
    spoiled = lamp.read_text().replace("country: FR", "country: fr")
    lamp.write_text(spoiled)
    limit = f"ulimit -f 1; {sys.executable} -m kb --root {casebook.root} {command} {lamp}"
    ran = subprocess.run(["bash", "-c", limit], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"error: {lamp}: file too large; nothing was written")
    assert "formatted" not in ran.stdout
    assert lamp.read_text() == spoiled
    assert [each.name for each in casebook.cases.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("tail", "status"), [(">&-", 0), ("2>&-", 0), ("<&-", 0), (">/dev/full", 2), ("| head -c 1 >/dev/null", 0)]
)
def test_streams_may_be_closed_or_full(casebook: Project, tail: str, status: int) -> None:
    command = f"{sys.executable} -m kb --root {casebook.root} show 2020-lamp-recall {tail}"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ran.returncode == status
    assert "defect" not in ran.stderr


def test_a_terminal_without_the_letters_shows_them_as_escapes(casebook: Project) -> None:
    command = [sys.executable, "-m", "kb", "--root", str(casebook.root), "show", "2020-lamp-recall"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert ran.returncode == 0
    assert b"France \\xb7 " in ran.stdout
    assert ran.stdout.isascii()


def test_a_defect_is_a_line_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kb.cli import kb, main

    def stumble(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(kb, "main", stumble)
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("error: a defect of kb itself, KeyError at test_spoiled.py:")
