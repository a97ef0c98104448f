"""Somebody types a case with the usual mistakes: each is caught where it stands, explained and mended in the form alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from casebooks import run
from filling import FORM, fill, put, tick
from playwright.sync_api import Browser, Page, expect

from kb.project import Project

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Mistake:
    """What is typed, where it is told, in which words, what the rule is called, and what mends it."""

    field: str
    wrong: str
    told: str
    code: str
    right: str
    beside: str = ""


MISTAKES = [
    Mistake("timeline-0-at", "2 March 2020", "is not a date: write 2012, 2012-01", "KB016", "2020-03-02T09:30+01:00"),
    Mistake("timeline-0-at", "2020-03-02T09:30", "has a time without its zone", "KB016", "2020-03-02T09:30+01:00"),
    Mistake("timeline-1-at", "2020-02-30", "does not exist in the calendar", "KB201", "2020-03-02T12:15+01:00"),
    Mistake("timeline-2-at", "2020-03-01", "is before event picture", "KB202", "2020-03-03"),
    Mistake("sources-0-accessed", "2091-01-15", "is in the future: check the year", "KB203", "2021-01-15"),
    Mistake("id", "Lumen Lamp", "is not well formed: small letters", "KB015", "2020-lumen-lamp"),
    Mistake("id", "2019-lumen-lamp", "no event happened in 2019: events are in 2020", "KB208", "2020-lumen-lamp"),
    Mistake("sources-1-id", "gazette", "is given twice in sources: rename one", "KB102", "lumen-post"),
    Mistake("title", "x" * 301, "has 301 characters, 300 are allowed: say it shorter", "KB014", "The lamp that got too hot"),
    Mistake("crisis-trigger", "Write to anna@lumen.example.", "an e-mail address", "KB403", "A customer wrote."),
    Mistake("timeline-1-what", "Call 01 42 27 92 00.", "a telephone number", "KB404", "Lumen answers."),
    Mistake("timeline-0-what", "@annalamp shows a shade.", "of nobody whom the case names", "KB406", "It burns."),
    Mistake("actors-0-role", "a customer, Anna Lamp", "looks like a name", "KB407", "a customer"),
    Mistake("headline", "It kept 95 % of its customers.", "the figure 95 stands nowhere", "KB307", "It was recalled."),
    Mistake("summary", "The botched recall.", "judges in the reader's place", "KB504", "The recall."),
    Mistake("summary", f"“{'so ' * 41}”", "a quotation of 4", "KB503", "The recall."),
    Mistake("single_source", "Nobody else.", "there are two independent sources", "KB303", ""),
    Mistake("sources-1-origin", "gazette", "1 independent source, two are needed", "KB301", "", "sources"),
    Mistake("timeline-2-level", "0", "level 0 after level 2", "KB205", "4"),
]  # fmt: skip


@pytest.fixture(scope="module")
def filled(browser: Browser, small: tuple[Project, str]) -> Iterator[Page]:
    """The form with a sound case in it."""
    page = browser.new_context(base_url=small[1]).new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(FORM)
    fill(page, lesson="answer-early")
    for whole in page.locator("#form-fields > details").all():
        whole.evaluate("each => { each.open = true; }")
    page.locator("#form-ask").click()
    expect(page.locator("#form-count")).to_have_text("Nothing to mend.")
    yield page
    page.context.close()
    assert errors == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: f"{each.code} {each.field}")
def test_a_mistake_is_caught_explained_and_mended_where_it_stands(filled: Page, mistake: Mistake) -> None:
    put(filled, {mistake.field: mistake.wrong})
    beside = filled.locator(f"#f-{mistake.beside or mistake.field}-wrong p")
    expect(beside).to_contain_text(mistake.told)
    expect(beside.locator("a").last).to_have_text(mistake.code)
    expect(beside.locator("a").last).to_have_attribute("href", re.compile(f"contribute/rules/#{mistake.code}$"))
    put(filled, {mistake.field: mistake.right})
    expect(beside).to_have_count(0)
    expect(filled.locator("#form-problems li")).to_have_count(0)


def test_a_missing_source_is_told_at_its_event_and_its_consequence(filled: Page) -> None:
    filled.locator("#f-timeline-0-sources").evaluate("each => { each.open = true; }")
    filled.locator('#f-timeline-0-sources input[value="gazette"]').uncheck()
    expect(filled.locator("#f-timeline-0-sources-wrong")).to_contain_text("event picture has no source: tick below it")
    tick(filled, "timeline-0-sources", "gazette")
    expect(filled.locator("#form-problems li")).to_have_count(0)
    filled.get_by_role("button", name="Add to: Consequences").click()
    expect(filled.locator("#f-outcome-effects-0-sources-wrong")).to_contain_text("an effect has no source")
    filled.get_by_role("button", name="Remove Consequence 1").click()
    expect(filled.locator("#form-problems li")).to_have_count(0)


def test_a_private_person_s_name_and_an_accusation_as_a_fact_are_told(filled: Page) -> None:
    put(filled, {"actors-0-kind": "brand", "actors-0-name": "Anna Lamp"})
    put(filled, {"actors-0-kind": "customer"})
    expect(filled.locator("#f-actors-0-name-wrong")).to_contain_text("a customer has a role and no name")
    put(filled, {"actors-0-name": ""})
    tick(filled, "crisis-sensitivities", "proceedings")
    put(filled, {"outcome-resolution": "The maker lied about the lamp."})
    expect(filled.locator("#f-outcome-resolution-wrong")).to_contain_text("lied as a fact, with proceedings open")
    put(filled, {"outcome-resolution": "The customer said that the maker lied about the lamp."})
    filled.locator('#f-crisis-sensitivities input[value="proceedings"]').uncheck()
    expect(filled.locator("#form-problems li")).to_have_count(0)


def test_a_reference_cannot_be_misspelt_and_one_that_is_lost_is_told(filled: Page) -> None:
    offered = filled.locator("#f-timeline-0-actor option").evaluate_all("all => all.map(each => each.value)")
    assert offered == ["", "customer", "lumen"]
    filled.get_by_role("button", name="Remove Actor 2").click()
    expect(filled.locator("#f-timeline-1-actor-wrong")).to_contain_text("lumen is not an actor of this case")
    filled.locator("#f-actors").get_by_role("button", name="Undo").click()
    expect(filled.locator("#form-problems li")).to_have_count(0)


def test_a_taken_id_leads_to_the_case_that_has_it(filled: Page) -> None:
    put(filled, {"id": "2020-lamp-recall"})
    beside = filled.locator("#f-id-wrong")
    expect(beside).to_contain_text("2020-lamp-recall is taken: choose another")
    expect(beside.locator("a")).to_have_attribute("href", "../../cases/2020-lamp-recall/")
    put(filled, {"id": "2020-lumen-lamp"})
    expect(filled.locator("#form-problems li")).to_have_count(0)


def test_after_all_mistakes_the_file_is_sound_and_laid_out(filled: Page, small: tuple[Project, str]) -> None:
    file = small[0].cases / "2020-lumen-lamp.yml"
    file.write_text(filled.locator("#form-file").input_value(), "utf-8")
    try:
        checked = run("validate", "--strict", str(file), root=small[0].root)
        assert checked.status == 0, checked.out + checked.err
        laid_out = run("fmt", "--check", str(file), root=small[0].root)
        assert laid_out.status == 0, laid_out.out + laid_out.err
    finally:
        file.unlink()
