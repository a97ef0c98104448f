"""How to cite a case."""

from __future__ import annotations

import re

from kb.model import Case
from kb.wording import Wording


def citation(case: Case, wording: Wording) -> str:
    """One line: who, what, where, as of which day."""
    reviewed = case.reviewed_on or max((change.on for change in case.changes), default=None)
    day = wording._("as of %s") % wording.date(reviewed) if reviewed else wording._("undated")
    who = ", ".join(case.contributors) or wording._("E-reputation casebook")
    return f"{who}. “{case.title}”. {wording._('E-reputation casebook')}, {case.id}, {day}. CC BY 4.0."


def bibtex(case: Case) -> str:
    """An entry for BibTeX; what TeX would take for a command is escaped."""
    reviewed = case.reviewed_on or max((change.on for change in case.changes), default=None)
    fields = {
        "author": " and ".join(f"{{{_tex(each)}}}" for each in case.contributors),
        "title": f"{{{_tex(case.title)}}}",
        "howpublished": "E-reputation casebook",
        "year": str(reviewed.year) if reviewed else "",
        "note": f"Case {case.id}" + (f", as of {reviewed.isoformat()}" if reviewed else ""),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{case.id},", *lines, "}"])


_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_NAMED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _NAMED.get(found[0], f"\\{found[0]}"), text)
