"""A page that does not exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("cases/2012-la-redoute-baher/", "cases/2012-la-redoute-bather/"),
        ("cases/la-redoute-laptop", "cases/2012-la-redoute-laptop/"),
        ("tactics/appology.html", "tactics/apology/"),
    ],
)
def test_a_page_that_does_not_exist_offers_the_nearest(
    browser: Browser, address: str, built: Path, asked: str, meant: str
) -> None:
    page = browser.new_page()
    page.route(f"{address}{asked}", lambda route: route.fulfill(status=404, path=built / "404.html"))
    page.goto(address + asked)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    links = page.locator("#not-found a")
    expect(links.filter(has_text=meant)).to_have_count(1)
    links.first.click()
    assert page.url.startswith(address)
    page.goto(address + asked)
    page.get_by_role("searchbox", name="Words of the case").fill("palm oil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/?q=palm+oil")
    page.close()


def test_nothing_like_it_offers_nothing(page: Page) -> None:
    page.goto("404.html")
    expect(page.get_by_role("link", name="All cases, by year")).to_be_visible()
    expect(page.locator("#not-found")).to_be_hidden()
