"""YAML is read with the place of everything, and nothing in it can surprise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.diagnostics import Span
from kb.source import MOST_BYTES, Source, load, parse

FILE = Path("cases/x.yml")


def read(text: str) -> Source:
    return parse(text, FILE)


def codes(source: Source) -> list[str]:
    return [each.code for each in source.diagnostics]


def test_scalars_follow_yaml_1_2() -> None:
    source = read("a: NO\nb: 2012-01-04\nc: 1:30\nd: 12\ne: yes\nf: 1.5\ng: true\nh: null\ni: ~\nj:\nk: '12'\nl: 0o7\n")
    assert source.data == {
        "a": "NO", "b": "2012-01-04", "c": "1:30", "d": 12, "e": "yes", "f": 1.5,
        "g": True, "h": None, "i": None, "j": None, "k": "12", "l": "0o7",
    }  # fmt: skip


def test_every_value_and_key_has_its_place() -> None:
    source = read("title: É a\nlist:\n  - id: one\n    at: 2012\n")
    assert source.span(("title",)) == Span(1, 8, 1, 11)
    assert source.span(("list", 0, "at")) == Span(4, 9, 4, 13)
    assert source.span(("list", 0, "at"), on_key=True) == Span(4, 5, 4, 7)


def test_what_is_missing_is_shown_at_what_holds_it() -> None:
    source = read("title: a\norganisation:\n  name: b\nlist:\n  - id: one\n")
    assert source.span(("organisation", "sector")) == Span(2, 1, 2, 13)
    assert source.span(("list", 0, "at")) == Span(5, 5, 5, 7)
    assert source.span(("headline",)) == Span()


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\n\tb: 2", "KB004", 2, 1),
        ("a: 'x\nb: 1", "KB004", 1, 4),
        ("a: b: c", "KB004", 1, 5),
        ("a: \x07", "KB004", 1, 4),
        ("a: 1\nb: 2\na: 3", "KB005", 3, 1),
        ("a: &x 1\nb: *x", "KB006", 1, 4),
        ("a: 1\nb: *x", "KB006", 2, 4),
        ("a: !!python/object:os.system x", "KB006", 1, 4),
        ("a: 1\n<<: {b: 1}", "KB006", 2, 1),
        ("? [a]\n: b", "KB006", 1, 3),
        ("[" * 100_000, "KB007", 1, 26),
        ("a: " + "[" * 30, "KB007", 1, 28),
        ("a: [" + "1, " * 30_000 + "1]", "KB007", 1, 59_999),
        ("", "KB008", 1, 1),
        ("# only a comment", "KB008", 1, 1),
        ("- a", "KB008", 1, 1),
        ("a: 1\n---\nb: 2", "KB008", 2, 1),
    ],
)
def test_what_a_record_must_not_hold_is_shown_where_it_is(text: str, code: str, line: int, column: int) -> None:
    source = read(text)
    assert codes(source) == [code]
    assert (source.diagnostics[0].span.line, source.diagnostics[0].span.column) == (line, column)


def test_a_key_given_twice_keeps_its_first_value() -> None:
    assert read("a: {b: 1}\na: {b: 2, c: [3]}").data == {"a": {"b": 1}}


def test_a_bomb_is_defused_at_its_fuse() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"] + [
        f"{c}: &{c} [*{p}, *{p}]" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert codes(read("\n".join(lines))) == ["KB006"]


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ("title: é\n".encode("latin-1"), "KB003", (1, 8)),
        (b"a: 1\nb: caf\xe9\n", "KB003", (2, 7)),
        ("a: 1".encode("utf-16"), "KB003", (1, 1)),
        (b"a: 1\0\n", "KB004", (1, 5)),
        (b"a" * (10 * 1024 * 1024), "KB002", (1, 1)),
        (b"\x89PNG\r\n\x1a\n", "KB003", (1, 1)),
    ],
)
def test_bytes_that_are_no_text_are_said_to_be(
    tmp_path: Path, content: bytes, code: str, place: tuple[int, int]
) -> None:
    file = tmp_path / "x.yml"
    file.write_bytes(content)
    (found,) = load(file).diagnostics
    assert (found.code, (found.span.line, found.span.column)) == (code, place)


def test_a_byte_order_mark_and_windows_lines_are_welcome(tmp_path: Path) -> None:
    file = tmp_path / "x.yml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: two\r\n")
    assert load(file).data == {"a": 1, "b": "two"}


def test_what_is_no_file_is_said_to_be(tmp_path: Path) -> None:
    folder, pipe, link = tmp_path / "a.yml", tmp_path / "b.yml", tmp_path / "c.yml"
    folder.mkdir()
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "nowhere")
    for file in (folder, pipe, link, tmp_path / "absent.yml"):
        assert codes(load(file)) == ["KB001"], file


def test_the_limit_leaves_room_for_any_case() -> None:
    assert 4 * max(file.stat().st_size for file in Path(__file__).parent.parent.glob("cases/*.yml")) < MOST_BYTES


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1, max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=6), plain, max_size=5))
def test_what_json_can_say_is_read_as_said(data: dict[str, object]) -> None:
    import json

    source = read(json.dumps(data, ensure_ascii=False))
    assert source.diagnostics == []
    assert source.data == data


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    source = read(text)
    assert source.data is not None or source.diagnostics


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_reason(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yml"
    file.write_bytes(content)
    source = load(file)
    assert source.data is not None or source.diagnostics
