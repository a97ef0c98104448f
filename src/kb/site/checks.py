"""What the form on the site checks with: the sentences, patterns and word lists of the modules that own them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from kb.codes import all_codes
from kb.draft import LETTERS, MOST_WORDS, TAKEN
from kb.folding import HIDDEN
from kb.model import Sentence
from kb.model import sentences as form
from kb.model.reading import EXPECTED
from kb.rules import privacy, sentences, sourcing, style, words
from kb.rules.references import ONE
from kb.search.stops import STOPS
from kb.site.expressions import for_browsers

_FORM = {
    "nameless": form.NAMELESS,
    "kind": form.OF_ANOTHER_KIND,
    "unchosen": form.CHOSEN_EMPTY,
    "not-allowed": form.NOT_ALLOWED,
    "empty": form.EMPTY,
    "few": form.FEW,
    "long": form.LONG,
    "pattern": form.NOT_WELL_FORMED,
    "date": form.NOT_A_DATE,
    "zone": form.NO_ZONE,
    "day": form.NOT_A_DAY,
    "calendar": form.NO_SUCH_DATE,
    "ends-first": form.ENDS_FIRST,
    "named": form.NAMED,
}
_JUDGED = (
    *("KB102", "KB103", "KB104", "KB105", "KB106", "KB110", "KB111"),
    *("KB202", "KB203", "KB204", "KB205", "KB206", "KB207", "KB208"),
    *("KB301", "KB302", "KB303", "KB305", "KB307", "KB308", "KB311"),
    *("KB403", "KB404", "KB405", "KB406", "KB407", "KB408", "KB409", "KB503", "KB504"),
)
"""The rules that a case alone can break in the form. Of the others, some are about files and reviews, some about what
editors add; the form writes the moves of a timeline itself (KB107, KB108), and a note (KB309) stops nobody."""


def _helps(_: Callable[[str], str]) -> dict[str, str]:
    """What helps in the form, where that is something else than in a file."""
    tick = _("tick below it the sources that carry it")
    single = _("add a source of another origin; where there is none, say why in the field `single source`")
    return {
        "KB302": tick,
        "KB305": tick,
        "KB301": single,
        "KB308": single,
        "KB303": _("empty the field `single source`"),
        "KB103": _("choose another, or give it that id again"),
        "KB104": _("choose another"),
        "KB105": _("choose another"),
        "KB106": _("choose another"),
        "not-allowed": _("choose another"),
        "empty": _("fill it"),
        "kind": _("fill it"),
        "unchosen": _("choose one"),
        "few": _("add what is missing"),
        "long": _("say it shorter"),
        "named": _("empty the name, and say the part that this person played in `role`"),
        "nameless": _("give `name`, or `role` for a private person"),
    }


def said(_: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """Every sentence that the form can say, with its code and how grave it is."""
    helps, codes = _helps(_), all_codes()
    made = {
        name: {
            "code": each.code,
            "severity": codes[each.code].severity.value,
            "message": _(each.message),
            "help": helps.get(name) or (_(each.help) if each.help else ""),
        }
        for name, each in _sentences().items()
    }
    taken = {"code": "", "severity": "error", "message": _(TAKEN), "help": _("choose another, or work on that case")}
    return {**made, "taken": taken}


def _sentences() -> dict[str, Sentence]:
    rules = sentences()
    return {**_FORM, **{code: rules[code] for code in _JUDGED}}


def spoken() -> Iterator[str]:
    """What is said in the words of other modules, which the French catalogue has to have too."""
    yield TAKEN
    replaced = _helps(str)
    for name, sentence in _sentences().items():
        yield sentence.message
        yield from [sentence.help] if sentence.help and name not in replaced else []
    for group in nouns(str).values():
        yield from group.values()


def nouns(_: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """What is put into sentences: what a reference leads to, what a field should hold."""
    expected = {"text": "string_type", "date": "date_type", "day": "date_type", "number": "int_type"}
    return {
        "one": {target: _(name) for target, name in ONE.items()},
        "kinds": {kind: _(EXPECTED[name]) for kind, name in expected.items()},
        "found": {"empty": _(form.FOUND_EMPTY)},
        "entry": {"of": _(form.ENTRY)},
        "how": {"before": _("before"), "after": _("after")},
    }


def patterns() -> dict[str, tuple[str, str]]:
    """The expressions of the rules on texts, as browsers read them."""
    return {name: for_browsers(pattern) for name, pattern in expressions().items()}


def expressions() -> dict[str, re.Pattern[str]]:
    """The expressions by which the rules look at texts."""
    lists = {
        "guilt": words.GUILT,
        "hedges": words.HEDGES,
        "causes": words.CAUSES,
        "markets": words.MARKETS,
        "doubts": words.DOUBTS,
        "loaded": words.LOADED,
        "judged": words.JUDGED,
    }
    return {
        "email": privacy.EMAIL,
        "digits": privacy.DIGITS,
        "count": privacy.COUNT,
        "street": privacy.STREET,
        "handle": privacy.HANDLE,
        "named": privacy.NAMED,
        "figure": sourcing.FIGURE,
        "day": sourcing.DAY,
        "no-figure": sourcing.NO_FIGURE,
        "spacing": sourcing.SPACING,
        "rounded": sourcing.ROUNDED,
        "quotation": words.QUOTATION,
        "sentence-end": words.SENTENCE_END,
        "clause-end": words.CLAUSE_END,
        **{f"{name}-{language}": pattern for name, known in lists.items() for language, pattern in known.items()},
    }


def limits() -> dict[str, Any]:
    """The numbers and lists besides."""
    return {
        "quoted": style.MOST_WORDS_QUOTED,
        "sourced": sourcing.SOURCED,
        "unsourced": sourcing.UNSOURCED,
        "hidden": HIDDEN,
        "before_a_place": sorted(privacy.BEFORE_A_PLACE),
        "stops": sorted(STOPS),
        "letters": LETTERS,
        "words_in_id": MOST_WORDS,
    }
