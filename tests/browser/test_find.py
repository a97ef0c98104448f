"""Finding a case in the browser."""

from __future__ import annotations

import re

import pytest
from casebooks import ROOT
from playwright.sync_api import Browser, Page, Route, expect

from kb.corpus import Use
from kb.loading import load
from kb.model import Case
from kb.project import Project

pytestmark = pytest.mark.browser


def choose(page: Page, facet: str, *values: str) -> None:
    """Tick values of a facet."""
    button = page.locator("button.kb-find-facet", has_text=facet)
    if button.get_attribute("aria-expanded") != "true":
        button.click()
    for value in values:
        page.get_by_role("group", name=facet, exact=True).get_by_role("checkbox", name=value).check()


def ready(page: Page, query: str = "") -> None:
    """Open the page and wait for its answer."""
    page.goto(f"find/{query}")
    expect(page.locator("#find:not(.kb-find--asked)")).to_be_visible()


def cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"


def own_cases(moves: list[tuple[Case, Use]], tactic: str, effect: str) -> set[str]:
    return {case.id for case, use in moves if (use.tactic, use.effect) == (tactic, effect)}


SHOWN = """() => [...document.querySelectorAll("article.kb-result")].map((each) => {
    for (const link of each.querySelectorAll("a")) link.setAttribute("href", link.href);
    return each.outerHTML.replaceAll("></path>", "/>").replace(/"\\/>/g, '"/>');
})"""
COUNTS = """() => [...document.querySelectorAll("#find fieldset[data-facet]")].map((panel) => [panel.dataset.facet,
    [...panel.querySelectorAll("label")].map((each) => [each.control.value, Number(each.lastElementChild.textContent)])])"""
OF_INDEX = """async () => { const { Index } = await import(document.querySelector("script[src$='find.js']").src.replace("find.js",
    "find-index.js")), { index: folder, cases } = document.getElementById("find").dataset;
    const index = new Index(folder, Number(cases)), found = [];
    for (const panel of document.querySelectorAll("#find fieldset[data-facet]")) found.push([panel.dataset.facet,
    [...await index.facet(panel.dataset.facet)].map(([value, cases]) => [value, cases.length])]);
    return found; }"""


@pytest.mark.parametrize("language", ["", "fr/"])
def test_the_page_comes_with_the_answer_that_the_search_would_give(page: Page, language: str) -> None:
    """The newest cases, their number and the counts of every facet, before anything of the index is read."""
    published = load(Project(ROOT), check=False).corpus.public
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{language}find/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith((".json", ".txt"))]
    links = page.locator("article.kb-result h2 a")
    assert [link.get_attribute("href") for link in links.all()] == [f"../cases/{each.id}/" for each in published[:10]]
    expect(page.locator("#find-status")).to_have_text(re.compile(rf"^{len(published)} "))
    said, first = page.locator("#find-status").inner_text(), page.evaluate(SHOWN)
    counts = {name: dict(found) for name, found in page.evaluate(OF_INDEX)}
    assert counts
    assert {name: dict(found) for name, found in page.evaluate(COUNTS)} == counts
    page.locator("#find-more").click()
    expect(page.locator("article.kb-result")).to_have_count(20)
    assert page.evaluate(SHOWN)[:10] == first
    expect(page.locator("#find-status")).to_have_text(said)
    expect(links.nth(10)).to_be_focused()


def test_what_was_asked_for_is_never_preceded_by_other_cases(page: Page) -> None:
    """Nothing is shown until the index has come, and nothing moves when the answer does."""
    page.add_init_script(
        """window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((each) => { moved += each.value; }))
        .observe({type: "layout-shift", buffered: true});"""
    )
    held: list[Route] = []
    page.route("**/find/*/words/*", lambda route: held.append(route))
    page.goto("find/?q=apology")
    expect(page.locator("#find-results")).to_have_attribute("aria-busy", "true")
    expect(page.locator("article.kb-result").first).to_be_hidden()
    expect(page.locator("#find-status")).to_be_hidden()
    page.wait_for_function("window.moved !== undefined")
    held[0].continue_()
    expect(page.locator("article.kb-result").first).to_be_visible()
    expect(page.locator(".kb-find-said").first).to_be_visible()
    assert page.evaluate("window.moved") < 0.01


