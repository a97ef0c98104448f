"""A text that is not YAML is told of in the words of its writer, at the slip, not where the parser gave up."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebooks import VALID
from hypothesis import given
from hypothesis import strategies as st

from kb.source import lines, parse

FILE = Path("cases/x.yml")
LAMP = (VALID / "cases" / "2020-lamp-recall.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("title:The lamp\nid: x\n", 1, 7, "no blank after `title:`"),
        ("organisation:\n  name:Lumen\n  sector: retail\n", 2, 8, "no blank after `name:`"),
        ("id: x\nkind:primary\n", 2, 6, "no blank after `kind:`"),
        ("actors:\n  -id: lumen\n    side: x\n", 2, 3, "no blank after the dash"),
        ("actors:\n  – id: lumen\n    side: x\n", 2, 3, "`–` begins no entry"),
        ("title = The lamp\nid: x\n", 1, 7, "`=` is no colon"),
        ("title：The lamp\nid: x\n", 1, 6, "`：` is no colon"),
        ("a: 1\nThis is some text\nid: x\n", 2, 1, "no `: ` on this line"),
        ("a: >-\ntext\nid: x\n", 2, 1, "no `: ` on this line"),
        ("title:\u00a0The lamp\nid: x\n", 1, 7, "a no-break space where a plain one is needed"),
        ("organisation:\n\u00a0\u00a0name: Lumen\n  sector: x\n", 2, 1, "a no-break space where a plain one is needed"),
        ("actors:\n  -\tid: lumen\n", 2, 4, "a tab in the indentation"),
        ("title: The lamp: hot\n", 1, 16, "a text without quotes holds `: `"),
        ("title: “The lamp: hot”\n", 1, 17, "a text in `“` holds `: `"),
        ("title: « La lampe : chaude »\n", 1, 19, "a text in `«` holds `: `"),
        ("title: a\n  status: b\nid: x\n", 2, 3, "this line is set deeper than line 1, which has its value already"),
        ("title: @lamp\n", 1, 8, "a text starts with `@`"),
        ("title: *The* lamp\n", 1, 8, "a text starts with `*`"),
        ("title: - The lamp\n", 1, 8, "a text starts with `-`"),
        ("title: | The lamp\n", 1, 8, "a text starts with `|`"),
        ("title: ? The lamp\n", 1, 8, "a text starts with `?`"),
        ("%lamp\nid: x\n", 1, 1, "a line that starts with `%` is an instruction to YAML"),
        ("title: 'The lamp's heat'\n", 1, 18, "text goes on after the closing `'`"),
        ('title: "The lamp" got hot\n', 1, 19, 'text goes on after the closing `"`'),
        ("title: [The] lamp\n", 1, 14, "text goes on after the closing `]`"),
        ('title: "The lamp\nid: x\n', 1, 8, "a quotation mark is opened and not closed"),
        ('title: "C:\\path"\n', 1, 11, "`\\p` means nothing in double quotes"),
        ("tags: [a, b\nid: x\n", 1, 7, "`[` is opened here, and on line 2 neither `,` nor `]` follows"),
        ("id: x\ntags: [", 2, 7, "`[` is opened here, and to the end neither `,` nor `]` follows"),
        ("tags: ]\n", 1, 7, "a text starts with `]`"),
        ("tags: [a, , b]\n", 1, 11, "nothing stands before `,`"),
        ("a:\n  - id: x\n- id: y\n", 3, 1, "an entry of a list among the fields that begin on line 1, column 1"),
        ("a:\n  - b: 1\n    c: 2\n   d: 3\n", 4, 4,
         "column 4 is not that of anything above: the entries of the list on line 2 stand in column 3"),
        (": a\nid: x\n", 1, 1, "a colon with no field before it"),
        ("id: x\n...\njunk: 1\n", 3, 1, "text after `...`, which ends the file"),
        ("id: x\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n", 2, 1, "a merge conflict is left here"),
        ("id: x\n" + "k" * 1100 + ": a\n", 2, 1, "a key of more than 1,024 characters"),
        ("title: é\0\n", 1, 9, "a control character, U+0000"),
    ],
)  # fmt: skip
def test_the_slip_is_named_where_it_is(text: str, line: int, column: int, message: str) -> None:
    (found,) = parse(text, FILE).diagnostics
    assert (found.code, found.message) == ("KB004", message)
    assert (found.span.line, found.span.column) == (line, column)
    assert found.help


@pytest.mark.parametrize(("end", "line"), [("\n", 3), ("\r\n", 3), ("\r", 3)])
def test_lines_are_counted_alike_whatever_ends_them(end: str, line: int) -> None:
    (found,) = parse(end.join(["id: x", "a: b", "title: “The\u200b lamp”", ""]), FILE).diagnostics
    assert (found.code, found.span.line, found.span.column) == ("KB022", line, 12)


def test_what_nobody_sees_may_be_written_as_an_escape() -> None:
    source = parse('title: "The\\u200b lamp"\n', FILE)
    assert source.diagnostics == []
    assert source.data == {"title": "The\u200b lamp"}


signs = st.sampled_from(
    [
        *"\t:-?|>[]{}\"'%@`*&!#=,\\",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\u00a0",
        "\u200b",
        "“",
        "–",
        "\r",
        "...",
        "---",
        "<<<<<<< a\n",
    ]
)


@given(st.lists(st.tuples(st.integers(0, len(LAMP)), signs), min_size=1, max_size=4))
def test_a_case_with_stray_signs_is_read_or_its_slip_lies_in_the_file(strays: list[tuple[int, str]]) -> None:
    text = LAMP
    for at, sign in strays:
        text = text[:at] + sign + text[at:]
    source = parse(text, FILE)
    assert source.data is not None or source.diagnostics
    for each in source.diagnostics:
        assert 1 <= each.span.line <= len(lines(text))
        assert 1 <= each.span.column <= len(lines(text)[each.span.line - 1]) + 1
        assert each.help
        assert not each.message.startswith("not YAML: ") or ":" in each.message
