"""Loading never raises on content, and finds every problem of every file in one run."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from casebooks import NOW, ROOT, Spoil, run

from kb.diagnostics import MOST_PER_FILE
from kb.loading import load
from kb.project import NoCasebook, Project


def found(casebook: Project) -> list[tuple[str, str, int]]:
    return [(each.code, str(each.file), each.span.line) for each in load(casebook, now=NOW).diagnostics]


def test_the_nearest_casebook_above_is_found(casebook: Project) -> None:
    assert Project.find(casebook.tactics).root == casebook.root


def test_no_casebook_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoCasebook):
        Project.find(tmp_path)


def test_strangers_in_a_folder_of_records_are_reported(casebook: Project) -> None:
    (casebook.cases / "notes.txt").write_text("x")
    (casebook.cases / "2020-other.yaml").write_text("id: x")
    (casebook.lessons / "folder.yml").mkdir()
    assert [each[:2] for each in found(casebook)] == [
        ("KB009", "cases/2020-other.yaml"),
        ("KB009", "cases/notes.txt"),
        ("KB001", "taxonomy/lessons/folder.yml"),
    ]


def test_a_missing_folder_and_vocabulary_are_reported(casebook: Project) -> None:
    casebook.vocabulary.unlink()
    for file in casebook.lessons.iterdir():
        file.unlink()
    casebook.lessons.rmdir()
    codes = {(code, file) for code, file, _ in found(casebook)}
    assert ("KB001", "taxonomy/lessons") in codes
    assert ("KB001", "taxonomy/vocabulary.yml") in codes


def test_problems_of_form_and_of_sense_come_in_one_run(spoil: Spoil) -> None:
    loaded = spoil(
        ("title: The lamp that got too hot\n", ""),
        ("sector: consumer-goods", "sector: consumer-god"),
        ("level: 4", "level: 9"),
        ("    role: a customer", "    name: Jeanne Martin"),
        ("lesson: answer-early", "lesson: answer-erly"),
    )
    assert [each.code for each in loaded.diagnostics] == ["KB011", "KB106", "KB401", "KB204", "KB105"]


def test_all_files_are_looked_at(casebook: Project) -> None:
    for file in casebook.cases.glob("*.yml"):
        file.write_text(file.read_text().replace("status: ", "statut: "))
    assert {each[1] for each in found(casebook)} == {"cases/2020-lamp-recall.yml", "cases/2021-bakery-silence.yml"}


def test_a_file_that_is_all_wrong_shows_its_first_problems(casebook: Project, lamp: Path) -> None:
    lamp.write_text("".join(f"field{number}: 1\n" for number in range(3 * MOST_PER_FILE)))
    loaded = load(casebook, now=NOW)
    shown = [each for each in loaded.diagnostics if each.file.name == lamp.name]
    assert len(shown) == MOST_PER_FILE + 1
    assert shown[-1].code == "KB000"


def test_a_case_from_elsewhere_is_checked_as_if_in_place(casebook: Project, lamp: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / lamp.name
    elsewhere.write_text(lamp.read_text().replace("level: 4", "level: 9"))
    loaded = load(casebook, [elsewhere], now=NOW)
    assert [(each.code, each.file) for each in loaded.diagnostics] == [("KB204", elsewhere)]


def test_so_is_a_translation(casebook: Project, tmp_path: Path) -> None:
    french = ROOT / "tests" / "corpus" / "translation" / "2020-lamp-recall.fr.yml"
    shutil.copy(french, casebook.cases)
    elsewhere = tmp_path / french.name
    elsewhere.write_text(french.read_text("utf-8").replace("rend compte du rappel", "raconte ce rappel bâclé"), "utf-8")
    found = load(casebook, [elsewhere], now=NOW).diagnostics
    assert [(each.code, each.file) for each in found] == [("KB504", elsewhere)]
    orphan = elsewhere.rename(tmp_path / "2020-lamp.fr.yml")
    assert [(each.code, each.file) for each in load(casebook, [orphan], now=NOW).diagnostics] == [("KB018", orphan)]


def test_a_path_of_the_casebook_is_not_taken_for_a_case(casebook: Project) -> None:
    assert run("validate", str(casebook.paths / "a-first-look.yml"), root=casebook.root).status == 0


def spoiled(lines: list[str], chance: random.Random) -> list[str]:
    """Lines dropped, doubled, swapped, cut and mixed up."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case 2:
                lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
            case 3:
                lines[at] = lines[at].replace(": ", ": [", 1)
            case 4:
                lines[at] = " " * chance.randint(0, 8) + lines[at].lstrip()
            case 5:
                lines[at] = lines[at].replace("-", chance.choice("_:~\t"), 1)
    return lines


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("which", ["case", "translation", "both"])
def test_no_spoiled_file_raises(casebook: Project, lamp: Path, which: str, seed: int) -> None:
    """Whatever comes, there is an answer and no exception."""
    chance = random.Random(seed)
    french = lamp.with_name("2020-lamp-recall.fr.yml")
    if which != "case":
        shutil.copy(ROOT / "tests" / "corpus" / "translation" / french.name, french)
    for file in {"case": [lamp], "translation": [french], "both": [lamp, french]}[which]:
        file.write_text("\n".join(spoiled(file.read_text("utf-8").splitlines(), chance)), "utf-8")
    for each in load(casebook, now=NOW).diagnostics:
        assert each.span.line <= len((casebook.root / each.file).read_text("utf-8").splitlines()) + 1


def test_what_was_read_before_is_reported_at_the_same_place(spoil: Spoil, casebook: Project) -> None:
    first = list(spoil(("level: 4", "level: 9")).diagnostics)
    again = list(load(casebook, now=NOW).diagnostics)
    assert (casebook.build / "cache" / "values.sqlite").is_file()
    assert again == first != []


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_cache_is_done_without(casebook: Project, damage: bytes) -> None:
    load(casebook, now=NOW)
    (casebook.build / "cache" / "values.sqlite").write_bytes(damage)
    assert len(load(casebook, now=NOW).corpus.cases) == 2


def test_a_cache_that_cannot_be_written_is_done_without(casebook: Project) -> None:
    casebook.build.write_text("in the way")
    assert len(load(casebook, now=NOW).corpus.cases) == 2


def test_the_real_casebook_is_clean() -> None:
    loaded = load(Project(ROOT))
    assert [each for each in loaded.diagnostics if each.severity != "note"] == []
    assert len(loaded.corpus.cases) >= 6
