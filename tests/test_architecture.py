"""Who may import whom."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest
from casebooks import ROOT

SOURCE = ROOT / "src" / "kb"

# Each heavy or exchangeable library, and the only places that know it.
HOMES = {
    "whoosh": ("search/whoosh_engine.py", "search/whoosh_terms.py"),
    "mkdocs": ("site/mkdocs_plugin.py", "cli/publishing.py"),
    "click": ("cli/",),
    "pydantic": ("model/",),
    "pydantic_core": ("model/",),
    "watchdog": ("watching.py",),
    "yaml": ("source.py", "layout/tree.py"),
    "jinja2": ("site/pages.py", "site/mkdocs_plugin.py"),
    "urllib3": ("links/fetching.py",),
    "phonenumbers": ("rules/privacy.py",),
    "rich": ("cli/", "reporters.py"),
}

# From the inside out: a module imports from its own layer and those before it.
LAYERS = [
    ("cache", "dates", "diagnostics", "files", "folding", "garbage", "history", "iso", "project", "syntax", "watching"),
    ("model", "source"),
    ("wording",),
    ("corpus", "layout", "versions"),
    ("rules",),
    ("codes", "fixes", "loading", "overlap", "patterns", "reporters", "translating"),
    ("search", "draft", "exports", "links", "skeleton"),
    ("site",),
    ("cli",),
]


def imports() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found[file.relative_to(SOURCE).as_posix()] |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found[file.relative_to(SOURCE).as_posix()].add(node.module)
    return found


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_known_in_one_place(library: str) -> None:
    users = {file for file, names in imports().items() if any(name.split(".")[0] == library for name in names)}
    assert users
    assert {file for file in users if not file.startswith(HOMES[library])} == set()


def test_modules_import_inwards_only() -> None:
    rank = {name: number for number, names in enumerate(LAYERS) for name in names}
    wrong = []
    for file, names in imports().items():
        own = Path(file).parts[0].removesuffix(".py")
        for name in names:
            parts = name.split(".")
            if parts[0] == "kb" and len(parts) > 1 and own in rank and rank[parts[1]] > rank[own]:
                wrong.append(f"{file} imports {name}")
    assert wrong == []


def test_nothing_after_the_source_reads_yaml_or_discovers_files() -> None:
    for file in SOURCE.rglob("*.py"):
        if file.name not in (
            "project.py",
            "loading.py",
            "stage.py",
            "mkdocs_plugin.py",
            "source.py",
            "publishing.py",
            "checking.py",
        ):
            assert ".glob(" not in file.read_text("utf-8"), file


def test_files_fit_in_the_head() -> None:
    for file in SOURCE.rglob("*.py"):
        assert len(file.read_text("utf-8").splitlines()) <= 420, file
