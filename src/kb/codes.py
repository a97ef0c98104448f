"""Every diagnostic code and what it stands for; `kb explain` prints it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.diagnostics import Severity
from kb.rules import RULES


@dataclass(frozen=True, slots=True)
class Code:
    """A permanent code, how grave it is, and its rule in a sentence or two."""

    code: str
    severity: Severity
    text: str


# Codes of form: they are reported where text is read and where values become records.
_FORM = {
    "KB000": "A file with very many problems shows the first hundred: mend those and run again.",
    "KB001": "A record is a regular file that can be read. Folders, devices and broken links are not.",
    "KB002": "A file has at most 256 kB. A case is a few dozen.",
    "KB003": "Files are encoded in UTF-8.",
    "KB004": "Files are YAML. The place shown is where the parser gave up; the cause may stand just above.",
    "KB005": "A field is given once: of two values one would be lost without a word.",
    "KB006": "Anchors, aliases, tags and merge keys are not used: what a file says stands where it says it.",
    "KB007": "A file holds at most 20,000 values, nested at most 24 deep.",
    "KB008": "A file holds one record: a mapping of fields to values.",
    "KB009": "`cases/` and the folders of `taxonomy/` hold `.yml` files and nothing else.",
    "KB010": "A record has only the fields of its schema.",
    "KB011": "A required field is there.",
    "KB012": "A value is of its field's kind: text, whole number, list, mapping, true or false.",
    "KB013": "A value is one of those that its field allows.",
    "KB014": "A field is neither empty nor longer than its limit.",
    "KB015": "Ids are small letters, digits and single hyphens; addresses start with http:// or https://.",
    "KB016": "Dates are EDTF, as precise as the source: 2012, 2012-01, 2012-01-04, 2012-01-04T13+01:00.",
    "KB017": "The vocabulary names every term that the program knows, and numbers its levels from 0.",
    "KB018": "A translation `<id>.<language>.yml` lies beside its original and says in its head what it translates.",
    "KB019": "A translation has the texts of its original and nothing else.",
    "KB201": "A date exists in the calendar.",
    "KB401": "A private person has a role and no name, whatever the press printed.",
}


# The same, where one may publish and mend later.
_LACKING = {
    "KB020": "A translation has every text of its original.",
    "KB021": "A translation was made from the texts as they are now; `kb translate done` says that it is so again.",
}


def all_codes() -> dict[str, Code]:
    """Every code, sorted."""
    codes = [Code(code, Severity.ERROR, text) for code, text in _FORM.items()]
    codes += [Code(code, Severity.WARNING, text) for code, text in _LACKING.items()]
    codes += [Code(rule.code, rule.severity, rule.text) for rule in RULES]
    return {each.code: each for each in sorted(codes, key=lambda each: each.code)}
