"""The page of rules: what each wants, why, and how it looks wrong and right, from the rules' own words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING

from kb.codes import Code, all_codes

if TYPE_CHECKING:
    from kb.site.pages import Page, Renderer


def rules_page(renderer: Renderer) -> Page:
    """Every code that `kb validate` and the form give."""
    _ = renderer.wording._
    return renderer.page(
        "rules.html",
        "contribute/rules/",
        _("Rules"),
        _("What a case is checked for: each rule with its reason, and an example of each side."),
        ranges=_ranges(_),
        severities={"error": _("error"), "warning": _("to weigh"), "note": _("worth knowing")},
    )


def _ranges(_: Callable[[str], str]) -> list[tuple[str, str, list[Code]]]:
    titles = {
        "KB0": _("The form of a file"),
        "KB1": _("References"),
        "KB2": _("Dates and levels"),
        "KB3": _("Sources"),
        "KB4": _("Fairness and privacy"),
        "KB5": _("Style"),
    }
    codes = groupby(all_codes().values(), key=lambda each: each.code[:3])
    return [(start.lower(), titles[start], list(members)) for start, members in codes]
