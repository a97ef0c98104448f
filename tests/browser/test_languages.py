"""The site in English and in French."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PAGES = [
    "",
    "cases/",
    "tactics/apology/",
    "lessons/",
    "find/",
    "matrix/",
    "cases/2012-la-redoute-bather/",
    "play/2012-la-redoute-bather/",
    "train/",
    "glossary/",
]


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_keeps_the_page_and_comes_back(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    english = page.get_by_role("heading", level=1).text_content() or ""
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("a.kb-language").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url.endswith(f"/fr/{path}")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(english)
    page.locator("a.kb-language").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(english)
    page.wait_for_load_state("networkidle")


def test_a_case_reads_in_french(page: Page) -> None:
    page.goto("fr/cases/2012-la-redoute-bather/")
    expect(page.get_by_role("heading", level=1)).to_have_text("La Redoute et le baigneur nu")
    for heading in ("Ce qui s'est passé", "Leçons", "Ce que l'on ignore"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator("article > div[lang]")).to_have_attribute("lang", "fr")


def test_a_case_is_found_in_french_on_the_french_site(page: Page) -> None:
    page.goto("fr/")
    page.get_by_role("searchbox", name="Trouver un précédent").first.fill("homme nu sur la photo")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/fr/find/"))
    expect(page.locator(".kb-result h2 a").first).to_have_text("La Redoute et le baigneur nu")
    expect(page.locator("#find-status")).to_have_text(re.compile(r"\d+ cas"))
    page.wait_for_load_state("networkidle")
