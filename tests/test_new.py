"""`kb new`: from six things to a file that only has to be filled."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from casebooks import ROOT, Ran, run
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kb.cli import kb, writing
from kb.draft import slug
from kb.files import write_new
from kb.loading import load
from kb.model import Case, Lesson, Record, Tactic, fields
from kb.project import Project
from kb.source import load as load_source

GIVEN = {
    "organisation": "Candle & Co",
    "sector": "Consumer goods",
    "began": "2021-05-03",
    "type": "challenge",
    "title": "The candle that smelt of fish",
    "summary": "Buyers made fun of a candle. The maker laughed with them.",
}


def new(casebook: Project, *more: str, **changed: str | None) -> Ran:
    things = {name: value for name, value in {**GIVEN, **changed}.items() if value is not None}
    options = [piece for name, value in things.items() for piece in (f"--{name}", value)]
    return run("new", *options, *more, root=casebook.root, cwd=casebook.root)


def test_the_file_holds_what_was_given_and_the_next_command_is_named(casebook: Project) -> None:
    ran = new(casebook)
    assert (ran.status, ran.out) == (0, "cases/2021-candle-co-smelt-fish.yml\n")
    assert "then run `kb validate cases/2021-candle-co-smelt-fish.yml`\n" in ran.err
    data = load_source(casebook.cases / "2021-candle-co-smelt-fish.yml").data
    assert data
    assert (data["title"], data["summary"]) == (GIVEN["title"], GIVEN["summary"])
    assert (data["organisation"]["name"], data["organisation"]["sector"]) == ("Candle & Co", "consumer-goods")
    assert (data["crisis"]["type"], data["timeline"][0]["at"]) == ("challenge", "2021-05-03")


def test_the_file_explains_every_field_and_is_in_the_canonical_layout(casebook: Project) -> None:
    run("schema", root=casebook.root)
    new(casebook)
    file = casebook.cases / "2021-candle-co-smelt-fish.yml"
    text = re.sub(r"\s*#?\s+", " ", file.read_text())

    def told(model: type[Record]) -> int:
        count = 0
        for field in fields(model).values():
            assert f"{field.description}." in text, field.name
            assert re.search(rf" {field.name}:", text)
            assert all(value in text for value in field.allowed)
            count += 1 + (told(field.record) if field.record else 0)
        return count

    assert told(Case) > 80
    assert file.read_text().startswith("# yaml-language-server: $schema=../schema/case.schema.json\n")
    assert run("fmt", "--check", str(file), root=casebook.root).status == 0


def test_what_is_reported_of_it_is_what_is_yet_to_be_filled(casebook: Project) -> None:
    new(casebook)
    empty = {"KB012", "KB014", "KB301", "KB302", "KB305", "KB111"}  # empty, too short, no source yet, not acting yet
    found = [each for each in load(casebook).diagnostics if each.file.name == "2021-candle-co-smelt-fish.yml"]
    assert {"KB012", "KB014"} <= {each.code for each in found} <= empty
    assert {each.file.name for each in load(casebook).diagnostics} == {"2021-candle-co-smelt-fish.yml"}


TERMS: dict[str, tuple[type[Record], str]] = {"tactic": (Tactic, "Pig Latin"), "lesson": (Lesson, "Pick up the pen")}


@pytest.mark.parametrize("kind", TERMS)
def test_a_tactic_or_a_lesson_starts_as_a_file_that_explains_every_field(casebook: Project, kind: str) -> None:
    model, title = TERMS[kind]
    run("schema", root=casebook.root)
    name = f"taxonomy/{kind}s/{slug(title)}.yml"
    ran = run("new", kind, "--title", title, root=casebook.root, cwd=casebook.root)
    assert (ran.status, ran.out) == (0, f"{name}\n")
    assert f"then run `kb validate {name}`\n" in ran.err
    file = casebook.root / name
    data = load_source(file).data
    assert data
    assert data["id"] == slug(title)
    assert title in (data.get("title"), data.get("name", {}).get("en"))
    text = re.sub(r"\s*#?\s+", " ", file.read_text())
    assert f"`kb validate {name}`" in text
    assert [each.name for each in fields(model).values() if f"{each.description}." not in text] == []
    assert file.read_text().startswith(f"# yaml-language-server: $schema=../../schema/{kind}.schema.json\n")
    assert run("fmt", "--check", str(file), root=casebook.root).status == 0
    found = load(casebook).diagnostics
    assert {"KB012", "KB014"} <= {each.code for each in found} <= {"KB012", "KB014", "KB115", "KB116", "KB310"}
    assert {each.file.name for each in found if each.code != "KB310"} == {file.name}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tactic",), "--title missing"),
        (("tactic", "--title", "SORRY"), "`SORRY` is tactic `apology` already"),
        (("lesson", "--title", "Answer Early"), "`Answer Early` is lesson `answer-early` already"),
        (("lesson", "--title", "Answer", "--id", "answer-early"), "work on taxonomy/lessons/answer-early.yml"),
        (("lesson", "--title", "x" * 400), "--title: `title` has 400 characters, 300 are allowed"),
        (("lesson", "--title", "蜡烛"), "--id missing"),
        (("tactic", "--title", "Joke", "--id", "A joke"), "--id: `A joke` is not well formed"),
        (("tactic", "--title", "Joke", "--sector", "sport"), "a tactic has no --sector"),
        (("lesson", "--title", "Rire", "--language", "fr"), "a lesson has no --language"),
        (("tactics",), "is not one of"),
    ],
)
def test_what_a_tactic_or_a_lesson_cannot_be_is_refused(
    casebook: Project, arguments: tuple[str, ...], said: str
) -> None:
    before = sorted(casebook.root.glob("taxonomy/**/*"))
    ran = run("new", *arguments, root=casebook.root, cwd=casebook.root)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert sorted(casebook.root.glob("taxonomy/**/*")) == before


def test_without_a_terminal_what_is_missing_is_named(casebook: Project) -> None:
    ran = new(casebook, title=None, sector=None)
    assert (ran.status, ran.out) == (2, "")
    assert "--sector, --title missing" in ran.err


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sector": "consumer-god"}, "--sector: `consumer-god` is not a sector; did you mean `consumer-goods`?"),
        ({"type": "challeng"}, "did you mean `challenge`"),
        ({"began": "3 May 2021"}, "--began: `3 May 2021` is not a date; write 2012"),
        ({"began": "2021-02-30"}, "does not exist in the calendar"),
        ({"title": " "}, "--title: `title` is empty"),
        ({"title": "x" * 400}, "300 are allowed"),
        ({"id": "2020-lamp-recall"}, "--id: `2020-lamp-recall` is taken"),
        ({"id": "Candle"}, "--id: `Candle` is not well formed"),
        ({"organisation": "蜡烛", "title": "蜡烛"}, "--id missing"),
    ],
)
def test_what_a_case_cannot_have_is_refused_and_nothing_written(
    casebook: Project, changed: dict[str, str], said: str
) -> None:
    before = sorted(casebook.cases.iterdir())
    ran = new(casebook, **changed)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert sorted(casebook.cases.iterdir()) == before


def test_a_word_of_the_vocabulary_is_taken_by_any_of_its_names(casebook: Project) -> None:
    assert new(casebook, sector="biens de consommation", type="Controversy").status == 0


def test_an_id_that_is_taken_is_not_suggested(casebook: Project) -> None:
    first, second = new(casebook), new(casebook)
    assert first.out != second.out == "cases/2021-candle-co-smelt-fish-2.yml\n"


def test_the_folder_of_the_first_lesson_is_made(casebook: Project) -> None:
    shutil.rmtree(casebook.lessons)
    assert run("new", "lesson", "--title", "Pick up the pen", root=casebook.root).status == 0
    assert [each.name for each in casebook.lessons.iterdir()] == ["pick-up-the-pen.yml"]


def test_a_file_is_never_written_over(casebook: Project) -> None:
    file = casebook.cases / "2021-candle.yml"
    file.write_text("not yet: [a case")
    ran = new(casebook, id="2021-candle")
    assert ran.status == 2
    assert "exists and is left as it is" in ran.err
    assert file.read_text() == "not yet: [a case"
    with pytest.raises(FileExistsError):
        write_new(file, "x")
    assert not [each for each in casebook.cases.iterdir() if each.name.startswith(".")]


def test_cases_that_it_may_be_are_shown(casebook: Project) -> None:
    for name in ("Lumen", "LUMEN SA"):
        ran = new(casebook, organisation=name, began="2020")
        assert "2020-lamp-recall  The lamp that got too hot (same organisation, same sector, same year)" in ran.err
    by_words = new(casebook, type="defective product", began="2020", title="A burnt lampshade", id="2020-other")
    assert "2020-lamp-recall  The lamp that got too hot (like words, same type, same sector, same year)" in by_words.err
    unlike = new(casebook, organisation="Wick", sector="sport", began="2011").err
    assert "may be" not in unlike
    assert "no case looks like this one" in unlike


def asked(casebook: Project, monkeypatch: pytest.MonkeyPatch, answers: list[str], *options: str) -> Result:
    monkeypatch.setattr(writing, "_terminal", lambda: True)
    return CliRunner().invoke(
        kb, ["--root", str(casebook.root), "new", *options], input="\n".join(answers) + "\n", standalone_mode=False
    )


def test_with_a_terminal_it_asks_and_asks_again(casebook: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["Candle & Co", "sprt", "sport", "2021", "challenge", "A fishy candle", "Two sentences.", "", ]  # fmt: skip
    done = asked(casebook, monkeypatch, answers)
    assert done.return_value == 0, done.output
    assert "Name of the organisation or public figure" in done.stderr
    assert "did you mean `sport`" in done.stderr
    assert (casebook.cases / "2021-candle-co-fishy.yml").is_file()


def test_one_who_finds_the_case_there_writes_nothing(casebook: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(casebook.cases.iterdir())
    options = [piece for name, value in GIVEN.items() for piece in (f"--{name}", value)]
    done = asked(casebook, monkeypatch, ["y"], *options, "--organisation", "Lumen")
    assert done.return_value == 0
    assert "is it one of these?" in done.stderr
    assert sorted(casebook.cases.iterdir()) == before


@pytest.mark.parametrize("how", ["interrupt", "end"])
def test_one_who_leaves_halfway_leaves_nothing(casebook: Project, how: str) -> None:
    before = sorted(casebook.cases.iterdir())
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "kb", "--root", str(casebook.root), "new", "--organisation", "Candle"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=end,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )
    os.close(end)
    assert process.stderr
    seen = b""
    while b"sector:" not in seen:
        piece = os.read(process.stderr.fileno(), 1000)
        assert piece, seen
        seen += piece
    if how == "end":
        os.write(terminal, b"\x04")
    while process.poll() is None:
        if how == "interrupt":
            process.send_signal(signal.SIGINT)  # again, if it came just before the wait for an answer
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=2)
    _, rest = process.communicate()
    os.close(terminal)
    assert process.returncode == 130
    assert b"Traceback" not in rest
    assert sorted(casebook.cases.iterdir()) == before


def test_names_become_words_of_an_id() -> None:
    assert slug("L'Œuvre d'Été, «100 %» — Straße") == "l-oeuvre-d-ete-100-strasse"


@given(st.text(max_size=60))
def test_any_name_becomes_an_id_or_nothing(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))


def test_the_new_file_of_the_real_casebook_is_sound(tmp_path: Path) -> None:
    from datetime import date

    from kb.draft import Draft
    from kb.skeleton import skeleton
    from kb.source import parse

    corpus = load(Project(ROOT), check=False).corpus
    for text in ("plain", 'with "quotes": and # signs', "# starts", "long " * 50, "à — é", "1984", "- dash"):
        draft = Draft(text[:200].strip(), "retail", "2012-01", "rumour", text.strip(), text.strip())
        made = skeleton(draft, "2012-x", "fr", corpus.known, date(2026, 1, 1))
        data = parse(made, tmp_path).data
        assert data
        assert data["summary"] == text.strip()
        assert max(map(len, made.splitlines())) <= 118
