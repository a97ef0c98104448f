"""Why a text is not YAML, in the words of its writer: the slip on the line, not the state of the parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kb.diagnostics import quote


class Slip(NamedTuple):
    """What is wrong, at which line and column (from 1), and what to do."""

    line: int
    column: int
    message: str
    help: str


_CONFLICT = re.compile(r"(<{7}|={7}|>{7})( |$)")
# What looks like a blank and is none for YAML: before a line's first sign, or after `key:` or a dash.
_ODD_BLANK = re.compile(r"^[ -]*(?P<indent>[\u00a0\u2000-\u200a\u202f\u3000])|^[ -]*[\w-]+:(?P<colon>[\u00a0\u202f])")
_NO_BLANK = re.compile(r"(?P<margin> *(?:- +)*)(?P<key>[A-Za-z_]+):(?P<value>[^\s/].*)")
_NO_BLANK_DASH = re.compile(r"(?P<margin> *)-(?P<rest>[A-Za-z_]+(?::|$).*)")
_OTHER_DASH = re.compile(r"(?P<margin> *)(?P<sign>[\u2010-\u2015\u2022\u2212*])\s*\S")
_OTHER_COLON = re.compile(r"(?P<before> *(?:- +)*[A-Za-z_]+)\s*(?P<sign>[\uff1a=])")
_KEY = re.compile(r" *(?:- +)*[\w-]+ *")
_QUOTES = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb"


@dataclass(frozen=True, slots=True)
class _Error:
    """A parser's complaint: what, where, and where the thing began that it was reading."""

    lines: Sequence[str]
    problem: str
    context: str
    line: int
    column: int
    began: tuple[int, int]

    def at(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    @property
    def char(self) -> str:
        return self.at(self.line)[self.column - 1 : self.column]

    @property
    def above(self) -> int:
        """The nearest line above that says something."""
        said = (
            n for n in range(self.line - 1, 0, -1) if self.at(n).strip() and not self.at(n).lstrip().startswith("#")
        )
        return next(said, 0)


def slip(lines: Sequence[str], error: Any) -> Slip:
    """What the writer did, as far as the line tells; else what the parser said. ``error`` is a marked YAML error."""
    mark, start = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    context = str(error.context or "")
    found = _Error(
        lines, str(error.problem), context, mark.line + 1, mark.column + 1, (start.line + 1, start.column + 1)
    )
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line):
            return Slip(number, 1, "a merge conflict is left here", "keep one version, remove the lines with the signs")
    for kind in (_tab, _quoted, _brackets, _sign, _simple_key, _second_colon, _after_end, _misplaced):
        if told := kind(found):
            return told
    note = "check the indentation and the quotes of this line and the one above"
    return Slip(found.line, found.column, f"not YAML: {found.problem}", note)


def _tab(error: _Error) -> Slip | None:
    before = error.at(error.line)[: error.column]
    if "\t" in before and not before.strip(" \t-"):
        column = before.index("\t") + 1
        return Slip(
            error.line, column, "a tab in the indentation", "indent with spaces, as many as the lines beside it"
        )
    return None


def _quoted(error: _Error) -> Slip | None:
    if "quoted scalar" not in error.context:
        return None
    if "escape" in error.problem:
        wrong = error.at(error.line)[error.column - 1 : error.column + 1]
        wrong = wrong if wrong.startswith("\\") else f"\\{error.char}"
        note = "in double quotes a backslash is written twice; or put the text in single quotes"
        return Slip(error.line, error.column, f"{quote(wrong)} means nothing in double quotes", note)
    return Slip(*error.began, "a quotation mark is opened and not closed", "close it, or put the text in other quotes")


def _brackets(error: _Error) -> Slip | None:
    if "flow" not in error.context:
        return None
    began = error.began
    if began == (error.line, error.column):  # the end of the file: the last bracket before it
        text = error.at(error.above)
        began = (error.above, max(text.rfind("["), text.rfind("{")) + 1)
    opened = error.at(began[0])[began[1] - 1 : began[1]]
    closing = {"[": "]", "{": "}"}.get(opened, "")
    if "node content" in error.problem and error.char.strip():
        return Slip(
            error.line, error.column, f"nothing stands before {quote(error.char)}", "fill it, or remove the sign"
        )
    if not closing:
        return None
    where = f"on line {error.line} neither" if error.at(error.line) else "to the end neither"
    message = f"`{opened}` is opened here, and {where} `,` nor `{closing}` follows"
    note = f"close it with `{closing}`; a text that starts with `{opened}` goes into quotes"
    return Slip(*began, message, note)


_STARTS = {
    "cannot start any token": "",
    "alphabetic or numeric": "",
    "mapping keys are not allowed": "",
    "expected comment or line break": "; the text of `|` or `>` begins on the next line",
    "block sequence entries are not allowed": "; the entries of a list begin on the next line",
    "directive": "",
    "incompatible YAML": "",
    "tag": "",
    "expected node content": "",
}


