"""A folder served to a real Chromium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Any, str]]:
    """A page of Chromium, and the address at which ``folder`` is served."""
    from playwright.sync_api import sync_playwright
    from tests.browser.conftest import FLAGS, chromium

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium(), args=FLAGS).new_page(bypass_csp=True)
        yield page, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
