"""Writing a case in the form on the site, in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from casebooks import ROOT, run
from filling import FORM, fill, put, tick
from playwright.sync_api import Browser, Page, expect

from kb.draft import Draft, suggested_id
from kb.layout import canonical
from kb.loading import load
from kb.model import Case
from kb.project import Project
from kb.source import parse

pytestmark = pytest.mark.browser


def test_what_the_form_writes_is_sound_and_in_the_canonical_layout(page: Page, tmp_path: Path) -> None:
    page.goto(FORM)
    fill(page)
    page.get_by_role("button", name="Show what is missing").click()
    expect(page.locator("#form-problems li")).to_have_count(0)
    expect(page.locator("#form-count")).to_have_text("Nothing to mend.")
    for name in ("cases", "taxonomy", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name)
    file = tmp_path / "cases" / "2020-lumen-lamp.yml"
    file.write_text(page.locator("#form-file").input_value(), "utf-8")
    checked = run("validate", str(file), root=tmp_path)
    assert "error" not in checked.out.replace("0 errors", ""), checked.out
    assert checked.status == 0, checked.out + checked.err
    laid_out = run("fmt", "--check", str(file), root=tmp_path)
    assert laid_out.status == 0, laid_out.out + laid_out.err


def test_mistakes_are_told_beside_the_field_and_in_the_list(page: Page) -> None:
    page.goto(FORM)
    put(page, {"id": "Lamp", "timeline-0-at": "2 March 2020", "sources-0-accessed": "2020-02-30"})
    put(page, {"sources-0-url": "gazette.example"})
    expect(page.locator("#f-id-wrong")).to_contain_text("Lamp is not well formed")
    expect(page.locator("#f-timeline-0-at-wrong")).to_contain_text("2 March 2020 is not a date")
    expect(page.locator("#f-sources-0-accessed-wrong")).to_contain_text("does not exist in the calendar")
    expect(page.locator("#f-sources-0-url-wrong")).to_contain_text("an address starts with https://")
    link = page.locator("#f-sources-0-url-wrong a")
    expect(link).to_have_text("KB015")
    target = page.request.get(page.url.rstrip("/") + "/" + str(link.get_attribute("href")))
    assert target.ok
    assert 'id="KB015"' in target.text()
    page.locator("#form-problems a").first.click()
    expect(page.locator("#f-id")).to_be_focused()
    put(page, {"id": "2020-lumen-lamp"})
    expect(page.locator("#f-id-wrong")).to_be_empty()


def test_what_is_only_empty_is_told_once_somebody_has_gone_on_or_asks(page: Page) -> None:
    page.goto(FORM)
    put(page, {"timeline-0-what": "A customer shows a burnt shade."})
    expect(page.locator("#f-timeline-0-level-wrong")).to_be_empty()
    page.locator("#f-title").focus()
    expect(page.locator("#f-timeline-0-level-wrong")).to_contain_text("level is empty")
    expect(page.locator("#f-timeline-0-sources-wrong")).to_contain_text("has no source")
    expect(page.locator("#f-timeline-1-what-wrong")).to_be_empty()
    expect(page.locator("#form-count")).to_contain_text("Still empty:")
    page.get_by_role("button", name="Show what is missing").click()
    expect(page.locator("#f-timeline-1-what-wrong")).to_contain_text("what is empty, it should be text")


def test_a_private_person_has_no_name_in_the_form(page: Page) -> None:
    page.goto(FORM)
    put(page, {"actors-0-role": "a customer", "actors-0-kind": "customer", "actors-0-side": "challenger"})
    expect(page.locator("#f-actors-0-name")).to_be_hidden()
    put(page, {"actors-0-kind": "brand"})
    put(page, {"actors-0-name": "Jeanne Martin", "actors-0-kind": "customer"})
    expect(page.locator("#f-actors-0-name-wrong")).to_contain_text("a customer has a role and no name")
    put(page, {"actors-0-name": ""})
    expect(page.locator("#f-actors-0-name")).to_be_hidden()
    assert "Jeanne" not in page.locator("#form-file").input_value()


def test_the_draft_outlives_the_page_and_beginning_anew_can_be_undone(page: Page) -> None:
    page.goto(FORM)
    put(page, {"title": "A lamp"})
    page.reload()
    expect(page.locator("#f-title")).to_have_value("A lamp")
    page.get_by_role("button", name="Begin anew").click()
    expect(page.locator("#f-title")).to_have_value("")
    put(page, {"title": "A chair"})
    page.get_by_role("button", name="Begin anew").click()
    put(page, {"title": "A table"})
    page.reload()
    page.locator("#form-former summary").click()
    page.get_by_role("button", name="Bring back: A lamp").click()
    expect(page.locator("#f-title")).to_have_value("A lamp")
    for title in ("A table", "A chair"):  # what stood there is as safe
        page.get_by_role("button", name=f"Bring back: {title}").click()
        expect(page.locator("#f-title")).to_have_value(title)


def test_nothing_of_a_draft_from_an_earlier_form_is_lost(page: Page) -> None:
    page.goto(FORM)
    former = {
        "title": "A lamp",
        "mood": "angry <b>people</b>",
        "unknowns": "what it cost",
        "actors": [{"id": "lumen", "nickname": "the maker", "kind": "firm"}],
        "timeline": [{"id": "first", "tactics": ["shouting"], "actor": "lumen"}],
    }
    page.evaluate("former => localStorage.setItem('kb-case-draft', JSON.stringify(former))", former)
    page.reload()
    expect(page.locator("#form-older")).to_be_visible()
    expect(page.locator("#form-strays-text")).to_have_value(
        "mood: angry <b>people</b>\nactors › 1 › nickname: the maker"
    )
    expect(page.locator("#f-actors-0-kind")).to_have_value("firm")
    expect(page.locator("#f-actors-0-kind-wrong")).to_contain_text("firm is not allowed for kind")
    expect(page.locator("#f-timeline-0-tactics-wrong")).to_contain_text("shouting is not a tactic")
    expect(page.locator("#f-unknowns")).to_have_value("what it cost")
    page.reload()
    expect(page.locator("#form-strays-text")).to_have_value(
        "mood: angry <b>people</b>\nactors › 1 › nickname: the maker"
    )


def test_a_browser_that_keeps_nothing_is_said_to_and_begins_anew_without_loss(page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    page.goto(FORM)
    expect(page.locator("#form-kept")).to_contain_text("keeps no draft")
    put(page, {"title": "A lamp"})
    page.get_by_role("button", name="Begin anew").click()
    page.locator("#form-former summary").click()
    page.get_by_role("button", name="Bring back: A lamp").click()
    expect(page.locator("#f-title")).to_have_value("A lamp")


def test_two_tabs_with_one_draft_are_told_of(page: Page) -> None:
    page.goto(FORM)
    other = page.context.new_page()
    other.goto(FORM)
    put(other, {"title": "Elsewhere"})
    expect(page.locator("#form-kept")).to_contain_text("open in another tab too")


def test_what_was_removed_comes_back_with_what_refers_to_it(page: Page) -> None:
    page.goto(FORM)
    put(page, {"sources-0-publisher": "The Gazette", "timeline-0-what": "It burns."})
    expect(page.locator("#f-sources-0-id")).to_have_value("gazette")
    tick(page, "timeline-0-sources", "gazette")
    page.get_by_role("button", name="Remove Source 1").click()
    expect(page.locator("#f-timeline-0-sources-wrong")).to_contain_text("gazette is not a source of this case")
    page.keyboard.press("Enter")  # on "Undo"
    expect(page.locator("#f-sources-0-publisher")).to_have_value("The Gazette")
    expect(page.locator("#f-timeline-0-sources-wrong")).not_to_contain_text("is not a source")
    assert "sources: [gazette]" in page.locator("#form-file").input_value()


def test_ids_are_suggested_and_those_that_are_typed_are_left_alone(page: Page) -> None:
    page.goto(FORM)
    put(page, {"organisation-name": "L'Œuvre d'Été", "title": "The lamp that got too hot, and why"})
    expect(page.locator("#f-id")).to_have_value("")
    put(page, {"timeline-0-at": "2020-03-02", "timeline-0-what": "A customer shows a burnt shade."})
    expect(page.locator("#f-id")).to_have_value("2020-l-oeuvre-d-ete-lamp-got-hot")
    expect(page.locator("#f-timeline-0-id")).to_have_value("customer-shows-burnt")
    put(page, {"title": "A chair"})
    expect(page.locator("#f-id")).to_have_value("2020-l-oeuvre-d-ete-chair")
    put(page, {"id": "2020-my-own", "title": "A table", "timeline-0-id": "mine", "timeline-0-what": "Something else."})
    expect(page.locator("#f-id")).to_have_value("2020-my-own")
    expect(page.locator("#f-timeline-0-id")).to_have_value("mine")
    put(page, {"actors-0-name": "Lumen"})
    page.get_by_role("button", name="Add to: Actors").click()
    put(page, {"actors-1-name": "Lumen"})
    expect(page.locator("#f-actors-1-id")).to_have_value("lumen-2")


def test_an_id_is_suggested_as_kb_new_suggests_it(page: Page) -> None:
    page.goto(FORM)
    corpus = load(Project(ROOT), check=False).corpus
    for case in [*corpus.published[:8]]:
        name, title, began = case.organisation.name, case.title, case.timeline[0].at.text
        put(page, {"organisation-name": name, "title": title, "timeline-0-at": began})
        draft = Draft(name, case.organisation.sector, began, case.crisis.type, title, case.summary)
        expect(page.locator("#f-id")).to_have_value(suggested_id(draft, corpus.cases))


def test_a_case_that_is_there_already_is_shown(page: Page) -> None:
    page.goto(FORM)
    put(page, {"id": "2012-la-redoute-bather"})
    expect(page.locator("#f-id-wrong")).to_contain_text("2012-la-redoute-bather is taken: choose another")
    link = page.locator("#f-id-wrong a")
    assert page.request.get(page.url.rstrip("/") + "/" + str(link.get_attribute("href"))).ok
    put(page, {"organisation-name": "Redoute"})
    expect(page.locator(".kb-form-kin")).to_contain_text("Is it one of these?")
    expect(page.locator(".kb-form-kin a").first).to_have_attribute("href", re.compile("cases/201.-la-redoute"))


def test_an_event_is_added_with_the_keyboard_alone(page: Page) -> None:
    page.goto(FORM)
    page.get_by_role("button", name="Add to: Timeline").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#f-timeline-3-id")).to_be_focused()
    page.keyboard.type("fourth")
    page.keyboard.press("Tab")
    assert "- id: fourth" in page.locator("#form-file").input_value()


def test_an_id_that_changes_takes_along_what_refers_to_it(page: Page) -> None:
    page.goto(FORM)
    put(page, {"timeline-0-id": "first", "lessons-0-event": "first"})
    tick(page, "timeline-0-tactics", "apology")
    put(page, {"moves-0-because": "A source says so.", "timeline-0-id": "picture"})
    expect(page.locator("#f-lessons-0-event")).to_have_value("picture")
    expect(page.locator("#f-moves-0-because")).to_have_value("A source says so.")


HARD = [
    "plain words",
    "yes: no",
    "a #hashtag",
    "#hashtag",
    "- a dash",
    "2012",
    "-1.5e3",
    "null",
    "~",
    "True",
    "'quoted' and \"quoted\"",
    'says "no"',
    "back\\slash",
    "ends with a colon:",
    "https://lamp.example/a#b",
    "[brackets], {braces}",
    "100 % à 3 € : « oui » ; l’été 💡",
    "word " * 40,
    "w" * 150,
    "long: " + "with a: colon " * 12,
    "exactly " + "x" * 106,
    "« guillemets\u00a0» " * 12,
    "💡 " * 80,
    "<script>alert(1)</script> & more",
    "%percent",
    "@at",
    "`tick`",
    "=",
    "|pipe",
    "> more",
    "? what",
    "! no",
    "& co",
    "* star",
]


def test_every_text_is_written_as_kb_fmt_writes_it(page: Page, tmp_path: Path) -> None:
    page.goto(FORM)
    fill(page)
    page.locator("#f-unknowns").evaluate("each => { each.closest('details').open = true; }")
    page.locator("#f-unknowns").fill("\n".join(HARD))
    for language in ("en", "fr"):
        page.locator(f"#f-keywords-{language}").fill("\n".join(HARD))
    written = page.locator("#form-file").input_value()
    for name in ("cases", "taxonomy", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name)
    file = tmp_path / "cases" / "2020-lumen-lamp.yml"
    file.write_text(written, "utf-8")
    data = parse(written, file).data
    assert data is not None
    assert data["unknowns"] == [each.strip() for each in HARD]
    assert data["keywords"] == dict.fromkeys(("en", "fr"), data["unknowns"])
    assert canonical(parse(written, file), Case) == written


@pytest.fixture
def on_a_forge(browser: Browser, small: tuple[Project, str]) -> Iterator[Page]:
    page = browser.new_context(base_url=small[1]).new_page()
    page.set_default_timeout(10_000)
    page.goto(FORM)
    yield page
    page.context.close()


def test_without_a_forge_no_pull_request_is_offered(page: Page) -> None:
    page.goto(FORM)
    expect(page.locator("#form-download")).to_be_visible()
    expect(page.locator("#form-pull")).to_be_hidden()


def test_a_pull_request_is_offered_on_the_forge_of_the_configuration(on_a_forge: Page) -> None:
    page = on_a_forge
    put(page, {"id": "2020-lumen-lamp", "title": "A & B"})
    address = urlsplit(page.locator("#form-pull").get_attribute("href") or "")
    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://forge.example/casebook/new/main/cases"
    asked = parse_qs(address.query)
    assert asked["filename"] == ["2020-lumen-lamp.yml"]
    assert asked["value"] == [page.locator("#form-file").input_value()]
    assert "title: A & B" in asked["value"][0]


def test_a_file_too_long_for_an_address_is_copied_into_an_empty_one(on_a_forge: Page) -> None:
    page = on_a_forge
    put(page, {"id": "2020-lumen-lamp", "summary": "long " * 1500})
    expect(page.locator("#form-paste")).to_contain_text("too long for an address")
    expect(page.locator("#form-pull")).to_have_text("Open an empty new file")
    address = page.locator("#form-pull").get_attribute("href") or ""
    assert address.endswith("/new/main/cases?filename=2020-lumen-lamp.yml")
    put(page, {"summary": "short"})
    expect(page.locator("#form-paste")).to_be_empty()
    expect(page.locator("#form-pull")).to_have_text("Open a pull request")


def test_the_file_is_copied_and_downloaded_as_it_is_shown(page: Page, tmp_path: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(FORM)
    put(page, {"id": "2020-lumen-lamp", "title": "Une lampe à 3 € 💡"})
    shown = page.locator("#form-file").input_value()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#form-said")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == shown
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download").click()
    assert begun.value.suggested_filename == "2020-lumen-lamp.yml"
    begun.value.save_as(tmp_path / "case.yml")
    assert (tmp_path / "case.yml").read_text("utf-8") == shown


def test_where_the_clipboard_is_closed_that_is_said(page: Page) -> None:
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); document.execCommand = () => false;"
    )
    page.goto(FORM)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#form-said")).to_contain_text("copy it with Ctrl+C")


def test_what_is_typed_never_becomes_markup(page: Page) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>`<b>x</b>`"
    page.goto(FORM)
    put(page, {"id": evil, "title": evil * 6, "organisation-name": evil, "actors-0-name": evil, "sources-0-id": evil})
    put(page, {"sources-0-publisher": evil, "timeline-0-what": evil, "timeline-0-at": evil})
    page.get_by_role("button", name="Begin anew").click()
    page.locator("#form-former summary").click()
    page.locator("#form-former-list button").first.click()
    expect(page.locator("#form-problems li").first).to_be_visible()
    assert page.locator("#form img, #form script, #form b").count() == 0


def test_without_javascript_the_page_says_what_else_to_do(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address + FORM)
    expect(page.locator("#form-without")).to_contain_text("kb new")
    expect(page.locator("#form-live")).to_be_hidden()
    page.close()


@pytest.mark.parametrize("language", ["", "fr/"])
def test_a_form_full_of_mistakes_has_no_barrier(page: Page, language: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(language + FORM)
    put(page, {"id": "Lamp", "timeline-0-id": "picture"})
    tick(page, "timeline-0-tactics", "apology")
    page.locator("#form-ask").click()
    for scheme in ("default", "slate"):
        page.evaluate("name => document.body.setAttribute('data-md-color-scheme', name)", scheme)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag22aa"]}})
        assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []


def test_the_link_to_the_forge_asks_nothing_of_it(small: tuple[Project, str]) -> None:
    page = (small[0].site / "index.html").read_text("utf-8")
    assert 'href="https://forge.example/casebook"' in page
    assert 'data-md-component="source"' not in page  # the theme's script would fetch its stars


def test_an_event_moves_to_its_place_and_the_focus_with_it(page: Page) -> None:
    page.goto(FORM)
    for place, name in enumerate(("one", "two", "three")):
        put(page, {f"timeline-{place}-id": name})
    page.get_by_role("button", name="Move up Event 3").click()
    expect(page.locator("#f-timeline-1-id")).to_have_value("three")
    expect(page.get_by_role("button", name="Move up Event 2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#f-timeline-0-id")).to_have_value("three")
    expect(page.get_by_role("button", name="Move up Event 1")).to_be_disabled()
    expect(page.get_by_role("button", name="Move down Event 1")).to_be_focused()


def test_an_id_that_was_typed_stays_as_it_was_typed(page: Page) -> None:
    page.goto(FORM)
    put(page, {"sources-0-id": "bbc", "sources-0-publisher": "BBC"})
    put(page, {"sources-0-publisher": "BBC News"})
    expect(page.locator("#f-sources-0-id")).to_have_value("bbc")
    put(page, {"sources-1-publisher": "CNN"})
    expect(page.locator("#f-sources-1-id")).to_have_value("cnn")


def test_what_was_said_of_a_tactic_comes_back_with_it(page: Page) -> None:
    page.goto(FORM)
    fill(page)
    box = page.locator('#f-timeline-1-tactics input[value="apology"]')
    box.uncheck()
    expect(page.locator("#f-moves-0-because")).to_have_count(0)
    box.check()
    expect(page.locator("#f-moves-0-because")).to_have_value("The Gazette says so.")


def test_a_box_stands_beside_its_word(page: Page) -> None:
    page.goto(FORM)
    page.locator("#f-crisis-platforms").evaluate("each => { each.open = true; }")
    label = page.locator("#f-crisis-platforms label").first
    box = label.locator("input").bounding_box()
    assert box
    assert box["width"] < 40
    assert label.bounding_box()["height"] < 45