def _sign(error: _Error) -> Slip | None:
    more = next((more for part, more in _STARTS.items() if part in f"{error.problem} {error.context}"), None)
    if more is None:
        return None
    line, column = (
        (error.line, error.column) if error.began[0] != error.line else min(error.began, (error.line, error.column))
    )
    sign = error.at(line)[column - 1 : column]
    if sign == "%" and column == 1:
        return Slip(line, 1, "a line that starts with `%` is an instruction to YAML", "remove it, or put it in quotes")
    return Slip(line, column, f"a text starts with {quote(sign)}", f"put it in quotes{more}")


def _line_slip(error: _Error, number: int) -> Slip | None:
    """What is wrong with a line by itself."""
    line = error.at(number)
    if found := _ODD_BLANK.match(line):
        where = found.start("indent" if found["indent"] else "colon")
        return Slip(number, where + 1, "a no-break space where a plain one is needed", "type the space anew")
    if found := _NO_BLANK_DASH.fullmatch(line):
        return Slip(number, found.start("rest"), "no blank after the dash", f"write `- {found['rest']}`")
    if found := _NO_BLANK.fullmatch(line):
        key = found["key"]
        return Slip(number, found.start("value") + 1, f"no blank after `{key}:`", f"write `{key}: {found['value']}`")
    if found := _OTHER_COLON.match(line):
        return Slip(number, found.start("sign") + 1, f"{quote(found['sign'])} is no colon", "write `: `")
    if found := _OTHER_DASH.match(line):
        return Slip(number, found.start("sign") + 1, f"{quote(found['sign'])} begins no entry", "write `- `")
    return None


def _simple_key(error: _Error) -> Slip | None:
    if "could not find expected ':'" not in error.problem:
        return None
    number, column = error.began
    if told := _line_slip(error, number):
        return told
    if len(error.at(number)) > 1024:
        return Slip(number, column, "a key of more than 1,024 characters", "a key is a word followed by `: `")
    note = "a line is `field: value`; a text that goes on from the line above is indented deeper than its field"
    return Slip(number, column, "no `: ` on this line", note)


def _second_colon(error: _Error) -> Slip | None:
    if "mapping values are not allowed" not in error.problem:
        return None
    before = error.at(error.line)[: error.column - 1]
    if not _KEY.fullmatch(before):
        if told := _line_slip(error, error.line):
            return told
        value = before.partition(": ")[2].strip()
        if value and value[0] in _QUOTES:
            note = "the quotes of YAML are \" and ': put the whole text into them"
            return Slip(error.line, error.column, f"a text in {quote(value[:1])} holds `: `", note)
        note = "put the text in quotes, or on the lines below `>-`"
        return Slip(error.line, error.column, "a text without quotes holds `: `", note)
    if told := _line_slip(error, error.above):
        return told
    first = len(before) - len(before.lstrip(" ")) + 1
    note = "set it as deep as the fields it belongs to; a field with fields below it has nothing behind its colon"
    return Slip(
        error.line, first, f"this line is set deeper than line {error.above}, which has its value already", note
    )


def _after_end(error: _Error) -> Slip | None:
    """Text behind a closing quotation mark or bracket."""
    before = error.at(error.line)[: error.column - 1].rstrip()
    if not before or before[-1] not in "\"']}" or before[-1] == before.strip():
        return None
    last = before[-1]
    notes = {
        "'": "put the whole text in double quotes; in single ones an apostrophe is written twice",
        '"': "put the whole text in single quotes",
    }
    note = notes.get(last, "put a text that starts with a bracket in quotes; remove a bracket too many")
    return Slip(error.line, error.column, f"text goes on after the closing {quote(last)}", note)


def _misplaced(error: _Error) -> Slip | None:
    if "document start" in error.problem:
        return Slip(error.line, error.column, "text after `...`, which ends the file", "remove `...`")
    if "block" not in error.context:
        return None
    if told := _line_slip(error, error.line) or _line_slip(error, error.above):
        return told
    number, column = error.began
    if error.char == ":":
        return Slip(error.line, error.column, "a colon with no field before it", "write `field: value`")
    if error.char == "-" and "mapping" in error.context:
        message = f"an entry of a list among the fields that begin on line {number}, column {column}"
        note = "entries of one list are equally deep and each begins with `- `: is one missing above?"
        return Slip(error.line, error.column, message, note)
    what = "entries of the list on" if "collection" in error.context else "fields that begin on"
    message = f"column {error.column} is not that of anything above: the {what} line {number} stand in column {column}"
    return Slip(
        error.line, error.column, message, "set it as deep as its neighbours; an entry of a list begins with `- `"
    )
