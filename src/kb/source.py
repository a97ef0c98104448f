"""YAML text to plain values, with the place of everything.

YAML is read as case files need it: scalars after YAML 1.2's core schema (``NO`` is a word, ``2012-01-04`` a text),
no anchors, aliases, tags or merge keys, no second value for a key, within limits that no honest file reaches.
"""

from __future__ import annotations

import re
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kb.cache import ValueCache
from kb.diagnostics import Diagnostic, Fix, Severity, Span, quote
from kb.folding import HIDDEN
from kb.syntax import slip

MOST_BYTES = 256 * 1024
MOST_DEPTH = 24
MOST_NODES = 20_000

# The C parser where libyaml is compiled in (it is in PyYAML's wheels): ten times faster, with the same events.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML 1.1 parsers take for the end of a line.
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")

_HIDDEN = re.compile(f"[{HIDDEN}]+")
# What YAML allows in no text.
_UNREADABLE = re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# What may have been meant as text: a comment has a space behind its sign.
_CUT = re.compile(r"[ \t]+(?P<comment>#[^\s#][^\r\n]*)")

_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {"": None, "~": None}
for _word, _value in (("null", None), ("true", True), ("false", False)):
    _WORDS |= {_word: _value, _word.capitalize(): _value, _word.upper(): _value}

Steps = tuple[str | int, ...]
"""A path inside a file: keys and positions, such as ("timeline", 2, "at")."""


@dataclass(slots=True)
class Source:
    """One file as read: its text, its values, and for each path the parser's event for the value and for its key."""

    file: Path
    text: str = ""
    data: dict[str, Any] | None = None
    values: dict[Steps, Any] = field(default_factory=dict)
    keys: dict[Steps, Any] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def span(self, path: Steps, on_key: bool = False) -> Span:
        """Where ``path`` stands; where it does not exist, its nearest ancestor's key."""
        if not self.values and self.text and self.data is not None:
            again = parse(self.text, self.file)  # the values came from the cache, which keeps no places
            self.values, self.keys = again.values, again.keys
        if not on_key and path in self.values:
            return _value_span(self.values[path])
        while path:
            if path in self.keys:
                return _span(self.keys[path])
            if path in self.values:
                first = self.values[path]
                return _span(next((self.keys[key] for key in self.keys if key[:-1] == path), first))
            path = path[:-1]
        return Span()

    def span_of(self, path: Steps, words: str) -> Span:
        """Where ``words`` stand in the text at ``path``, however its lines are broken; else where the text stands."""
        whole = self.span(path)
        event = self.values.get(path)
        if event is None or not words.strip():
            return whole
        begin, end = event.start_mark.index, event.end_mark.index
        found = re.compile(r"\s+".join(map(re.escape, words.split()))).search(self.text, begin, end)
        if found is None:
            return whole  # written with escapes
        return Span(*_position(self.text, found.start()), *_position(self.text, found.end()))

    def scalar_span(self, path: Steps, on_key: bool = False) -> Span | None:
        """Where the scalar or the key at ``path`` stands, if it does and on one line."""
        self.span(path)
        event = (self.keys if on_key else self.values).get(path)
        span = _span(event) if isinstance(event, yaml.ScalarEvent) else Span(1, 1, 2, 1)
        return span if span.line == span.end_line else None

    def between(self, span: Span) -> slice:
        """The characters of the text that a span stands for."""
        starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]
        return slice(starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1)

    def is_comment_after(self, span: Span) -> bool:
        """Whether nothing but a comment follows on the line, where a value should stand."""
        rest = lines(self.text)[span.line - 1][span.end_column - 1 :]
        return span.line == span.end_line and rest.lstrip(" :-").startswith("#")

    def forget_places(self) -> None:
        """Let go of the parser's events, once no more places will be asked for."""
        self.values.clear()
        self.keys.clear()

    def report(self, code: str, message: str, span: Span, help: str = "", fix: Fix | None = None) -> None:
        self.diagnostics.append(Diagnostic(code, Severity.ERROR, message, self.file, span, help, fix))


