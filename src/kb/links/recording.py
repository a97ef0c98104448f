"""Writes the address of an archived copy into a case's file, under its source, and touches nothing else in it."""

from __future__ import annotations

import copy
import re
from pathlib import Path

from kb import source as yaml_text
from kb.files import write_if_changed

_PLAIN = re.compile(r"https?://[\w./:?=&%+~,;@!()*$-]*[\w/]")


class NotRecordedError(Exception):
    """The file was left as it is; the text says why."""


def record(file: Path, source: str, address: str) -> None:
    """Insert ``archived: address`` under the source with that id. What comes out is read again and must say the same
    and the address besides, or the file stays as it is. Raises NotRecordedError."""
    before = yaml_text.load(file)
    if before.data is None or before.diagnostics:
        raise NotRecordedError(f"`{file.name}` cannot be read: run `kb validate`")
    found = [i for i, each in enumerate(before.data.get("sources") or ()) if each.get("id") == source]
    if len(found) != 1:
        raise NotRecordedError(f"`{file.name}` has {len(found)} sources `{source}`")
    if "archived" in before.data["sources"][found[0]]:
        raise NotRecordedError(f"source `{source}` has an archived copy already")
    text = inserted(before, found[0], address)
    expected = copy.deepcopy(before.data)
    expected["sources"][found[0]]["archived"] = address
    after = yaml_text.parse(text, file)
    if after.diagnostics or after.data != expected:
        raise NotRecordedError(f"`archived` cannot be put under source `{source}` by itself: write it by hand")
    mark = "\ufeff" if file.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    if yaml_text.load(file).text != before.text:
        raise NotRecordedError(f"`{file.name}` has changed meanwhile: try again")
    write_if_changed(file, mark + text)


def inserted(before: yaml_text.Source, position: int, address: str) -> str:
    """The text with the field after the day of reading, or after the address where there is none."""
    path = ("sources", position)
    field = "accessed" if (*path, "accessed") in before.values else "url"
    end = before.values[*path, field].end_mark.index
    written = address if _PLAIN.fullmatch(address) else "'" + address.replace("'", "''") + "'"
    if before.values[path].flow_style:
        quoted = "'" + address.replace("'", "''") + "'"
        return f"{before.text[:end]}, archived: {quoted}{before.text[end:]}"
    indent = " " * before.keys[*path, field].start_mark.column
    stop = before.text.find("\n", end)
    if stop < 0:
        return f"{before.text}\n{indent}archived: {written}\n"
    newline = "\r\n" if before.text[stop - 1 : stop] == "\r" else "\n"
    return f"{before.text[: stop + 1]}{indent}archived: {written}{newline}{before.text[stop + 1 :]}"
