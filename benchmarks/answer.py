"""What the site's search transfers for its first answer, by the size of the casebook."""

from __future__ import annotations

import gzip
import os
import random
import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import urlparse

from benchmarks.casebook import ROOT, copies
from benchmarks.serving import opened
from kb.loading import load
from kb.site.finding import index
from kb.site.pages import INDEX, render
from kb.wording import Wording

CASES = int(os.environ.get("KB_BENCH_ANSWER_CASES", "1000"))
QUESTION = "price+error+laptop"
AIM = 200_000


def publish(folder: Path, site: Path) -> None:
    """The page and the files that the search needs, without the theme, which plays no part in it."""
    project = copies(folder, CASES)
    corpus = load(project, check=False).corpus
    page = next(each for each in render(corpus, project.templates) if each.path == "find/")
    script = '<script type="module" src="../assets/find.js"></script>'
    # Side by side, copies would be sent almost as one case: they are mixed, as the cases of a real casebook are.
    cases = list(corpus.public)
    random.Random(8).shuffle(cases)
    files = {f"{INDEX}/{name}": text for name, text in index(corpus, cases, Wording()).items()}
    files["index.html"] = f'<!doctype html><html lang="en"><body>{page.body}{script}</body></html>'
    for name, text in files.items():
        file = site / "find" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    shutil.copytree(ROOT / "site" / "theme" / "assets", site / "assets")


def sent(body: bytes) -> int:
    """Bytes on the wire: web servers compress text."""
    return min(len(body), len(gzip.compress(body)))


def bench_answer(folder: Path) -> None:
    site = folder / "site"
    publish(folder / "casebook", site)
    sizes: Counter[str] = Counter()
    with opened(site) as (page, address):
        page.on("response", lambda response: sizes.update({urlparse(response.url).path: sent(response.body())}))
        page.goto(f"{address}/find/?q={QUESTION}")
        page.wait_for_selector("#find:not(.kb-find--asked)")
        page.wait_for_load_state("networkidle")
    parts: Counter[str] = Counter()
    for path, size in sizes.items():
        folder = Path(path).parent.name
        parts["page" if path == "/find/" else folder if path.count("/") > 3 else Path(path).name] += size
    answer = sum(size for part, size in parts.items() if part != "page")
    mark = "ok" if answer <= AIM else "ABOVE"
    print(f"first answer at {CASES:,} cases: {answer / 1000:.0f} kB (aim {AIM / 1000:.0f} kB) {mark}")
    for part, size in parts.most_common():
        print(f"    {part:<40} {size / 1000:7.1f} kB")
