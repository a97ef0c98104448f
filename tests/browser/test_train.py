"""Learning paths and flash cards."""

from __future__ import annotations

import re

import pytest
from casebooks import ROOT
from playwright.sync_api import Browser, Page, expect

from kb.corpus import Corpus
from kb.loading import load
from kb.project import Project
from kb.site.cards import Card, deal

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load(Project(ROOT), check=False).corpus


@pytest.fixture(scope="module")
def cards(corpus: Corpus) -> list[Card]:
    return deal(corpus)


def test_a_programme_is_followed_from_the_home_page(page: Page, corpus: Corpus) -> None:
    path = corpus.paths["ten-minutes"]
    page.goto("")
    page.get_by_role("link", name="I have 10 minutes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(path.title)
    steps = page.locator(".kb-steps > li")
    expect(steps).to_have_count(len(path.steps))
    for shown, step in zip(steps.all(), path.steps, strict=True):
        expect(shown).to_contain_text(f"{step.minutes} minutes")
        expect(shown).to_contain_text(step.note or "")
    steps.first.get_by_role("link").click()
    page.wait_for_url(f"**/play/{path.steps[0].what}/")


def test_every_play_is_listed_with_its_minutes(page: Page, corpus: Corpus) -> None:
    page.goto("train/")
    for case in corpus.published:
        row = page.locator("tbody tr", has_text=case.title)
        expect(row.locator(f'a[href="../play/{case.id}/"]')).to_have_count(1 if case.decisions else 0)
        expect(row.locator(f'a[href="../discuss/{case.id}/"]')).to_have_count(1)
    expect(page.locator("tbody tr", has_text="Orpea")).to_contain_text("no game")


def choose(page: Page, tactic: str) -> None:
    page.locator(f".kb-flash:visible input[value={tactic}]").check()
    page.get_by_role("button", name="Check").click()


def test_a_card_is_answered_rightly_and_wrongly(page: Page, corpus: Corpus, cards: list[Card]) -> None:
    card = cards[0]
    right, (other, difference) = corpus.tactics[card.use.tactic], card.others[0]
    page.goto("train/cards/")
    shown = page.locator(".kb-flash:visible")
    expect(shown).to_have_count(1)
    expect(shown.locator(".kb-answer")).to_be_hidden()
    choose(page, other.id)
    expect(shown.locator(".kb-said")).to_have_text(f"Not {other.name.en}, but {right.name.en}.")
    expect(shown.locator(".kb-chosen")).to_contain_text(difference)
    choose(page, right.id)
    expect(shown.locator(".kb-said")).to_have_text(f"Right: {right.name.en}.")
    expect(shown.locator(".kb-chosen")).to_have_count(0)
    moment = shown.locator(f'a[href$="cases/{card.use.case.id}/#event-{card.use.event.id}"]')
    moment.click()
    expect(page.locator("h3:target")).to_be_in_viewport()


def test_the_deck_is_gone_through_with_the_keyboard(page: Page, cards: list[Card]) -> None:
    page.goto("train/cards/")
    for number in (1, 2):
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.kb-flash input')"):
                break
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.locator(".kb-flash:visible .kb-said")).to_have_text(re.compile(r"^(Right|Not)"))
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "Next card":
                break
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=f"Card {number + 1} of {len(cards)}")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", name=f"Card 2 of {len(cards)}")).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", name=f"Card 2 of {len(cards)}")).to_be_visible()


def test_without_javascript_every_card_has_its_answer(browser: Browser, address: str, cards: list[Card]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}train/cards/")
    expect(page.locator(".kb-flash:visible")).to_have_count(len(cards))
    expect(page.locator(".kb-flash form:visible")).to_have_count(0)
    last = page.locator(".kb-flash").last
    expect(last.locator(".kb-card-names li")).to_have_count(4)
    last.locator("summary").click()
    expect(last.locator(".kb-answer dl")).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", ["train/", "train/cards/", "paths/one-hour/", "glossary/"])
def test_what_is_pressed_is_large_enough(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(path)
    small = page.evaluate(
        """() => [...document.querySelectorAll("article :is(button, summary, .kb-button, .kb-glossary-index a, label:has(input))")]
        .filter((each) => each.checkVisibility()).map((each) => [each.textContent, each.getBoundingClientRect()])
        .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
