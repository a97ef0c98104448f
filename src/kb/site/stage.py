"""Writes generated pages under `build/pages`, touching only what changed, so that a build can skip the rest."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.files import write_if_changed
from kb.site.pages import Page


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged page: its path below `build/pages`, and the file it was made from, if one."""

    name: str
    file: Path
    source: str


def file_name(path: str) -> str:
    """The staged file of an address: "cases/x/" -> "cases/x.md", "cases/" -> "cases/index.md". MkDocs takes pages
    for pages by the ending `.md`; what is in them is HTML."""
    if path == "":
        return "index.md"
    return f"{path}index.md" if path.count("/") == 1 else f"{path.rstrip('/')}.md"


def text(page: Page) -> str:
    """A page as staged: a little front matter, then the ready body. Titles are escaped here, since the theme puts
    them into its templates as they are."""
    front: dict[str, object] = {"key": page.key} if page.key else {}
    front |= {
        "title": html.escape(page.title),
        "description": html.escape(" ".join(page.description.split())),
        "toc": [[anchor, html.escape(heading)] for anchor, heading in page.toc],
    }
    if page.noindex:
        front["robots"] = "noindex"
    if page.about:
        front["about"] = page.about
    if page.script:
        front["script"] = page.script
    if page.canonical:
        front["canonical"] = page.canonical
    front["hide"] = ["navigation", "toc"] if page.wide else ["navigation"]
    lines = [f"{name}: {json.dumps(value)}" for name, value in front.items()]
    return "---\n" + "\n".join(lines) + f"\n---\n{page.body}"


def is_staged(folder: Path, path: str, key: str) -> bool:
    """Whether the page at ``path`` lies staged with this key."""
    wanted = f'---\nkey: "{key}"\n'.encode()
    try:
        with (folder / file_name(path)).open("rb") as staged:
            return staged.read(len(wanted)) == wanted
    except OSError:
        return False


def stage(pages: Iterable[Page], folder: Path) -> Iterator[Staged]:
    """Write each page that changed and remove what no page claims any more."""
    kept = set()
    for page in pages:
        name = file_name(page.path)
        file = folder / name
        if page.body is not None:
            write_if_changed(file, text(page))
        kept.add(file)
        yield Staged(name, file, page.source)
    for stale in folder.rglob("*.md"):
        if stale not in kept:
            stale.unlink()
