"""Casebooks to test on: a small one, its spoiled files, and the real one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kb.loading import Loaded
from kb.project import Project

ROOT = Path(__file__).resolve().parent.parent
VALID = ROOT / "tests" / "corpus" / "valid"
INVALID = ROOT / "tests" / "corpus" / "invalid"
NOW = datetime(2026, 6, 1, tzinfo=UTC)

Spoil = Callable[..., Loaded]
"""Replaces texts in a case and loads the casebook."""


def dressed(root: Path, content: Path) -> Project:
    """A casebook at ``root`` with the site's sources of this project and the content of ``content``."""
    root.mkdir(parents=True)
    for name in ("site", "mkdocs.yml", "mkdocs.fr.yml"):
        (root / name).symlink_to(ROOT / name)
    for name in ("cases", "taxonomy"):
        (root / name).symlink_to(content / name)
    return Project(root)


class Ran:
    """What a run printed and how it ended."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr


def run(*arguments: str, cwd: Path | None = None, root: Path | None = None) -> Ran:
    """Run `kb` in a process of its own, as a shell would."""
    command = [sys.executable, "-m", "kb", *(["--root", str(root)] if root else []), *arguments]
    return Ran(subprocess.run(command, cwd=cwd or ROOT, capture_output=True, text=True, check=False, timeout=60))
