"""The hooks that other casebooks use."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from casebooks import ROOT, Ran, run

from kb.cli import COMMANDS
from kb.project import Project

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}


def hooked(hook: dict[str, Any], casebook: Project) -> Ran:
    """Run a hook as pre-commit does: from the root, with the files that its pattern chooses."""
    files = [str(file.relative_to(casebook.root)) for file in sorted(casebook.root.rglob("*.*"))]
    chosen = [file for file in files if re.search(hook["files"], file)]
    assert chosen
    _, *arguments = shlex.split(hook["entry"])
    return run(*arguments, *(chosen if hook.get("pass_filenames", True) else []), cwd=casebook.root)


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_runs_a_command_and_passes_on_a_sound_casebook(casebook: Project, name: str) -> None:
    hook = HOOKS[name]
    program, command, *_ = shlex.split(hook["entry"])
    assert (program, command in {each for names in COMMANDS.values() for each in names}) == ("kb", True)
    assert hook["language"] == "python"
    run("fmt", root=casebook.root)
    assert hooked(hook, casebook).status == 0


def test_validation_stops_a_commit_with_a_problem(casebook: Project, lamp: Path) -> None:
    lamp.write_text(lamp.read_text().replace("level: 4", "level: 9"))
    assert hooked(HOOKS["kb-validate"], casebook).status == 1


def test_formatting_changes_the_files_and_leaves_the_vocabulary(casebook: Project, lamp: Path) -> None:
    before, vocabulary = lamp.read_text(), casebook.vocabulary.read_text()
    hooked(HOOKS["kb-fmt"], casebook)
    assert lamp.read_text() != before
    assert casebook.vocabulary.read_text() == vocabulary


def test_contributing_shows_each_hook() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [name for name in HOOKS if f"id: {name}" not in text] == []
    assert subprocess.run(["git", "check-ignore", ".pre-commit-hooks.yaml"], cwd=ROOT, check=False).returncode == 1
