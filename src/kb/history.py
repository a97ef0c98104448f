"""What git knows of the casebook's files: which changed since when, and what they said before."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


class NoHistoryError(Exception):
    """Git cannot tell; the text says why."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A file below the casebook's root that is not as it was. ``before`` is its text then, None where it is new;
    ``gone`` where it is no more."""

    path: str
    before: str | None
    gone: bool


def changes(root: Path, since: str, folders: tuple[str, ...]) -> list[Changed]:
    """The files of ``folders`` that differ from those at the point where the present history left ``since``, files
    not yet committed included; by path. Raises NoHistoryError."""
    base = _git(root, "merge-base", "--end-of-options", since, "HEAD").strip()
    options = ("--name-status", "--no-renames", "--relative", "-z")
    parts = _git(root, "diff", *options, base, "--", *folders).split("\0")
    found = [
        Changed(path, None if status == "A" else _git(root, "show", f"{base}:./{path}"), status == "D")
        for status, path in zip(parts[::2], parts[1::2], strict=False)
    ]
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", *folders).split("\0")
    return sorted([*found, *(Changed(path, None, False) for path in new if path)], key=lambda each: each.path)


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except OSError:
        raise NoHistoryError("git is not installed") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoHistoryError(
            lines[-1].removeprefix("fatal: ").replace("Not a", "not a")
            if lines
            else "git has no common history with it"
        )
    return done.stdout.decode("utf-8", "replace")
