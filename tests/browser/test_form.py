"""Writing a case in the form on the site, in a real browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from casebooks import ROOT, run
from playwright.sync_api import Browser, Page, expect

from kb.layout import canonical
from kb.model import Case
from kb.source import parse

pytestmark = pytest.mark.browser

FORM = "contribute/form/"
STORY = (
    "The lamp maker answers: it is sorry, it takes the lamps back, and it says when it will say more; the post is "
    "read by many people who had complained under the picture of the burnt shade."
)
EVENTS = [
    ("picture", "2020-03-02T09:30+01:00", "customer", "A customer shows a burnt shade.", "1", "gazette"),
    ("answer", "2020-03-02T12:15+01:00", "lumen", STORY, "2", "lumen-post"),
    ("article", "2020-03-03", "customer", 'The Gazette writes of "lamps": all of them.', "4", "gazette"),
]


def put(page: Page, values: dict[str, str]) -> None:
    """Fill or choose what the fields at these addresses hold."""
    for name, value in values.items():
        field = page.locator(f"#f-{name}")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
            field.press("Tab")


def tick(page: Page, name: str, value: str) -> None:
    choices = page.locator(f"#f-{name}")
    choices.evaluate("each => { each.open = true; }")
    choices.locator(f'input[value="{value}"]').check()


def fill(page: Page) -> None:
    put(
        page,
        {
            "id": "2020-lumen-lamp",
            "title": "The lamp that got too hot: a tale",
            "headline": "The maker took it back.",
            "summary": STORY,
            "organisation-name": "Lumen",
            "organisation-sector": "consumer-goods",
            "organisation-country": "FR",
            "organisation-kind": "brand",
            "crisis-type": "technical-error-product-harm",
            "crisis-type_reason": "A part was too weak.",
            "crisis-trigger": "A customer showed a burnt shade.",
        },
    )
    tick(page, "crisis-platforms", "press")
    tick(page, "crisis-platforms", "forum")
    page.get_by_role("button", name="Add to: Actors").click()
    put(page, {"actors-0-id": "customer", "actors-0-role": "a customer", "actors-0-kind": "customer"})
    put(page, {"actors-0-side": "challenger", "actors-1-id": "lumen", "actors-1-name": "Lumen"})
    put(page, {"actors-1-kind": "brand", "actors-1-side": "organisation"})
    for place, (name, publisher) in enumerate((("gazette", "Gazette"), ("lumen-post", "Lumen"))):
        here = f"sources-{place}"
        put(page, {f"{here}-id": name, f"{here}-url": f"https://{name}.example/lamp", f"{here}-title": "Lamps"})
        put(page, {f"{here}-publisher": publisher, f"{here}-accessed": "2021-01-15", f"{here}-language": "en"})
        put(page, {f"{here}-kind": "press"})
    for place, (name, at, actor, what, level, source) in enumerate(EVENTS):
        here = f"timeline-{place}"
        put(page, {f"{here}-id": name, f"{here}-at": at, f"{here}-actor": actor, f"{here}-what": what})
        put(page, {f"{here}-level": level, f"{here}-confidence": "documented"})
        tick(page, f"{here}-sources", source)
    tick(page, "timeline-1-tactics", "apology")
    put(page, {"moves-0-effect": "worked", "moves-0-because": "The Gazette says so."})
    put(
        page, {"outcome-resolution": "The lamp was taken back.", "lessons-0-lesson": "speak-first-about-your-own-fault"}
    )
    put(page, {"lessons-0-stance": "supports", "lessons-0-event": "answer", "lessons-0-why": "It spoke on the day."})


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
    expect(page.locator("#f-id-wrong")).to_contain_text("`Lamp` is not well formed")
    expect(page.locator("#f-timeline-0-at-wrong")).to_contain_text("`2 March 2020` is not a date")
    expect(page.locator("#f-sources-0-accessed-wrong")).to_contain_text("does not exist in the calendar")
    expect(page.locator("#f-sources-0-url-wrong")).to_contain_text("an address starts with https://")
    expect(page.locator("#form-problems li")).to_have_count(4)
    page.locator("#form-problems a").first.click()
    expect(page.locator("#f-id")).to_be_focused()
    put(page, {"id": "2020-lumen-lamp"})
    expect(page.locator("#f-id-wrong")).to_be_empty()
    page.get_by_role("button", name="Show what is missing").click()
    expect(page.locator("#f-title-wrong")).to_contain_text("missing field `title`")


def test_a_private_person_has_no_name_in_the_form(page: Page) -> None:
    page.goto(FORM)
    put(page, {"actors-0-id": "customer", "actors-0-name": "Somebody", "actors-0-kind": "customer"})
    expect(page.locator("#f-actors-0-name")).to_be_hidden()
    expect(page.locator("#form-file")).not_to_have_value("Somebody")
    assert "Somebody" not in page.locator("#form-file").input_value()


def test_the_draft_outlives_the_page_and_comes_back_once_set_aside(page: Page) -> None:
    page.goto(FORM)
    put(page, {"title": "A lamp"})
    page.reload()
    expect(page.locator("#f-title")).to_have_value("A lamp")
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.locator("#f-title")).to_have_value("")
    page.reload()
    page.get_by_role("button", name="Bring back the former draft").click()
    expect(page.locator("#f-title")).to_have_value("A lamp")


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


def test_the_form_and_kb_validate_use_the_same_words(page: Page, tmp_path: Path) -> None:
    page.goto(FORM)
    fill(page)
    put(page, {"timeline-1-at": "2 March", "timeline-2-level": "0", "sources-0-url": "gazette", "title": "x" * 301})
    put(page, {"sources-1-id": "gazette", "outcome-ended": "2019", "headline": "", "sources-0-accessed": "2021-02-30"})
    told = page.locator("#form-problems li").all_text_contents()
    assert len(told) >= 7
    for name in ("cases", "taxonomy", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name)
    file = tmp_path / "cases" / "2020-lumen-lamp.yml"
    file.write_text(page.locator("#form-file").input_value(), "utf-8")
    said = run("validate", str(file), root=tmp_path).out
    for each in told:
        assert each.split(": ", 1)[1] in said, said


def test_a_pull_request_is_offered_where_the_repository_is_known(page: Page) -> None:
    page.goto(FORM)
    put(page, {"id": "2020-lumen-lamp"})
    expect(page.locator("#form-pull")).to_be_hidden()
    page.evaluate(
        """() => { const meta = document.createElement("meta"); meta.name = "kb-repository";
        meta.content = "https://forge.example/casebook/"; document.head.append(meta); }"""
    )
    put(page, {"title": "A & B"})
    address = page.locator("#form-pull").get_attribute("href") or ""
    assert address.startswith(
        "https://forge.example/casebook/new/main/cases?filename=2020-lumen-lamp.yml&value=%23%20yaml"
    )
    assert "A%20%26%20B" in address
    assert page.locator("#form-download").get_attribute("download") == "2020-lumen-lamp.yml"


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
