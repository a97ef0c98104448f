"""`make lighthouse`: Lighthouse's scores for the home page, a case and the search, against what they should be."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.chromium import chromium

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "lighthouse"
PAGES = ("", "cases/2012-la-redoute-bather/", "find/", "find/?q=apology", "fr/", "fr/cases/2012-la-redoute-bather/")
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = (
    "--quiet",
    "--output=json",
    f"--only-categories={','.join(AIMS)}",
    "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
)
TEXTS = (".html", ".css", ".js", ".svg", ".json", ".txt", ".xml")


class Compressing(SimpleHTTPRequestHandler):
    """Sends text compressed and lets files be kept, as web servers do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        packed = file.suffix in TEXTS and "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(body) if packed else body
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def installed() -> Path:
    """Lighthouse from npm, in `build/lighthouse`."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("lighthouse comes from npm, and there is no npm: install Node.js 22 or newer")
    program = HOME / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        subprocess.run([npm, "install", "--silent", "--no-fund", "--no-audit", "lighthouse"], cwd=HOME, check=True)
    return program


def scores(program: Path, address: str, browser: str) -> dict[str, int]:
    report = HOME / "report.json"
    done = subprocess.run(
        [program, address, *FLAGS, f"--output-path={report}"],
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"lighthouse failed on {address}:\n{done.stderr[-1500:]}")
    found = json.loads(report.read_text("utf-8"))
    for audit in found["audits"].values():
        if audit.get("score") is not None and audit["score"] < 1 and audit.get("scoreDisplayMode") == "binary":
            print(f"    {audit['id']}: {audit['title']}")
    return {name: round(100 * each["score"]) for name, each in found["categories"].items()}


def main() -> None:
    browser = chromium()
    if browser is None:
        sys.exit("no Chromium found: install Debian's `chromium`")
    program = installed()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(ROOT / "build" / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    short = False
    for page in PAGES:
        found = scores(program, f"http://127.0.0.1:{server.server_port}/{page}", browser)
        short = short or any(found[name] < aim for name, aim in AIMS.items())
        print(f"/{page:<40} " + ", ".join(f"{name} {score}" for name, score in found.items()), flush=True)
    server.shutdown()
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main()
