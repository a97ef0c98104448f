"""The command `kb`: parse, call, report. The only place that prints.

Exit codes: 0 clean, 1 problems found, 2 cannot run.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
import traceback
from pathlib import Path
from typing import Any, cast

import click
from click.exceptions import NoSuchCommand

from kb import __version__
from kb.cli.screen import Failure, Screen
from kb.project import BrokenCasebook

COMMANDS = {
    "writing": ("new", "fmt"),
    "checking": ("validate", "explain", "schema"),
    "finding": ("index", "search", "show", "stats"),
    "comparing": ("compare", "similar", "tactics"),
    "translating": ("translate",),
    "editing": ("overlap", "changes"),
    "sources": ("sources",),
    "publishing": ("build", "serve"),
}
"""The commands of each module below `kb.cli`."""


class _Commands(click.Group):
    """Imports the module of a command when it is asked for, so that a search does not wait for the others."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [name for names in COMMANDS.values() for name in names]

    def get_command(self, context: click.Context, name: str) -> click.Command:
        for module, names in COMMANDS.items():
            if name in names:
                return cast(click.Command, getattr(importlib.import_module(f"kb.cli.{module}"), name))
        raise NoSuchCommand(name, possibilities=self.list_commands(context), ctx=context)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kb")
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    help="The casebook's folder.  [default: the nearest one above with a folder `cases`]",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours in the output; NO_COLOR and FORCE_COLOR are honoured too.",
)
@click.pass_context
def kb(context: click.Context, root: Path | None, color: str) -> None:
    """A casebook of online reputation incidents: check it, search it, publish it.

    \b
    Start here:
      kb search "price error"              find a precedent
      kb show 2012-la-redoute-laptop       read a case
      kb new                               start a case
      kb validate                          check every file
      kb serve                             read the site on this machine
    """
    context.obj = Screen(root, color)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command; whatever goes wrong ends in a line on stderr and an exit code, never in a traceback."""
    _open_streams()
    try:
        status = kb.main(arguments, prog_name="kb", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Abort:
        _fail("interrupted", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (Failure, BrokenCasebook) as failure:
        _fail(str(failure), 2)
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'the file system'}: {(error.strerror or str(error)).lower()}", 2)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        hint = "run `kb validate`, and report this with the file that it happens with"
        _fail(f"a defect of kb itself, {type(error).__name__} at {place}: {error}; {hint}", 2)


def _open_streams() -> None:
    """Streams that were closed lead nowhere, and a letter that the terminal has not is shown as an escape."""
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_RDONLY))
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name) or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
        setattr(sys, name, stream)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _fail(message: str, status: int) -> None:
    click.echo(f"error: {message}", err=True)
    sys.exit(status)
