"""YAML text as a tree that keeps its comments: each with the entry that it speaks of.

A comment at the end of a line belongs to the entry on that line; one on a line of its own to the entry below, or, set
deeper than that, to the end of the block that it is indented with.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# What YAML 1.1 parsers take for the end of a line.
_BREAK = "\r\n\x85\u2028\u2029"
_COMMENT = re.compile(f"#[^{_BREAK}]*")
_END = f"(?:\r\n|\r(?!\n)|[{_BREAK[1:]}])"
_EMPTY_LINE = re.compile(f"(?:{_END}|^)[ \t]*{_END}$")


@dataclass(slots=True)
class Comment:
    """A comment, from its `#` on; ``apart`` where an empty line stands above it."""

    text: str
    apart: bool = False


@dataclass(slots=True)
class Node:
    """A value: a scalar has ``data`` and no ``entries``, a list or a mapping has ``entries``."""

    data: Any
    written: str = ""
    """A scalar as it stands in the text, without quotes."""
    block: bool = False
    """Whether it was written on lines of its own: a folded text, or a list or mapping without brackets."""
    entries: list[Entry] | None = None
    tail: list[Comment] = field(default_factory=list)
    """Comments after the last entry."""


@dataclass(slots=True)
class Entry:
    """An item of a list or, with its key, of a mapping."""

    key: str | None
    node: Node
    above: list[Comment] = field(default_factory=list)
    beside: str = ""
    """The comment at the end of its line."""
    apart: bool = False
    """Whether it has an empty line above it."""

    def add(self, comment: Comment) -> None:
        """Put a comment beside it, or above where there is one already."""
        if self.beside:
            self.above.append(comment)
        else:
            self.beside = comment.text


def comments(text: str) -> list[str]:
    """Every comment of a text that holds one sound mapping, in order."""
    return [found for _, found in _comments(text, list(_scalars(yaml.compose(text, Loader=_Loader))))]


def tree(text: str, data: Any) -> Node:
    """The tree of a text that holds one sound mapping, and its values as they were read."""
    root = yaml.compose(text, Loader=_Loader)
    places: list[_Place] = []
    node = _node(root, data, None, places)
    _attach(text, node, root, places)
    return node


@dataclass(slots=True)
class _Place:
    """Where an entry stands in the text."""

    entry: Entry
    parent: Node
    start: int
    end: int
    column: int
    within: _Place | None
    """The place of the entry whose value the parent is."""
    brackets: bool
    """Whether its value is in brackets."""


def _node(node: Any, data: Any, within: _Place | None, places: list[_Place]) -> Node:
    if isinstance(node, yaml.ScalarNode):
        return Node(data, node.value, node.style in ("|", ">"))
    made = Node(data, block=not node.flow_style, entries=[])
    assert made.entries is not None
    keyed = isinstance(node, yaml.MappingNode)
    pairs = node.value if keyed else [(None, each) for each in node.value]
    for position, (key, value) in enumerate(pairs):
        start = (key or value).start_mark
        column = node.start_mark.column if made.block else start.column
        entry = Entry(key.value if key else None, Node(None))
        brackets = not isinstance(value, yaml.ScalarNode) and bool(value.flow_style)
        ends_itself = brackets or isinstance(value, yaml.ScalarNode)
        end = value.end_mark.index if ends_itself else start.index
        place = _Place(entry, made, start.index, end, column, within, brackets)
        places.append(place)
        entry.node = _node(value, data[key.value] if key else data[position], place, places)
        made.entries.append(entry)
    return made


def _scalars(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _scalars(each)
    else:
        for key, value in node.value:
            yield key
            yield from _scalars(value)


def _comments(text: str, scalars: list[Any]) -> Iterator[tuple[int, str]]:
    """Each comment with where it starts: every `#` outside a scalar, and those beside the sign of a block."""
    at = 0
    for scalar in [*scalars, None]:
        start = scalar.start_mark.index if scalar else len(text)
        while found := _COMMENT.search(text, at, start):
            yield found.start(), found[0].rstrip()
            at = found.end()
        if scalar:
            at = scalar.end_mark.index
            if scalar.style in ("|", ">"):
                header = re.compile(f"[^{_BREAK}]*").match(text, start)
                if header and (found := _COMMENT.search(header[0])):
                    yield start + found.start(), found[0].rstrip()


def _attach(text: str, top: Node, root: Any, places: list[_Place]) -> None:
    starts = [place.start for place in places]
    for at, comment in _comments(text, list(_scalars(root))):
        line = max(text.rfind(char, 0, at) for char in _BREAK) + 1
        said = Comment(comment, apart=bool(_EMPTY_LINE.search(text[:line])))
        position = bisect.bisect_left(starts, at)
        before = places[position - 1] if position else None
        after = places[position] if position < len(places) else None
        if before and (before.start >= line or before.end > line):
            _beside(before, at).add(said)
        elif after and text[line:at].strip():
            after.entry.above.append(said)  # beside the dash of an item that starts on the next line
        else:
            _block(at, at - line, before, after, top).append(said)


def _beside(before: _Place, at: int) -> Entry:
    """The entry that ends or begins on the comment's line: out of every bracket that is closed by then."""
    while before.within and before.within.brackets and before.within.end <= at:
        before = before.within
    return before.entry


def _block(at: int, column: int, before: _Place | None, after: _Place | None, top: Node) -> list[Comment]:
    """Where a comment on a line of its own goes, between the entries that start before and after it."""
    enclosing = list(_enclosing(before))
    bracket = next((place for place in enclosing if place.brackets and place.start < at < place.end), None)
    if bracket and (after is None or after.start > bracket.end):
        return bracket.entry.node.tail
    if after and (bracket or after.within is before or column <= after.column):
        return after.entry.above
    # Set deeper than what follows, it ends a block that is open here: the deepest that reaches out so far.
    if before and before.entry.node.data is None and before.column < column:
        return before.entry.node.tail
    for place in enclosing:
        if after and place.parent is after.parent:
            break
        if place.parent.block and place.column <= column:
            return place.parent.tail
    return after.entry.above if after else top.tail


def _enclosing(place: _Place | None) -> Iterator[_Place]:
    while place:
        yield place
        place = place.within
