"""A real Chromium on the built site. Without one the tests are skipped, unless KB_REQUIRE_BROWSER=1."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from casebooks import ROOT, VALID
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, sync_playwright
from tools.chromium import FLAGS, chromium, served

from kb.cli import kb
from kb.project import Project


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        _without("no Chromium found: install Debian's `chromium`")
    try:
        playwright = sync_playwright().start()
    except Exception as error:  # the driver is a program of its own, which may lack a library
        _without(f"the browser driver does not start ({str(error).splitlines()[0]}): install Debian's `libatomic1`")
    yield playwright.chromium.launch(executable_path=executable, args=FLAGS)
    playwright.stop()


def _without(reason: str) -> NoReturn:
    if os.environ.get("KB_REQUIRE_BROWSER") == "1":
        pytest.fail(f"KB_REQUIRE_BROWSER is set, and {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    with served(built) as at:
        yield at


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, str]]:
    """The small casebook with its site, on a forge, and the address of it."""
    root = tmp_path_factory.mktemp("small") / "casebook"
    shutil.copytree(VALID, root)
    shutil.copy(ROOT / "taxonomy" / "vocabulary.yml", root / "taxonomy" / "vocabulary.yml")
    for name in ("site", "schema", "mkdocs.fr.yml"):
        (root / name).symlink_to(ROOT / name)
    configured = (ROOT / "mkdocs.yml").read_text("utf-8") + "\nrepo_url: https://forge.example/casebook\n"
    (root / "mkdocs.yml").write_text(configured, "utf-8")
    project = Project(root)
    done = CliRunner().invoke(kb, ["--root", str(root), "build"], standalone_mode=False)
    assert done.return_value == 0, done.output + done.stderr
    with served(project.site) as at:
        yield project, at


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong on `page`; a test that means it to clears the list."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, troubles: list[str]) -> Iterator[Page]:
    """A page on which no error, failed request or foreign address goes unnoticed."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    # What was under way when the page was left is aborted, as it should be; what is refused or lost is not.
    page.on(
        "requestfailed",
        lambda request: (
            None
            if request.failure == "net::ERR_ABORTED"
            else troubles.append(f"failed: {request.url} ({request.failure})")
        ),
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else troubles.append(f"elsewhere: {request.url}")
        ),
    )
    yield page
    context.close()
    assert troubles == []
