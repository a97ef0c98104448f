"""What every kind of page owes its readers: no barrier, no error, nothing from elsewhere, little weight."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

pytestmark = pytest.mark.browser

CASE = "cases/2012-la-redoute-bather/"
PAGES = [
    "",
    "cases/",
    CASE,
    "cases/2022-orpea-book/",
    "tactics/",
    "tactics/apology/",
    "lessons/",
    "lessons/acknowledge-before-you-explain/",
    "find/?q=apology&view=table",
    "find/",
    "matrix/",
    "play/2012-la-redoute-bather/",
    "play/2012-la-redoute-bather/#2/followed",
    "play/2012-la-redoute-bather/#2,0,1,3",
    "discuss/2012-la-redoute-bather/",
    "train/",
    "train/cards/",
    "paths/first-week/",
    "glossary/",
    "about/",
    "contribute/",
    "contribute/form/",
    "contribute/rules/",
]
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that look at colours: in the other scheme nothing else differs."""


@pytest.mark.parametrize("language", ["", "fr/"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_barrier(page: Page, path: str, language: str) -> None:
    """Nothing for axe-core to report (WCAG 2.2 AA and its good practice), in either scheme."""
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    page.goto(language + path)
    if path.startswith("find/"):
        expect(page.locator("#find:not(.kb-find--asked)")).to_be_visible()
    page.wait_for_load_state("networkidle")
    for scheme, rules in (("default", RULES), ("slate", COLOURS)):
        page.evaluate("name => document.body.setAttribute('data-md-color-scheme', name)", scheme)
        found = Axe().run(page, options={"runOnly": rules})
        assert [f"{scheme}: {barrier}" for barrier in barriers(found.response)] == []


def barriers(response: dict[str, Any]) -> list[str]:
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][-200:]}"
        for each in response["violations"]
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_its_window(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    for width in (320, 360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_a_case_is_light(browser: Browser, address: str) -> None:
    """At most 300 kB and 25 requests for a first visit, text compressed as web servers do."""
    page, sizes = browser.new_page(), Counter[str]()

    def weigh(response: Response) -> None:
        body = response.body()
        sizes[response.url] += min(len(body), len(gzip.compress(body)))

    page.on("response", weigh)
    page.goto(address + CASE)
    page.wait_for_load_state("networkidle")
    page.close()
    assert sum(sizes.values()) <= 300_000, sizes.most_common(5)
    assert len(sizes) <= 25


def test_a_script_in_a_page_does_not_run(page: Page, troubles: list[str]) -> None:
    page.goto(CASE)
    page.evaluate(
        """() => { const made = document.createElement("script"); made.textContent = "window.hit = 1";
        document.querySelector("article").append(made); }"""
    )
    assert page.evaluate("window.hit") is None
    assert any("Content Security Policy" in each for each in troubles)
    troubles.clear()


def test_the_policy_gives_no_hash_to_what_stands_in_the_article(built: Path) -> None:
    from kb.site.policy import PLACE, with_policy

    page = f'<meta content="{PLACE}"><script>theme()</script><article>{{}}</article>'
    plain = with_policy(page.format("text"))
    assert plain.count("sha256-") == 1
    assert with_policy(page.format("<script>evil()</script>")).count("sha256-") == 1
    assert PLACE not in plain
    for file in built.rglob("*.html"):
        assert PLACE not in file.read_text("utf-8"), file
