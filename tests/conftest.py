"""A small casebook to work on, and the real one built once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from casebooks import NOW, ROOT, VALID, Spoil, dressed
from hypothesis import settings

from kb.loading import Loaded, load
from kb.project import Project

# How long an example takes is no behaviour: a busy machine would fail it.
settings.register_profile("casebook", deadline=None)
settings.load_profile("casebook")


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    for name in ("FORCE_COLOR", "NO_COLOR", "SITE_URL"):
        os.environ.pop(name, None)


@pytest.fixture
def casebook(tmp_path: Path) -> Project:
    """A copy of the small casebook, to be changed at will."""
    root = tmp_path / "casebook"
    shutil.copytree(VALID, root)
    shutil.copy(ROOT / "taxonomy" / "vocabulary.yml", root / "taxonomy" / "vocabulary.yml")
    return Project(root)


@pytest.fixture
def lamp(casebook: Project) -> Path:
    return casebook.cases / "2020-lamp-recall.yml"


@pytest.fixture
def spoil(casebook: Project, lamp: Path) -> Spoil:
    """Replaces texts in the lamp's case and loads the casebook."""

    def change(*pairs: tuple[str, str]) -> Loaded:
        text = lamp.read_text("utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        lamp.write_text(text, "utf-8")
        return load(casebook, now=NOW)

    return change


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real casebook's site, built strictly."""
    from click.testing import CliRunner

    from kb.cli import kb

    project = dressed(tmp_path_factory.mktemp("site") / "casebook", ROOT)
    done = CliRunner().invoke(kb, ["--root", str(project.root), "build", "--strict"], standalone_mode=False)
    assert done.return_value == 0, done.output + done.stderr
    return project.site


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out and how to have it."""
    for kind in ("browser", "editor"):
        skipped = [each for each in terminalreporter.stats.get("skipped", []) if f"tests/{kind}/" in each.nodeid]
        if skipped:
            reason = str(skipped[0].longrepr[2]).removeprefix("Skipped: ")
            terminalreporter.write_line(f"{len(skipped)} {kind} tests skipped: {reason}")
