"""`kb fmt` as people and pipelines run it."""

from __future__ import annotations

from pathlib import Path

from casebooks import run

from kb.project import Project
from kb.source import load as load_source


def settle(casebook: Project) -> None:
    """Put the small casebook into the canonical layout."""
    assert run("fmt", root=casebook.root).status == 0


def test_files_are_put_in_the_canonical_layout_and_then_left_alone(casebook: Project, lamp: Path) -> None:
    first = run("fmt", root=casebook.root)
    assert first.status == 0
    assert "formatted" in first.out
    assert "\n\nactors:\n" in lamp.read_text()
    again = run("fmt", root=casebook.root)
    assert (again.status, again.out) == (0, "")
    assert again.err == "7 files in the canonical layout already\n"


def test_a_check_writes_nothing_and_names_what_would_change(casebook: Project, lamp: Path) -> None:
    settle(casebook)
    assert run("fmt", "--check", root=casebook.root).status == 0
    untidy = lamp.read_text().replace("level: 4", "level:   4")
    lamp.write_text(untidy)
    ran = run("fmt", "--check", root=casebook.root, cwd=casebook.root)
    assert (ran.status, ran.out) == (1, "would format cases/2020-lamp-recall.yml\n")
    assert ran.err == "1 file would be formatted, 6 files in the canonical layout\n"
    assert lamp.read_text() == untidy


def test_what_is_no_yaml_is_shown_as_by_validate_and_left_alone(casebook: Project, lamp: Path) -> None:
    settle(casebook)
    broken = lamp.read_text().replace("level: 4", "level: [")
    lamp.write_text(broken)
    ran = run("fmt", root=casebook.root)
    assert ran.status == 1
    assert "KB004" in ran.out
    assert "cases/2020-lamp-recall.yml" in ran.out
    assert lamp.read_text() == broken
    assert "1 file left alone" in ran.err


def test_windows_lines_and_a_byte_order_mark_go(casebook: Project, lamp: Path) -> None:
    settle(casebook)
    tidy = lamp.read_bytes()
    lamp.write_bytes(b"\xef\xbb\xbf" + tidy.replace(b"\n", b"\r\n"))
    assert run("fmt", str(lamp), root=casebook.root).status == 0
    assert lamp.read_bytes() == tidy


def test_the_schema_is_named_where_there_is_one(casebook: Project, lamp: Path) -> None:
    run("schema", root=casebook.root)
    run("fmt", root=casebook.root)
    assert lamp.read_text().startswith("# yaml-language-server: $schema=../schema/case.schema.json\nid:")
    tactic = (casebook.tactics / "apology.yml").read_text()
    assert tactic.startswith("# yaml-language-server: $schema=../../schema/tactic.schema.json\nid:")


def test_the_vocabulary_is_a_table_and_left_alone(casebook: Project) -> None:
    before = casebook.vocabulary.read_text()
    assert run("fmt", str(casebook.root / "taxonomy"), root=casebook.root).status == 0
    assert casebook.vocabulary.read_text() == before
    ran = run("fmt", str(casebook.vocabulary), root=casebook.root)
    assert (ran.status, ran.out) == (2, "")
    assert "laid out by hand" in ran.err


def test_a_link_stays_a_link(casebook: Project, lamp: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yml"
    lamp.rename(elsewhere)
    lamp.symlink_to(elsewhere)
    run("fmt", root=casebook.root)
    assert lamp.is_symlink()
    assert "\n\nactors:\n" in elsewhere.read_text()


def test_a_path_is_laid_out_in_the_order_of_its_own_fields(casebook: Project) -> None:
    file = casebook.paths / "a-first-look.yml"
    data = load_source(file).data or {}
    text = file.read_text("utf-8")
    first, *rest = text.splitlines(keepends=True)
    assert first.startswith("id: ")
    file.write_text("".join([*rest, first]), "utf-8")
    assert run("fmt", str(file), root=casebook.root).status == 0
    assert list(load_source(file).data or {}) == list(data)
