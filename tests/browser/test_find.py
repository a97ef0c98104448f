"""Finding a case in the browser."""

from __future__ import annotations

import pytest
from casebooks import ROOT
from playwright.sync_api import Browser, Page, expect

from kb.project import Project, load

pytestmark = pytest.mark.browser


def test_a_case_is_found_by_typing(page: Page) -> None:
    page.goto("find/")
    page.get_by_label("Words").fill("nude photo apology")
    first = page.locator(".kb-result a").first
    expect(first).to_have_text("La Redoute and the naked bather")
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Redoute and the naked bather")


def test_the_header_leads_to_the_search(page: Page) -> None:
    page.goto("")
    page.get_by_role("searchbox", name="Find a precedent", exact=True).fill("palm oil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/?q=palm+oil")
    expect(page.locator(".kb-result a").first).to_contain_text("palm oil")


def test_an_english_case_is_found_in_french(page: Page) -> None:
    page.goto("find/?q=erreur+de+prix")
    expect(page.locator(".kb-result a", has_text="La Redoute and the 100 € laptop")).to_be_visible()


def test_filters_narrow_and_the_address_keeps_them(page: Page, browser: Browser) -> None:
    count = sum(case.year == 2014 for case in load(Project(ROOT), check=False).corpus.published)
    page.goto("find/")
    page.get_by_label("Year").select_option("2014")
    expect(page.locator(".kb-result")).to_have_count(count)
    expect(page.get_by_role("status").last).to_have_text(f"{count} cases")
    address = page.url
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".kb-result")).to_have_count(0)
    page.go_back()
    expect(page.locator(".kb-result")).to_have_count(count)
    other = browser.new_page()
    other.goto(address)
    expect(other.locator(".kb-result")).to_have_count(count)
    other.close()


def test_nothing_found_says_what_to_try(page: Page) -> None:
    page.goto("find/?q=zeppelin&year=2010")
    expect(page.locator("#find-status")).to_contain_text("try fewer words")


def test_without_javascript_every_case_is_listed(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}find/")
    expect(page.locator("#find-all tbody tr").first).to_be_visible()
    expect(page.locator("#find-form")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "cases/", "cases/2010-nestle-palm-oil/", "tactics/", "tactics/apology/", "lessons/", "lessons/say-it-when-you-delete/", "find/?q=apology", "about/"])  # fmt: skip
def test_no_page_is_wider_than_its_window(browser: Browser, address: str, path: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
