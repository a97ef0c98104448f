"""The state of translations, and the files they start from."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kb import model
from kb.loading import Loaded
from kb.model import Case, Language, Lesson, Tactic, Vocabulary, digests, texts
from kb.project import Project, records
from kb.rules import FORM, LACKING

_WIDTH = 110
# What keeps a text from being read. How the texts are worded is another matter, and for the rules to say.
_OF_FORM = FORM.keys() | LACKING.keys()
_STAMP = re.compile(r"^made_from:.*\n(?:[ \t]+.*\n|\n(?=[ \t]))*", re.MULTILINE)


class State(StrEnum):
    """How a translation stands to its original."""

    MISSING = "missing"
    INCOMPLETE = "incomplete"
    STALE = "stale"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Translatable:
    """A record that may be translated: its kind, its file and its class."""

    kind: str
    id: str
    file: Path
    model: type[Any]

    @property
    def schema_line(self) -> str:
        """The comment at the head of its translations by which editors find their schema."""
        up = "../.." if self.kind in ("tactic", "lesson", "path") else ".."
        return f"# yaml-language-server: $schema={up}/schema/{self.kind}-translation.schema.json"

    def into(self, language: str) -> Path:
        """The file of its translation."""
        return self.file.with_name(f"{self.id}.{language}.yml")


def translatables(project: Project) -> Iterator[Translatable]:
    """Every record of the casebook, the vocabulary first."""
    yield Translatable("vocabulary", "vocabulary", project.vocabulary, Vocabulary)
    folders: tuple[tuple[str, Path, type[Any]], ...] = (
        ("tactic", project.tactics, Tactic),
        ("lesson", project.lessons, Lesson),
        ("path", project.paths, model.Path),
        ("case", project.cases, Case),
    )
    for kind, folder, record in folders:
        for file in records(folder):
            yield Translatable(kind, file.stem, file, record)


def state(project: Project, loaded: Loaded, each: Translatable, language: str) -> State | None:
    """How its translation stands; None where the record is written in ``language`` itself."""
    source = loaded.sources.get(project.shown(each.file))
    own = (source.data or {}).get("language", Language.ENGLISH.value) if source else ""
    if own == language:
        return None
    file = project.shown(each.into(language))
    if file not in loaded.sources:
        return State.MISSING
    codes = {found.code for found in loaded.diagnostics if found.file == file}
    if codes & _OF_FORM - {"KB021"}:
        return State.INCOMPLETE
    return State.STALE if "KB021" in codes else State.COMPLETE


def skeleton(each: Translatable, data: Mapping[str, Any], language: str) -> str:
    """The file of a new translation: every text of the original as a comment over the place for its translation."""
    lines = [each.schema_line, f"translates: {each.id}", f"language: {language}", stamp(each, data).rstrip("\n")]
    for name, value in texts(each.model, data).items():
        lines += ["", *_written(name, value, 0)]
    return "\n".join(lines) + "\n"


def stamp(each: Translatable, data: Mapping[str, Any]) -> str:
    """The lines that say from which texts a translation was made."""
    return "made_from:\n" + "".join(f"  {part}: {digest}\n" for part, digest in digests(each.model, data).items())


def restamped(text: str, stamp: str) -> str:
    """The text of a translation with another stamp."""
    return _STAMP.sub(lambda _: stamp, text, count=1)


def _written(name: str, value: Any, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, str):
        yield from _comment(value, indent)
        yield f'{indent}{name}: ""'
    elif isinstance(value, list):
        yield f"{indent}{name}:"
        for item in value:
            yield from _item(item, depth + 1)
    else:
        yield f"{indent}{name}:"
        for key, below in value.items():
            yield from _written(str(key), below, depth + 1)


def _item(item: Any, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(item, str):
        yield from _comment(item, indent)
        yield f'{indent}- ""'
        return
    lines = [line for key, value in item.items() for line in _entry(str(key), value, depth + 1)]
    first = next((number for number, line in enumerate(lines) if not line.lstrip().startswith("#")), 0)
    yield from (line[2:] for line in lines[:first])
    yield f"{indent}- {lines[first].lstrip()}"
    yield from lines[first + 1 :]


# What names an entry is written as it is, so that one can see where one is.
_NAMES = ("id", "event", "tactic", "lesson", "source", "actor")


def _entry(key: str, value: Any, depth: int) -> Iterator[str]:
    if key in _NAMES and isinstance(value, str):
        yield f"{'  ' * depth}{key}: {value}"
    else:
        yield from _written(key, value, depth)


def _comment(text: str, indent: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), _WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ")