def test_without_the_index_all_cases_are_listed_and_it_is_said(page: Page, troubles: list[str]) -> None:
    page.route("**/find/*/words/*", lambda route: route.abort())
    page.goto("find/")
    page.get_by_role("searchbox", name="Words").fill("apology")
    expect(page.locator("#find-status")).to_contain_text("could not be loaded")
    expect(page.locator("#find-status")).to_be_focused()
    expect(page.locator("#find-all tbody tr").first).to_be_visible()
    expect(page.locator("#find-form")).to_be_hidden()
    expect(page.locator("article.kb-result")).to_have_count(0)
    troubles.clear()


def test_words_in_quotation_marks_stand_together(page: Page) -> None:
    def found(query: str) -> int:
        ready(page, query)
        return int(page.locator("#find-status").inner_text().split()[0])

    assert 0 < found("?q=%22price+error%22") < found("?q=price+error")


def test_a_word_may_be_typed_in_part(page: Page) -> None:
    ready(page, "?q=greenpea")
    expect(page.locator("article.kb-result h2 a", has_text="palm oil")).to_be_visible()


def test_a_case_is_found_by_typing(page: Page) -> None:
    page.goto("find/")
    page.get_by_role("searchbox", name="Words").fill("nude photo apology")
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
    published = load(Project(ROOT), check=False).corpus.public
    count = sum(case.year == 2014 for case in published)
    ready(page)
    choose(page, "Year", "2014")
    expect(page.locator(".kb-result")).to_have_count(count)
    expect(page.locator("#find-status")).to_have_text(cases(count))
    address = page.url
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#find-status")).to_have_text(cases(len(published)))
    expect(page.get_by_role("searchbox", name="Words")).to_be_focused()
    page.go_back()
    expect(page.locator(".kb-result")).to_have_count(count)
    other = browser.new_page()
    other.goto(address)
    expect(other.locator(".kb-result")).to_have_count(count)
    other.close()


def test_several_values_of_several_facets(page: Page) -> None:
    """Any value of a facet, every facet; a tactic and an effect are meant of one move."""
    corpus = load(Project(ROOT), check=False).corpus
    moves = [(case, use) for case in corpus.public for use in corpus.uses_in(case) if use.move]
    either = {case.id for case, use in moves if use.tactic in ("apology", "silence")}
    both = {case.id for case, use in moves if use.tactic in ("apology", "silence") and use.effect == "backfired"}
    ready(page)
    choose(page, "Tactic", "Apology", "Silence")
    used = {case.id for case in corpus.public for use in corpus.uses_in(case) if use.tactic in ("apology", "silence")}
    assert either <= used
    expect(page.locator("#find-status")).to_have_text(cases(len(used)))
    choose(page, "Effect", "backfired")
    expect(page.locator("#find-status")).to_have_text(cases(len(both)))
    expect(page.locator("#find-effect label", has_text="backfired").locator(".kb-count")).to_have_text(str(len(both)))
    for tactic in ("apology", "silence"):
        own = {case.id for case, use in moves if use.tactic == tactic and use.effect == "backfired"}
        box = page.locator(f"#find-tactic input[value={tactic}]")
        expect(box.locator("xpath=..").locator(".kb-count")).to_have_text(str(len(own)))
    expect(page.locator("#find-chips button")).to_have_count(3)
    page.get_by_role("button", name="Remove filter Tactic: Silence").click()
    expect(page.get_by_role("button", name="Remove filter Effect: backfired")).to_be_focused()
    assert page.url.endswith("?tactic=apology&effect=backfired")
    expect(page.locator("#find-status")).to_have_text(cases(len(own_cases(moves, "apology", "backfired"))))
    for each in page.locator(".kb-result").all():
        expect(each.locator("[data-tactic]").first).to_have_text(re.compile("Apology.*backfired"))


