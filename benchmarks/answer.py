"""What the site's search transfers for its first answer, by the size of the casebook."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlparse

from benchmarks.casebook import ROOT, copies
from benchmarks.serving import opened
from kb.loading import load
from kb.search.synonyms import words_by_letter
from kb.site.pages import render

CASES = int(os.environ.get("KB_BENCH_ANSWER_CASES", "1000"))
QUESTION = "price+error+laptop"
AIM = 200_000


def publish(folder: Path, site: Path) -> None:
    """The pages that the search needs, without the theme, which plays no part in it."""
    project = copies(folder, CASES)
    corpus = load(project, check=False).corpus
    for page in render(corpus, project.templates):
        if page.path.startswith(("cases/", "find/")):
            file = site / page.path / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            script = '<script type="module" src="../assets/find.js"></script>'
            file.write_text(f'<!doctype html><html lang="en"><body>{page.body}{script}</body></html>', "utf-8")
    shutil.copytree(ROOT / "site" / "theme" / "assets", site / "assets")
    (site / "find" / "words").mkdir()
    for letter, text in words_by_letter(corpus).items():
        (site / "find" / "words" / f"{letter}.txt").write_text(text, "utf-8")
    subprocess.run([sys.executable, "-m", "pagefind", "--site", str(site), "--silent"], check=True)


def sent(body: bytes) -> int:
    """Bytes on the wire: web servers compress text; what Pagefind wrote is compressed already."""
    return min(len(body), len(gzip.compress(body)))


def bench_answer(folder: Path) -> None:
    site = folder / "site"
    publish(folder / "casebook", site)
    sizes: Counter[str] = Counter()
    with opened(site) as (page, address):
        page.on("response", lambda response: sizes.update({urlparse(response.url).path: sent(response.body())}))
        page.goto(f"{address}/find/?q={QUESTION}")
        page.wait_for_selector(".kb-result")
        page.wait_for_load_state("networkidle")
    parts: Counter[str] = Counter()
    for path, size in sizes.items():
        name = path.split("/")[2] if path.startswith("/pagefind/") and path.count("/") > 2 else Path(path).name
        parts["words" if "/words/" in path else "page" if path == "/find/" else name] += size
    answer = sum(size for part, size in parts.items() if part != "page")
    mark = "ok" if answer <= AIM else "ABOVE"
    print(f"first answer at {CASES:,} cases: {answer / 1000:.0f} kB (aim {AIM / 1000:.0f} kB) {mark}")
    for part, size in parts.most_common():
        print(f"    {part:<40} {size / 1000:7.1f} kB")
