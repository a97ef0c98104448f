"""Filling the form that writes a case, as somebody would."""

from __future__ import annotations

from playwright.sync_api import Page

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


def fill(page: Page, lesson: str = "speak-first-about-your-own-fault") -> None:
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
    put(page, {"outcome-resolution": "The lamp was taken back.", "lessons-0-lesson": lesson})
    put(page, {"lessons-0-stance": "supports", "lessons-0-event": "answer", "lessons-0-why": "It spoke on the day."})