def test_the_counts_are_those_of_the_present_search(page: Page) -> None:
    published = load(Project(ROOT), check=False).corpus.public
    here = [case for case in published if case.organisation.country == "FR"]
    for asked in ("France", "FR"):
        ready(page, f"?country={asked}")
        expect(page.locator("#find-status")).to_have_text(cases(len(here)))
    page.locator("button.kb-find-facet", has_text="Year").click()
    expect(page.locator("#find-year:not([aria-busy])")).to_be_visible()
    shown = {
        int(label.locator("input").get_attribute("value") or 0): int(label.locator(".kb-count").inner_text())
        for label in page.locator("#find-year label:visible").all()
    }
    assert shown == {year: sum(case.year == year for case in here) for year in {case.year for case in here}}


def test_the_whole_state_is_in_the_address(page: Page, browser: Browser) -> None:
    ready(page)
    page.get_by_role("searchbox", name="Words").fill("apology")
    choose(page, "Highest level", "4 ·", "5 ·")
    page.get_by_role("radio", name="Table").check(force=True)
    page.get_by_label("Sort").select_option("year")
    expect(page.locator("tr.kb-result").first).to_be_visible()
    page.wait_for_url("**/find/?q=apology&level=5&level=4&view=table&sort=year")
    expect(page.locator("#find-results:not([aria-busy])")).to_be_visible()
    rows = page.locator("tr.kb-result td:first-child")
    years = rows.all_inner_texts()
    assert years == sorted(years)
    context = browser.new_context()
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator("tr.kb-result td:first-child")).to_have_text(years)
    assert other.locator("#find-chips").inner_text() == page.locator("#find-chips").inner_text()
    expect(other.get_by_role("radio", name="Table")).to_be_checked()
    context.close()


def test_back_undoes_one_step(page: Page) -> None:
    ready(page)
    page.get_by_role("searchbox", name="Words").press_sequentially("apology", delay=30)
    expect(page.locator("#find-chips button")).to_have_count(1)
    choose(page, "Tactic", "Silence")
    page.get_by_role("radio", name="By tactic").check(force=True)
    expect(page.locator(".kb-find-tactic").first).to_be_visible()
    page.go_back()
    expect(page.locator("article.kb-result").first).to_be_visible()
    page.go_back()
    expect(page.locator("#find-chips button")).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("searchbox", name="Words")).to_have_value("")
    page.go_forward()
    expect(page.get_by_role("searchbox", name="Words")).to_have_value("apology")


def test_three_views(page: Page) -> None:
    corpus = load(Project(ROOT), check=False).corpus
    ready(page, "?q=apology&tactic=apology")
    card = page.locator("article.kb-result").first
    for part in ("svg.kb-spark", "h2 a", ".kb-level", ".kb-find-said mark", "[data-tactic=apology]"):
        expect(card.locator(part).first).to_be_visible()
    count = int(page.locator("#find-status").inner_text().split()[0])
    assert count > page.locator("article.kb-result").count() == 10
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("article.kb-result")).to_have_count(min(count, 20))
    page.get_by_role("radio", name="Table").check(force=True)
    expect(page.locator("tr.kb-result")).to_have_count(count)
    page.get_by_role("radio", name="By tactic").check(force=True)
    expect(page.locator(".kb-find-tactic").first.locator("h2 a")).to_have_text("Apology")
    names = {tactic.name.en for tactic in corpus.tactics.values() if corpus.is_response(tactic.id)}
    shown = page.locator(".kb-find-tactic h2 a").all_inner_texts()
    assert len(shown) > 3
    assert set(shown) <= names
    page.locator(".kb-find-tactic h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Apology")