def load(file: Path, shown: Path | None = None, cache: ValueCache | None = None) -> Source:
    """Read ``file``; never raises on what it finds there. ``shown`` is the path that diagnostics name. With ``cache``,
    a text that was read before without a problem is not parsed again."""
    source = Source(shown or file)
    text = _decode(source, _bytes(source, file))
    if text is None:
        return source
    if cache is None:
        return parse(text, source.file)
    digest = cache.digest(text)
    known = cache.get(digest)
    if isinstance(known, dict):
        return Source(source.file, text=text, data=known)
    source = parse(text, source.file)
    if not source.diagnostics:
        cache.put(digest, source.data)
    return source


def parse(text: str, file: Path) -> Source:
    """Read the text of one file."""
    source = Source(file, text=text)
    _report_hidden(source)
    try:
        _Builder(source).build()
    except _Refused:
        pass
    except yaml.YAMLError as error:
        _report_syntax(source, error)
    return source


def _bytes(source: Source, file: Path) -> bytes | None:
    try:
        info = file.stat()
        if stat.S_ISDIR(info.st_mode):
            source.report("KB001", f"{quote(file.name)} is a folder", Span(), "a file is expected here; move it away")
        elif not stat.S_ISREG(info.st_mode):
            source.report("KB001", f"{quote(file.name)} is not a regular file", Span(), "replace it by a file")
        elif info.st_size > MOST_BYTES:
            size, most = f"{info.st_size / 1024:,.0f} kB", f"{MOST_BYTES // 1024} kB"
            source.report(
                "KB002",
                f"the file has {size}, {most} are allowed",
                Span(),
                "a case is a few dozen kB: is this another file, or two cases in one?",
            )
        else:
            return file.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        source.report(
            "KB001", f"{quote(file.name)} cannot be read: {reason}", Span(), "check its permissions and links"
        )
    return None


_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def _decode(source: Source, content: bytes | None) -> str | None:
    if content is None:
        return None
    half = len(content) // 2
    for mark, name in _MARKS.items():
        # Without a mark it shows in that every other byte is nothing.
        if content.startswith(mark) or (name == "UTF-16" and half and 10 * content.count(0) >= 9 * half):
            source.report("KB003", f"the file is encoded in {name}", Span(), "save it as UTF-8")
            return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        seen = content[error.start : error.start + 1]
        guess = seen.decode("cp1252", "replace")
        source.text = content.decode("utf-8", "replace")
        source.report(
            "KB003",
            f"byte 0x{seen.hex()} is not UTF-8",
            Span(line, column, line, column + 1),
            f"save the file as UTF-8; in Windows-1252 this byte would be {quote(guess)}",
        )
        return None


class _Refused(Exception):
    """The rest of the file is not worth reading; the reason is already reported."""


def _span(event: Any) -> Span:
    first, last = event.start_mark, event.end_mark
    return Span(first.line + 1, first.column + 1, last.line + 1, last.column + 1)


def _value_span(event: Any) -> Span:
    span = _span(event)
    if span.end_line > span.line and isinstance(event, yaml.ScalarEvent) and event.style not in ('"', "'"):
        # A block ends where the next token starts; its first line is enough to find it.
        return Span(span.line, span.column, span.line, span.column + 1)
    return span


