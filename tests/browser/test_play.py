"""Playing a crisis in the browser."""

from __future__ import annotations

import re

import pytest
from casebooks import ROOT
from playwright.sync_api import Browser, Page, expect

from kb.loading import load
from kb.model import Case, Option
from kb.project import Project

pytestmark = pytest.mark.browser

CASE = "2012-la-redoute-bather"
PATH = f"play/{CASE}/"


@pytest.fixture(scope="module")
def case() -> Case:
    return load(Project(ROOT), check=False).corpus.cases[CASE]


def not_taken(case: Case) -> list[int]:
    """At each decision the place of an option that the organisation did not take."""
    return [next(i for i, each in enumerate(point.options) if not each.taken) for point in case.decisions]


def taken(options: tuple[Option, ...]) -> Option:
    return next(option for option in options if option.taken)


def decide(page: Page, place: int) -> None:
    page.locator("#play").get_by_role("radio").nth(place).check()
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("button", name="Go on").click()


def heading(page: Page) -> str:
    return page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.textContent")


def test_a_case_is_played_with_the_keyboard_alone(page: Page, case: Case) -> None:
    page.goto(PATH)
    for number, point in enumerate(case.decisions, 1):
        expect(page.get_by_role("heading", level=2)).to_have_text([f"Decision {number} of {len(case.decisions)}"])
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.kb-choice input')"):
                break
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="What followed")).to_be_focused()
        expect(page.locator("#play-chosen")).to_have_text(point.options[1].label)
        expect(page.locator("#play-after")).to_contain_text(point.options[1].consequence)
        expect(page.locator("#play-after")).to_contain_text(point.options[1].basis.value)
        expect(page.locator("#play-after")).to_contain_text(
            "this is what was done" if point.options[1].taken else "they did otherwise"
        )
        expect(page.locator("#play-lesson-of-it")).to_have_text(point.debrief)
        expect(page.locator("#play-status")).to_contain_text(point.options[1].basis.value)
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id === 'play-on'"):
                break
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Debrief")).to_be_focused()
    assert page.url.endswith("#1,1,1,1")


def test_the_debrief_sets_both_lines_side_by_side(page: Page, case: Case) -> None:
    page.goto(PATH)
    own = [case.decisions[0].options.index(taken(case.decisions[0].options)), *not_taken(case)[1:]]
    for place in own:
        decide(page, place)
    rows = page.locator("#debrief tbody tr")
    expect(rows).to_have_count(len(case.decisions))
    expect(page.locator("#debrief thead th")).to_have_text(["Decision", "What you did", "What they did"])
    for row, point, place in zip(rows.all(), case.decisions, own, strict=True):
        theirs, mine = taken(point.options), point.options[place]
        cells = row.locator("td")
        for text in (theirs.label, theirs.basis.value, theirs.consequence):
            expect(cells.nth(1)).to_contain_text(text)
        for text in ("The same as they did.",) if mine.taken else (mine.label, mine.basis.value, mine.consequence):
            expect(cells.nth(0)).to_contain_text(text)
    for link in case.lessons:
        expect(page.locator("#debrief")).to_contain_text(link.why)


def test_the_roads_shown_are_those_that_the_reader_took(page: Page, case: Case) -> None:
    corpus = load(Project(ROOT), check=False).corpus
    own = not_taken(case)
    page.goto(f"{PATH}#{','.join(map(str, own))}")
    shown = page.locator("#play-roads > li:visible")
    assert 1 <= shown.count() <= 3
    tactics = {point.options[place].tactic for point, place in zip(case.decisions, own, strict=True)}
    cases = [each.get_attribute("data-case") or "" for each in shown.all()]
    assert len(cases) == len(set(cases))
    for item, other in zip(shown.all(), cases, strict=True):
        used = {use.tactic for use in corpus.uses_in(corpus.cases[other])}
        assert other != case.id
        assert tactics & used
        expect(item.locator("a").first).to_have_attribute("href", re.compile(f"cases/{other}/#event-"))


def test_reload_and_back_keep_the_state(page: Page) -> None:
    page.goto(PATH)
    decide(page, 2)
    page.locator("#play").get_by_role("radio").nth(0).check()
    page.get_by_role("button", name="Decide").click()
    assert page.url.endswith("#2,0/followed")
    chosen = page.locator("#play-chosen").inner_text()
    page.reload()
    expect(page.locator("#play-chosen")).to_have_text(chosen)
    page.go_back()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Decision 2 of 4"])
    assert heading(page) == "H2 Decision 2 of 4"
    page.go_back()
    expect(page.get_by_role("heading", level=2)).to_have_text(["What followed"])
    page.go_back()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Decision 1 of 4"])
    page.go_forward()
    expect(page.get_by_role("heading", level=2)).to_have_text(["What followed"])


