"""Where output goes and how: results to stdout, progress and summaries to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console

    from kb.project import Project


class Failure(Exception):
    """The command cannot run; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of output: texts, each with its style, and how far it stands in. In a pipe it is one line."""

    spans: tuple[tuple[str, str], ...]
    indent: int = 0

    @property
    def plain(self) -> str:
        return " " * self.indent + "".join(text for text, _ in self.spans)

    def rich(self) -> Any:
        """As the terminal library takes it: wrapped to the width, with its colours."""
        from rich.padding import Padding
        from rich.text import Text

        return Padding(Text.assemble(*self.spans), (0, 0, 0, self.indent))


class Screen:
    """The consoles and the casebook of one run."""

    def __init__(self, root: Path | None, color: str) -> None:
        self._root = root
        self._color = color

    def _console(self, stderr: bool) -> Console:
        from rich.console import Console

        forced = {"always": True, "never": False, "auto": None}[self._color]
        # No emoji: the place in `file.yml:100:16` is no picture.
        if self._color == "never":
            return Console(stderr=stderr, highlight=False, no_color=True, color_system=None, markup=False, emoji=False)
        return Console(stderr=stderr, highlight=False, force_terminal=forced, markup=False, emoji=False)

    def _is_dressed(self, stream: TextIO) -> bool:
        """Whether output has a width or colours: on a terminal, or where colours are asked for."""
        forced = self._color == "always" or (self._color == "auto" and os.environ.get("FORCE_COLOR"))
        return bool(forced) or stream.isatty()

    @cached_property
    def out(self) -> Console:
        return self._console(stderr=False)

    @cached_property
    def err(self) -> Console:
        return self._console(stderr=True)

    @cached_property
    def project(self) -> Project:
        from kb.project import NoCasebook, Project

        if self._root is not None:
            if not (self._root / "cases").is_dir():
                raise Failure(f"`{self._root}` has no folder `cases`; give the casebook's folder with --root")
            return Project(self._root.resolve())
        try:
            return Project.find()
        except NoCasebook as error:
            raise Failure(f"{error}; give the casebook's folder with --root") from None

    def page(self, pieces: Iterable[Any]) -> None:
        """Results on stdout: through the pager where they are longer than the terminal, as they are in a pipe."""
        shown = list(pieces)
        if self._is_dressed(sys.stdout):
            shown = [piece.rich() if isinstance(piece, Line) else piece for piece in shown]
        if sys.stdout.isatty() and sys.stdin.isatty() and self.out.is_terminal:
            height = sum(len(self.out.render_lines(piece, pad=False)) for piece in shown)
            if height > self.out.size.height:
                with self.out.pager(styles=True):
                    self._print(shown)
                return
        self._print(shown)

    def _print(self, pieces: Iterable[Any]) -> None:
        for piece in pieces:
            if isinstance(piece, Line):
                click.echo(piece.plain)
            else:
                self.out.print(piece)

    def say(self, text: object, style: str | None = None) -> None:
        """A line of progress or summary, on stderr; long ones are left to the terminal to wrap."""
        if self._is_dressed(sys.stderr):
            self.err.print(text, style=style, soft_wrap=True)
        else:
            click.echo(text, err=True)

    def shown(self, file: Path) -> str:
        """A path as the user would type it from where they are."""
        return os.path.relpath(file)


def echo_json(value: Any) -> None:
    """A result for a program to read, on stdout."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