class _Builder:
    """Builds values from parser events in one pass, so that no limit can be passed before it is noticed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.nodes = 0
        self.muted = False  # inside the value of a key given twice: read for its own problems, then forgotten
        self.events: Iterator[Any] = iter(yaml.parse(source.text, Loader=_Loader))

    def build(self) -> None:
        next(self.events)  # stream start
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            self.refuse("KB008", "the file is empty", Span(), "`id:` is a good first line")
        first = next(self.events)
        value = self.value(first, ())
        if isinstance(value, dict):
            self.source.data = value
        else:
            deque(self.events, maxlen=0)  # a slip further on tells more
            self.refuse("KB008", "the file is not a mapping", _span(first), "start each line with `field: `")
        next(self.events)  # document end
        following = next(self.events)
        if not isinstance(following, yaml.StreamEndEvent):
            where = _span(following)
            self.refuse("KB008", "a second document starts here", where, "one file holds one record: remove `---`")

    def refuse(self, code: str, message: str, span: Span, help: str = "") -> None:
        self.source.report(code, message, span, help)
        raise _Refused

    def note(self, path: Steps, event: Any) -> None:
        if not self.muted:
            self.source.values[path] = event

    def value(self, event: Any, path: Steps) -> Any:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.refuse("KB007", f"more than {MOST_NODES:,} values in one file", _span(event))
        if len(path) > MOST_DEPTH:
            self.refuse("KB007", f"nested more than {MOST_DEPTH} deep", _span(event), "check the indentation")
        self.check_plain(event)
        if isinstance(event, yaml.ScalarEvent):
            self.note(path, event)
            self.check_comment(event)
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, path)
        return self.mapping(event, path)

    def check_plain(self, event: Any) -> None:
        """Anchors, aliases and tags let a file say one thing in two places or build objects: none is needed here."""
        if isinstance(event, yaml.AliasEvent):
            note = "write the value itself, or put text in quotes"
            self.refuse("KB006", f"alias {quote(f'*{event.anchor}')}", _span(event), note)
        if event.anchor is not None:
            note = "remove it, or put text in quotes"
            self.refuse("KB006", f"anchor {quote(f'&{event.anchor}')}", _span(event), note)
        if event.tag is not None and event.tag != "!":
            self.refuse("KB006", f"tag {quote(event.tag)}", _span(event), "remove it, or put text in quotes")

    def check_comment(self, event: Any) -> None:
        """What follows ` #` is no longer text: `Best #AskJPM questions` is "Best"."""
        cut = None if event.style or not event.value else _CUT.match(self.source.text, event.end_mark.index)
        if cut:
            first, last = (_position(self.source.text, place) for place in cut.span("comment"))
            note = "a text with ` #` in it goes into quotes, or below `>-`; a comment has a space behind its `#`"
            self.source.report("KB023", f"{quote(cut['comment'])} is read as a comment", Span(*first, *last), note)

    def sequence(self, event: Any, path: Steps) -> list[Any]:
        self.note(path, event)
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, event: Any, path: Steps) -> dict[str, Any]:
        self.note(path, event)
        items: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.check_plain(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse("KB006", "a key is a list or a mapping", _span(event), "a key is a word followed by `: `")
            key = event.value
            if not event.style and key == "<<":
                self.refuse("KB006", "merge key `<<`", _span(event), "write the values themselves")
            here = (*path, key)
            if key in items:
                first = self.source.keys.get(here, event).start_mark.line + 1
                note = f"the first one is on line {first}: keep one of them"
                self.source.report("KB005", f"{quote(key)} is given twice", _span(event), note)
                outer, self.muted = self.muted, True
                self.value(next(self.events), here)
                self.muted = outer
                continue
            if not self.muted:
                self.source.keys[here] = event
            items[key] = self.value(next(self.events), here)
        return items


def _scalar(event: Any) -> Any:
    text: str = event.value
    return text if event.style or event.tag == "!" else plain_value(text)


def plain_value(text: str) -> Any:
    """What a scalar without quotes stands for: nothing, a truth value, a number or else the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first.isdigit() or first in "+-.":
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text


def _report_syntax(source: Source, error: yaml.YAMLError) -> None:
    if isinstance(error, yaml.MarkedYAMLError):
        line, column, message, note = slip(lines(source.text), error)
    else:
        found = _UNREADABLE.search(source.text)
        line, column = _position(source.text, found.start() if found else 0)
        message, note = f"a control character, U+{ord(found[0]):04X}" if found else "the text is not YAML", "remove it"
    source.report("KB004", message, Span(line, column, line, column + 1), note)


def _report_hidden(source: Source) -> None:
    for found in _HIDDEN.finditer(source.text):
        place = Span(*_position(source.text, found.start()), *_position(source.text, found.end()))
        names = ", ".join(f"U+{ord(char):04X}" for char in found[0])
        instead = " " if _LINE_END.search(found[0]) else ""
        source.report("KB022", f"a character that nobody sees, {names}", place, "remove it", Fix(instead, place))


def lines(text: str) -> list[str]:
    """The lines of a text, as YAML counts them."""
    return _LINE_END.split(text)


def _position(text: str, index: int) -> tuple[int, int]:
    before = lines(text[:index])
    return len(before), len(before[-1]) + 1