def test_an_address_sent_to_somebody_shows_the_same(page: Page, browser: Browser, case: Case) -> None:
    page.goto(PATH)
    for place in not_taken(case):
        decide(page, place)
    told = page.locator("#debrief").inner_text()
    context = browser.new_context()
    other = context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", name="Debrief")).to_be_visible()
    assert other.locator("#debrief").inner_text() == told
    context.close()
    page.get_by_role("button", name="Play again").click()
    assert page.url.endswith(PATH)
    expect(page.get_by_role("heading", name="Decision 1 of 4")).to_be_focused()
    expect(page.locator("#play").get_by_role("radio", checked=True)).to_have_count(0)


@pytest.mark.parametrize(
    ("state", "shown"),
    [("#9", "Decision 1 of 4"), ("#1,7,0", "Decision 2 of 4"), ("#debrief", "Decision 1 of 4"), ("#0,0,0,0,0,0", "Debrief")],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_what_does(page: Page, state: str, shown: str) -> None:
    page.goto(PATH + state)
    expect(page.get_by_role("heading", level=2)).to_have_text([shown])


def test_nothing_is_decided_without_a_choice(page: Page) -> None:
    page.goto(PATH)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Decision 1 of 4"])


def test_nothing_is_kept_or_sent(page: Page, case: Case) -> None:
    page.goto(PATH)
    page.wait_for_load_state("networkidle")
    before = page.evaluate("JSON.stringify([{...localStorage}, document.cookie])")
    asked: list[str] = []
    # Of itself Chromium looks for the icon again at a new address.
    page.on("request", lambda request: None if request.url.endswith("/favicon.svg") else asked.append(request.url))
    for place in not_taken(case):
        decide(page, place)
    assert asked == []
    assert page.evaluate("JSON.stringify([{...localStorage}, document.cookie])") == before


def test_without_javascript_everything_is_reachable(browser: Browser, address: str, case: Case) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PATH)
    for number, point in enumerate(case.decisions, 1):
        section = page.locator(f"#point-{number}")
        expect(section.locator("> h2")).to_be_visible()
        for option, told in zip(section.locator("> .kb-options > details").all(), point.options, strict=True):
            expect(option.locator(".kb-consequence")).to_be_hidden()
            option.locator("summary").click()
            expect(option.locator(".kb-consequence")).to_have_text(told.consequence)
            expect(option.locator(".kb-consequence")).to_be_visible()
        section.locator("> .kb-next > summary").click()
        expect(section.locator("> .kb-next > .kb-lesson-of-it")).to_be_visible()
    expect(page.get_by_role("heading", name="Debrief")).to_be_visible()
    expect(page.locator("#debrief tbody tr")).to_have_count(len(case.decisions))
    for hidden in (".kb-choice", "#play-followed", "#play-again", "#play-print"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    context.close()


@pytest.mark.parametrize("state", ["", "#2/followed", "#2,0,1,3"])
def test_what_is_pressed_is_large_enough(page: Page, state: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(PATH + state)
    small = page.evaluate(
        """() => [...document.querySelectorAll("#play :is(button, label, summary, .kb-button, .kb-chip)")]
        .filter((each) => each.checkVisibility()).map((each) => [each.textContent, each.getBoundingClientRect()])
        .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_sheets_to_print_can_be_chosen(page: Page) -> None:
    page.goto(f"discuss/{CASE}/")
    page.emulate_media(media="print")
    for choice, shown in (("everything", 2), ("the sheets of the class", 1), ("the facilitator’s sheets", 1)):
        page.emulate_media(media="screen")
        page.get_by_role("radio", name=choice).check()
        page.emulate_media(media="print")
        kinds = [kind for kind in ("class", "facilitator") if page.locator(f".kb-sheet--{kind}").first.is_visible()]
        assert len(kinds) == shown, choice
        assert shown == 2 or kinds[0] in choice


def test_texts_are_shown_as_texts(page: Page, case: Case) -> None:
    page.goto(PATH)
    hostile = "<img src=x onerror=alert(1)>"
    page.evaluate(
        """(text) => document.querySelectorAll(".kb-option > summary, .kb-consequence, .kb-basis")
        .forEach((each) => { each.textContent = text; })""",
        hostile,
    )
    for place in not_taken(case):
        decide(page, place)
    expect(page.locator("#debrief tbody td").first).to_contain_text(hostile)
    expect(page.locator("#play img")).to_have_count(0)


def test_on_paper_everything_is_unfolded(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PATH)
    debrief = page.locator("#debrief")
    expect(debrief).to_be_hidden()
    page.emulate_media(media="print")
    expect(debrief).to_be_visible()
    expect(page.locator(".kb-consequence").last).to_be_visible()
    context.close()
