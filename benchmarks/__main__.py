"""`make bench`: each measure beside its peer, and their ratio."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.answer import bench_answer
from benchmarks.casebook import ROOT, copies
from benchmarks.measuring import show, timed
from benchmarks.search import bench_search
from kb.loading import load
from kb.project import Project
from kb.site.finding import index
from kb.wording import Wording

CASES = int(os.environ.get("KB_BENCH_CASES", "1000"))
RUNS = 3


def run(*command: str, cwd: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")


def without_search(project: Project) -> None:
    """Its own copy of mkdocs.yml, with the search left out: the peer has none either."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("  - casebook\n", "  - casebook:\n      search: false\n")
    (project.root / "mkdocs.yml").unlink()
    (project.root / "mkdocs.yml").write_text(text, "utf-8")


def floor(project: Project, folder: Path) -> Path:
    """A MkDocs project of the same ready bodies with nothing of ours but the theme."""
    folder.mkdir()
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    text = text.replace("  - casebook\n", f"  - floor:\n      bodies: {project.build / 'pages' / 'en'}\n")
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    (folder / "site").symlink_to(ROOT / "site")
    (folder / "sitecustomize.py").write_text(
        "import importlib.metadata as m\n"
        "found = m.entry_points\n"
        "point = m.EntryPoint('floor', 'benchmarks.floor_plugin:FloorPlugin', 'mkdocs.plugins')\n"
        "def entry_points(**wanted):\n"
        "    points = found(**wanted)\n"
        "    return (*points, point) if wanted.get('group') == 'mkdocs.plugins' else points\n"
        "m.entry_points = entry_points\n"
    )
    return folder


def bench_site(folder: Path) -> None:
    project = copies(folder / "casebook", CASES)
    without_search(project)
    build = ["-m", "mkdocs", "build", "--quiet"]
    run(*build, cwd=project.root)
    peer = floor(project, folder / "floor")
    os.environ["PYTHONPATH"] = str(peer)

    def run_floor() -> None:
        environment = {**os.environ, "PYTHONPATH": f"{peer}:{ROOT}", "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run([sys.executable, *build], cwd=peer, env=environment, capture_output=True, check=True)

    def run_anew() -> None:
        shutil.rmtree(project.build)
        run(*build, cwd=project.root)

    def run_edited() -> None:
        first = min(project.cases.iterdir())
        first.write_text(first.read_text("utf-8").replace("level: 0", "level:  0"), "utf-8")
        run(*build, cwd=project.root)

    theirs = timed(run_floor, RUNS)
    edited, anew = timed(run_edited, RUNS), timed(run_anew, RUNS)
    pages = sum(1 for _ in (peer / "build" / "site").rglob("*.html"))
    own = sum(1 for _ in project.site.rglob("*.html"))
    if pages != own:
        sys.exit(f"the two sites differ: {own} pages and {pages}")
    peer_name = "MkDocs on the same ready bodies"
    show(f"build {CASES:,} cases ({own:,} pages), one edited", edited, peer_name, theirs, 3.0)
    print(f"{f'build {CASES:,} cases ({own:,} pages), all anew':<44} {anew:7.2f} s   ratio {anew / theirs:5.2f}")
    corpus = load(project, check=False).corpus
    searched = timed(lambda: index(corpus, corpus.public, Wording()), 1)
    print(f"{'the index of the search over the same cases':<44} {searched:7.2f} s")


def main() -> None:
    print(f"{CASES:,} cases, median of {RUNS} runs, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for bench in (bench_search, bench_answer, bench_site):
        with tempfile.TemporaryDirectory() as folder:
            bench(Path(folder))


if __name__ == "__main__":
    main()