def test_a_result_leads_to_the_moment(page: Page) -> None:
    ready(page, "?q=litre+tweet")
    link = page.locator(".kb-find-moment").first
    expect(link).to_be_visible()
    expect(page.locator(".kb-find-said mark").first).to_be_visible()
    assert "#event-" in (link.get_attribute("href") or "")
    link.click()
    event = page.locator("h3:target")
    expect(event).to_be_in_viewport()
    expect(page.locator("li:has(> h3:target)")).to_be_visible()


def test_the_keyboard_alone_suffices(page: Page) -> None:
    ready(page)
    page.get_by_role("searchbox", name="Words").focus()
    page.keyboard.type("naked bather", delay=20)
    expect(page.locator("#find-chips button")).to_have_count(1)
    expect(page.locator("#find-results:not([aria-busy])")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#find-tactic:not([aria-busy])")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#find-chips button")).to_have_count(2)
    expect(page.locator("#find-tactic input:checked")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("button.kb-find-facet").first).to_be_focused()
    expect(page.locator("#find-tactic")).to_be_hidden()
    expect(page.locator(".kb-result").first).to_contain_text("bather")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.kb-result h2 a')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("La Redoute")


def test_nothing_found_says_what_to_try(page: Page) -> None:
    ready(page, "?q=zeppelin&year=2010")
    expect(page.locator("#find-status")).to_contain_text("try fewer words")
    expect(page.locator(".kb-result")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "said", "found"),
    [
        ("bather zeppelin", "Left out, as no case has it: “zeppelin”.", "naked bather"),
        ("bather palm Nestlé", "", "palm oil"),
        ("decatlon", "No case has “decatlon”; looked for “decathlon”.", "Decathlon"),
        ('"bather palm"', "without the quotation marks", ""),
        ("l’erreur de prix", "", "100 € laptop"),
        ("NESTLE palm-oil", "", "palm oil"),
    ],
)
def test_words_are_taken_as_people_type_them(page: Page, typed: str, said: str, found: str) -> None:
    ready(page)
    page.get_by_role("searchbox", name="Words").fill(typed)
    expect(page.locator("#find-chips button")).to_have_count(1)
    expect(page.locator("#find-status")).to_contain_text(said)
    if found:
        expect(page.locator(".kb-result h2 a", has_text=found)).to_be_visible()


def test_each_result_is_announced_once(page: Page) -> None:
    ready(page)
    expect(page.locator("#find-status")).to_have_text(re.compile("case"))
    page.evaluate(
        """() => { window.said = []; new MutationObserver(() => said.push(document.getElementById("find-status")
        .textContent)).observe(document.getElementById("find-status"), {childList: true, characterData: true}); }"""
    )
    choose(page, "Year", "2014")
    expect(page.locator("#find-chips button")).to_have_count(1)
    expect(page.locator("#find-results:not([aria-busy])")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("window.said.length") == 1


@pytest.mark.parametrize("view", ["", "table", "tactic"])
def test_what_is_pressed_is_large_enough(page: Page, view: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    ready(page, f"?q=apology&tactic=apology&view={view}")
    expect(page.locator("#find-results a").first).to_be_visible()
    page.locator("button.kb-find-facet").first.click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("#find button, #find label:not([for]), #find select, .kb-find-moves a")]
        .filter((each) => each.checkVisibility()).map((each) => [each.textContent, each.getBoundingClientRect()])
        .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_javascript_every_case_is_listed(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}find/")
    expect(page.locator("#find-all tbody tr").first).to_be_visible()
    expect(page.locator("#find-form")).to_be_hidden()
    expect(page.locator("#find-results")).to_be_hidden()  # what is in it is in the list
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "cases/", "cases/2010-nestle-palm-oil/", "tactics/", "tactics/apology/", "matrix/", "lessons/", "lessons/say-it-when-you-delete/", "find/?q=apology", "about/"])  # fmt: skip
def test_no_page_is_wider_than_its_window(browser: Browser, address: str, path: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
