"""A large casebook made of copies of the real one."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

from kb.project import Project, records

ROOT = Path(__file__).resolve().parent.parent


def copies(root: Path, count: int) -> Project:
    """A casebook at ``root`` with ``count`` copies of the real cases, each under an id of its own."""
    (root / "cases").mkdir(parents=True)
    # The learning paths name cases by the ids that they have here.
    shutil.copytree(ROOT / "taxonomy", root / "taxonomy", ignore=shutil.ignore_patterns("paths"))
    for name in ("site", "mkdocs.yml", "mkdocs.fr.yml"):
        (root / name).symlink_to(ROOT / name)
    for number, original in zip(range(count), itertools.cycle(records(ROOT / "cases")), strict=False):
        stem = f"{original.stem[:60]}-{number:05d}"
        for file in (original, *original.parent.glob(f"{original.stem}.*.yml")):
            text = re.sub(
                rf"^(id|translates): {original.stem}$", rf"\1: {stem}", file.read_text("utf-8"), flags=re.MULTILINE
            )
            (root / "cases" / file.name.replace(original.stem, stem, 1)).write_text(text, "utf-8")
    return Project(root)
