"""A folder served to a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.chromium import FLAGS, chromium, served


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Any, str]]:
    """A page of Chromium, and the address at which ``folder`` is served."""
    from playwright.sync_api import sync_playwright

    with served(folder) as address, sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium(), args=FLAGS).new_page(bypass_csp=True)
        yield page, address.rstrip("/")
