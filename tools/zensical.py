"""`make zensical`: build the staged pages with Zensical, which follows Material for MkDocs, and say what differs.

Zensical comes from PyPI into `build/zensical`; nothing of it is a dependency of the casebook.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "zensical"


def installed() -> Path:
    """The command `zensical`, in an environment of its own."""
    program = HOME / "env" / "bin" / "zensical"
    if not program.exists():
        venv.create(HOME / "env", with_pip=False)
        target = ["--python", str(HOME / "env" / "bin" / "python"), "zensical"]
        subprocess.run([sys.executable, "-m", "uv", "pip", "install", "--quiet", *target], check=True)
    return program


def prepare() -> Path:
    """A project of the same configuration, with the staged pages and the hand-written ones as its documents."""
    project = HOME / "project"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(ROOT / "site" / "pages", project / "docs")
    shutil.copytree(ROOT / "build" / "pages" / "en", project / "docs", dirs_exist_ok=True)
    shutil.copytree(ROOT / "site" / "theme" / "assets", project / "docs" / "assets", dirs_exist_ok=True)
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    text = text.replace("docs_dir: site/pages", "docs_dir: docs").replace("site_dir: build/site", "site_dir: site")
    text = re.sub(r"^  custom_dir: .*\n", "", text, flags=re.MULTILINE)  # its templates are others
    text = re.sub(r"^plugins:\n(  .*\n)+", "", text, flags=re.MULTILINE)
    text = re.sub(r"^watch: .*\n", "", text, flags=re.MULTILINE)
    (project / "mkdocs.yml").write_text(text, "utf-8")
    return project


def pages(folder: Path) -> dict[str, str]:
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*.html")}


def words(page: str) -> list[str]:
    """The words of a page's article."""
    article = re.search(r"<article\b.*?</article>", page, re.DOTALL)
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", article[0] if article else page, flags=re.DOTALL)
    return re.findall(r"\w+", text)


def main() -> None:
    program, project = installed(), prepare()
    done = subprocess.run([program, "build"], cwd=project, capture_output=True, text=True, env={**os.environ})
    print((done.stdout + done.stderr).strip()[-800:])
    ours = {name: page for name, page in pages(ROOT / "build" / "site").items() if not name.startswith("fr/")}
    theirs = pages(project / "site")
    both = len(ours.keys() & theirs.keys())
    print(f"{len(ours)} pages with MkDocs, {len(theirs)} with Zensical, {both} at the same address")
    for name in sorted(ours.keys() - theirs.keys())[:10]:
        print(f"  not built: {name}")
    changed = []
    for name in sorted(ours.keys() & theirs.keys()):
        one, two = words(ours[name]), words(theirs[name])
        if one != two:
            changed.append((abs(len(one) - len(two)), name, len(one), len(two)))
    print(f"{len(changed)} pages whose words differ")
    for _, name, one, two in sorted(changed, reverse=True)[:10]:
        print(f"  {name}: {one} words with MkDocs, {two} with Zensical")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
