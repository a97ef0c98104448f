"""What the page for searching needs: what to filter by, and what each case's page carries to be found and shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from kb.corpus import Corpus, country_name
from kb.model import Case, Effect, TacticSide
from kb.search.documents import facet_values, terms
from kb.search.fields import FACETS, Facet
from kb.search.synonyms import sense_words
from kb.site.escalation import spark_path
from kb.wording import Wording


def filters(corpus: Corpus, case: Case) -> list[tuple[str, str | int]]:
    """The facets of a case as (facet, value) for the search on the site, and as "pair" each tactic with how it went."""
    values = facet_values(corpus, case)
    found = [(facet.name, value) for facet in FACETS if facet.shown for value in values[facet.name]]
    pairs = dict.fromkeys(f"{use.tactic}/{use.effect.value}" for use in corpus.uses_in(case) if use.move)
    return found + [("pair", pair) for pair in pairs]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet to choose, and in how many cases it occurs."""

    value: str | int
    label: str
    cases: int


@dataclass(frozen=True, slots=True)
class Control:
    """A facet to filter by, with the values that occur, in ``groups`` ("" where there is but one). ``sorts``: results
    may be put in its order."""

    name: str
    label: str
    groups: Mapping[str, list[Choice]]
    sorts: bool = False


def controls(corpus: Corpus, wording: Wording) -> list[Control]:
    """What the page for searching offers to filter by: each facet in which the cases differ that the page may show."""
    _ = wording._
    counted: dict[str, Counter[Any]] = {facet.name: Counter() for facet in FACETS if facet.shown}
    for case in corpus.public:
        values = facet_values(corpus, case)
        for name, counter in counted.items():
            counter.update(set(values[name]))
    label = facet_labels(corpus, wording.language)
    effects = [effect.value for effect in Effect]
    sides = {TacticSide.RESPONSE: _("Responses"), TacticSide.PRESSURE: _("Pressure")}

    def order(facet: Facet, value: Any) -> Any:
        if facet.name == "effect":
            return effects.index(value)
        return -value if facet.number else label(facet.name, value).casefold()

    found = []
    for facet in FACETS:
        counter = counted.get(facet.name, Counter())
        if len(counter) < 2:
            continue
        groups: dict[str, list[Choice]] = {side: [] for side in sides.values()} if facet.name == "tactic" else {}
        for value in sorted(counter, key=partial(order, facet)):
            group = sides[corpus.tactics[value].side] if facet.name == "tactic" else ""
            groups.setdefault(group, []).append(Choice(value, label(facet.name, value), counter[value]))
        found.append(Control(facet.name, _(facet.label).capitalize(), groups, facet.number))
    return found


def facet_labels(corpus: Corpus, language: str) -> Callable[[str, Any], str]:
    """The words for a facet's value."""
    words = corpus.vocabulary
    named: Mapping[str, Mapping[Any, Any]] = {
        "tactic": corpus.tactics,
        "effect": words.effects,
        "crisis_type": words.crisis_types,
        "platform": words.platforms,
        "sector": words.sectors,
        "language": words.case_languages,
        "status": words.statuses,
    }

    def label(facet: str, value: Any) -> str:
        if facet == "country":
            return country_name(value, language)
        if facet == "level":
            return f"{value} · {words.levels[value].name.get(language)}"
        return str(named[facet][value].name.get(language)) if facet in named else str(value)

    return label


def search_terms(corpus: Corpus, case: Case) -> str:
    """Other words by which a search on the site finds the case, in both languages."""
    found = (*case.situations.all(), *case.keywords.all(), *terms(corpus, case, "en"), *terms(corpus, case, "fr"))
    return " · ".join([*dict.fromkeys(found), " ".join(sense_words(corpus, case))])


def row(corpus: Corpus, case: Case, wording: Wording, anchor: Callable[[str], str]) -> dict[str, Any]:
    """What a result shows of a case: its facts, its curve, and its moves, each tactic once for each way it went."""
    words, language = corpus.vocabulary, wording.language
    peak = words.levels[corpus.measures(case).peak.level]
    moves: dict[tuple[str, Effect], dict[str, Any]] = {}
    for use in corpus.uses_in(case):
        move: dict[str, Any] = {
            "tactic": use.tactic,
            "name": corpus.tactics[use.tactic].name.get(language),
            "at": anchor(use.event.id),
        }
        move["response"] = use.tactic in corpus.responses_at(case, use.event)
        if use.move:
            move |= {"effect": use.effect.value, "went": words.effects[use.effect].name.get(language)}
        moves.setdefault((use.tactic, use.effect), move)
    level = wording._("Level %(n)s · %(name)s") % {"n": peak.level, "name": peak.name.get(language)}
    return {
        "year": case.year,
        "country": country_name(case.organisation.country, language),
        "language": case.language.value if case.language.value != language else "",
        "curve": spark_path(case, words.highest_level),
        "kind": corpus.crisis_type(case).name.get(language),
        "level": [peak.level, level],
        "moves": list(moves.values()),
    }
