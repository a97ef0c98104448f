"""A tree as text in the canonical layout."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kb.layout.scalars import WIDTH, foldable, inline, key, on_lines
from kb.layout.tree import Comment, Entry, Node, comments, tree
from kb.model import HEAD, Case, Record, fields, preamble
from kb.source import Source, parse

_SCHEMA = re.compile(r"# ?yaml-language-server: ?\$schema=")


class MeaningChanged(Exception):
    """The text cannot be laid out without a change of what it says."""


def canonical(source: Source, model: type[Record], schema: str = "") -> str:
    """The text of a sound ``source`` in the canonical layout. ``schema`` is the path to name in its first line, if
    that line is missing. Raises MeaningChanged, so that no defect of the layout can ever damage a file."""
    node = tree(source.text, source.data)
    header = _header(node, schema)
    _arrange(node, model, HEAD if HEAD[0] in node.data else ())
    if model is Case:
        _air(node, model)
    _hoist(node)
    body = "\n".join(_lines(node, 0)) if node.entries else "{}"
    text = "\n".join([*(comment.text for comment in header), body]).lstrip("\n") + "\n"
    again = parse(text, source.file)
    lost = Counter(comments(source.text)) - Counter(comments(text)) if not again.diagnostics else None
    if lost is None or lost or _meaning(again.data) != _meaning(source.data):
        raise MeaningChanged(str(source.file))
    return text


def _meaning(data: Any) -> str:
    return json.dumps(data, sort_keys=True)


def _header(node: Node, schema: str) -> list[Comment]:
    """Takes the comments at the top of the file from its first entry: they stay there, the schema's line first."""
    first = node.entries[0].above if node.entries else node.tail
    stop = next((place for place, comment in enumerate(first) if comment.apart and place), len(first))
    header = first[:stop]
    del first[:stop]
    named = [comment for comment in header if _SCHEMA.match(comment.text)]
    others = [comment for comment in header if comment not in named]
    if schema and not named:
        named = [Comment(f"# yaml-language-server: $schema={schema}")]
    return [*named, *others]


def _arrange(node: Node, model: type[Record], first: tuple[str, ...] = ()) -> None:
    """Put the fields of a record and of every record below it into the order of the model, those in ``first`` before
    them and those that it does not know after them."""
    known = fields(model)
    order = {name: place for place, name in enumerate([*first, *(name for name in known if name not in first)])}
    assert node.entries is not None
    node.entries.sort(key=lambda entry: order.get(entry.key or "", len(order)))
    for entry in node.entries:
        field = known.get(entry.key or "")
        if field and field.record:
            many = (field.many or field.keyed) and entry.node.entries is not None
            for each in (below.node for below in entry.node.entries or ()) if many else (entry.node,):
                if isinstance(each.data, dict):
                    _arrange(each, field.record)


def _air(node: Node, model: type[Record]) -> None:
    """Mark where a case has empty lines: before its parts, that is, from its first required record on, and between
    steps, that is, records that have lists of their own."""
    known = fields(model)
    for part in node.entries or ():
        field = known.get(part.key or "")
        part.apart = field is not None and field.name not in preamble(model)
        if field and field.many and field.record and any(each.many for each in fields(field.record).values()):
            for step in (part.node.entries or ())[1:]:
                step.apart = True


def _hoist(node: Node) -> None:
    """What stands above the first entry of an item of a list stands above the item."""
    for entry in node.entries or ():
        _hoist(entry.node)
        if entry.key is None and entry.node.entries:
            first = entry.node.entries[0]
            entry.above += first.above
            first.above = []


def _lines(node: Node, indent: int) -> Iterator[str]:
    """A list or mapping on lines of its own."""
    margin = " " * indent
    for position, entry in enumerate(node.entries or ()):
        above, lines = _entry(entry, indent)
        above = entry.above + above
        for place, comment in enumerate(above):
            if (comment.apart or (entry.apart and not place)) and (position or place or not indent):
                yield ""
            yield margin + comment.text
        if entry.apart and not above and position:
            yield ""
        yield from lines
    yield from _tail(node, indent)


def _tail(node: Node, indent: int) -> Iterator[str]:
    for comment in node.tail:
        if comment.apart:
            yield ""
        yield " " * indent + comment.text


def _entry(entry: Entry, indent: int) -> tuple[list[Comment], list[str]]:
    """The lines of an entry, and the comments that only have a place above them."""
    node, margin = entry.node, " " * indent
    prefix = f"{margin}-" if entry.key is None else f"{margin}{key(entry.key)}:"
    beside = f"  {entry.beside}" if entry.beside else ""
    if node.entries is None:
        first, *more = _scalar(prefix, node, indent)
        return [], [first + beside, *more, *_tail(node, indent + 2)]
    if not node.entries:
        return node.tail, [prefix + (" {}" if isinstance(node.data, dict) else " []") + beside]
    if not node.block and not _has_comments(node) and (bracketed := _bracketed(prefix, node)):
        return [], [*bracketed[:-1], bracketed[-1] + beside]
    below = list(_lines(node, indent + 2))
    if entry.key is not None:
        return [], [prefix + beside, *below]
    said = [Comment(entry.beside)] if entry.beside else []
    return said, [f"{prefix} {below[0].lstrip(' ')}", *below[1:]]


def _scalar(prefix: str, node: Node, indent: int) -> list[str]:
    single = f"{prefix} {inline(node.data, node.written)}".rstrip(" ")
    if isinstance(node.data, str) and (node.block or (len(single) > WIDTH and foldable(node.data))):
        lines = on_lines(node.data, indent + 2)
        if lines:
            return [f"{prefix} {lines[0]}", *lines[1:]]
    return [single]


def _has_comments(node: Node) -> bool:
    entries = node.entries or ()
    return bool(node.tail) or any(each.above or each.beside or _has_comments(each.node) for each in entries)


def _bracketed(prefix: str, node: Node) -> list[str]:
    """A list or mapping in brackets: on one line or, for a list of words, on several; nothing where it does not fit."""
    line = f"{prefix} {_brackets(node)}"
    if len(line) <= WIDTH:
        return [line]
    if isinstance(node.data, dict) or any(each.node.entries is not None for each in node.entries or ()):
        return []
    words = [inline(each.node.data, each.node.written, brackets=True) for each in node.entries or ()]
    lines, margin = [f"{prefix} [{words[0]}"], " " * (len(prefix) + 2)
    for word in words[1:]:
        if len(lines[-1]) + 2 + len(word) + 1 <= WIDTH:
            lines[-1] += f", {word}"
        else:
            lines[-1] += ","
            lines.append(margin + word)
    lines[-1] += "]"
    return lines if all(len(line) <= WIDTH for line in lines) else []


def _brackets(node: Node) -> str:
    if node.entries is None:
        return inline(node.data, node.written, brackets=True)
    inside = [("" if each.key is None else f"{key(each.key)}: ") + _brackets(each.node) for each in node.entries]
    return f"{{{', '.join(inside)}}}" if isinstance(node.data, dict) else f"[{', '.join(inside)}]"
