"""How a text is written: plain where it can be, quoted where it must be, folded where it is long."""

from __future__ import annotations

import json
import re
from typing import Any

from kb.folding import HIDDEN
from kb.source import plain_value

WIDTH = 118
"""Columns of a line, with its indentation."""

# Signs that mean something to YAML at the start of a text, and anywhere in it. Stricter than YAML, for other readers.
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`~=<\s])(?:[^\s:#]|:(?=\S)|(?<=\S)#| (?=[^\s#])|[^\S\t\n\r ](?!#))+")
_NOT_IN_BRACKETS = re.compile(r"[,\[\]{}?:]")
_UNPRINTABLE = re.compile(
    r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]" f"|[{HIDDEN}]"
)
# Between two words: the one place where a line may be folded without a change of meaning.
_FOLD = re.compile(r"(?<=\S) (?=\S)")


def inline(data: Any, written: str, brackets: bool = False) -> str:
    """A scalar on one line. ``written``: how it stood in the text, kept for numbers."""
    if isinstance(data, str):
        plain = _is_plain(data) and plain_value(data) == data and not (brackets and _NOT_IN_BRACKETS.search(data))
        return data if plain else _quoted(data)
    if data is None:
        return "null" if brackets else ""
    return str(data).lower() if isinstance(data, bool) else written


def key(name: str) -> str:
    """The key of a mapping; it is a text whatever it looks like."""
    return name if _is_plain(name) and not _NOT_IN_BRACKETS.search(name) else _quoted(name)


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and not _UNPRINTABLE.search(text)


def _quoted(text: str) -> str:
    if ('"' in text or "\\" in text) and "'" not in text and "\n" not in text and not _UNPRINTABLE.search(text):
        return f"'{text}'"
    return _UNPRINTABLE.sub(lambda found: _escape(found[0]), json.dumps(text, ensure_ascii=False))


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def on_lines(text: str, indent: int) -> list[str] | None:
    """A text on lines of its own, each ``indent`` deep, the first being the sign that says how; None if it cannot be
    written so."""
    body = text.removesuffix("\n")
    sign = "" if body != text else "-"
    lines = body.split("\n")
    if not lines[0] or not lines[-1] or _UNPRINTABLE.search(body) or any(line != line.strip() for line in lines):
        return None
    margin = " " * indent
    if len(lines) > 1 and all(len(line) + indent <= WIDTH for line in lines):
        return [f"|{sign}", *((margin + line).rstrip() for line in lines)]
    folded: list[str] = [f">{sign}"]
    for position, line in enumerate(lines):
        if position and line:
            folded.append("")  # a folded line break is written as an empty line
        folded += [(margin + piece).rstrip() for piece in _folded(line, WIDTH - indent)]
    return folded


def _folded(line: str, width: int) -> list[str]:
    pieces = [""]
    for word in _FOLD.split(line):
        joined = f"{pieces[-1]} {word}" if pieces[-1] else word
        if len(joined) <= width or not pieces[-1]:
            pieces[-1] = joined
        else:
            pieces.append(word)
    return pieces


def foldable(text: str) -> bool:
    """Whether a text has a place to break its line at."""
    return bool(_FOLD.search(text)) or "\n" in text
