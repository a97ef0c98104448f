"""The casebook on disk: where it is and where its parts are. Light to import: nothing is read here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


class NoCasebook(Exception):
    """There is no casebook where one was looked for."""


class BrokenCasebook(Exception):
    """Nothing can be told of the casebook before a problem is mended; the text says which."""


@dataclass(frozen=True, slots=True)
class Project:
    """A casebook on disk."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """The casebook at ``start`` or in the nearest folder above that holds `cases/`. Raises NoCasebook."""
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "cases").is_dir():
                return cls(folder)
        raise NoCasebook(f"no folder `cases` in {here} or above it")

    @property
    def cases(self) -> Path:
        return self.root / "cases"

    @property
    def tactics(self) -> Path:
        return self.root / "taxonomy" / "tactics"

    @property
    def lessons(self) -> Path:
        return self.root / "taxonomy" / "lessons"

    @property
    def paths(self) -> Path:
        return self.root / "taxonomy" / "paths"

    @property
    def vocabulary(self) -> Path:
        return self.root / "taxonomy" / "vocabulary.yml"

    @property
    def schemas(self) -> Path:
        return self.root / "schema"

    @property
    def templates(self) -> Path:
        return self.root / "site" / "templates"

    @property
    def locale(self) -> Path:
        return self.root / "site" / "locale"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def index(self) -> Path:
        return self.build / "index"

    @property
    def site(self) -> Path:
        return self.build / "site"

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Each content file, by its path from the root, with its modification time in nanoseconds and its size: cheap
        to take, and any edit changes it."""
        found = {}
        for folder in (self.vocabulary.parent, self.cases, self.tactics, self.lessons):
            name = folder.relative_to(self.root).as_posix()
            try:
                entries = [entry for entry in os.scandir(folder) if is_record(entry.name)]
            except OSError:
                continue
            for entry in entries:
                try:
                    info = entry.stat()
                except OSError:
                    continue
                found[f"{name}/{entry.name}"] = (info.st_mtime_ns, info.st_size)
        return found

    def shown(self, file: Path) -> Path:
        """A file's path as people write it: from the root if it is inside."""
        return file.relative_to(self.root) if file.is_relative_to(self.root) else file


def records(folder: Path) -> list[Path]:
    """The files of a folder that hold records, sorted."""
    return [file for file in _files(folder) if "." not in file.stem]


def translations(folder: Path) -> list[Path]:
    """The files of a folder that hold translations, `<id>.<language>.yml`, sorted."""
    return [file for file in _files(folder) if "." in file.stem]


def _files(folder: Path) -> list[Path]:
    """Without hidden ones: editors put their locks and copies beside a file."""
    return sorted(file for file in folder.glob("*.yml") if is_record(file.name)) if folder.is_dir() else []


def is_record(name: str) -> bool:
    """Whether a file of this name is read: it is not hidden, and a name in the file system's encoding on one line."""
    return name.endswith(".yml") and not name.startswith(".") and name.isprintable()
