"""What the page for searching needs: what to filter by, what a result shows, and the files of the index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kb.corpus import Corpus, country_name
from kb.model import Case, Effect, TacticSide
from kb.search.documents import facet_values, sentences, terms
from kb.search.fields import FACETS, Facet
from kb.search.shards import shards
from kb.site.addresses import anchor, case_path, relative
from kb.site.escalation import spark_path
from kb.wording import Wording

SHOWN = {"": 10, "table": 50, "tactic": 200}
"""How many results are shown at a time, by view: cards first."""


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


def record(corpus: Corpus, case: Case, wording: Wording) -> dict[str, Any]:
    """What the search shows of a case that it found: `row`, and the passages to look through. ``told`` has the
    sentences of each part of the case's page, with its anchor and heading; ``names`` are other words for the case."""
    found = (*case.situations.all(), *case.keywords.all(), *terms(corpus, case, "en"), *terms(corpus, case, "fr"))
    told = [
        (place, where, [sentence for text in texts for sentence in sentences(text)])
        for place, where, texts in _parts(corpus, case, wording)
    ]
    return {
        "url": relative("find/", case_path(case.id)),
        **row(corpus, case, wording),
        "told": [part for part in told if part[2]],
        "names": list(dict.fromkeys(found)),
    }


def _parts(corpus: Corpus, case: Case, wording: Wording) -> Iterator[tuple[str, str, list[str]]]:
    """The story of a case: each part's anchor and heading on its page ("" for its beginning), and its texts."""
    _ = wording._
    yield "", "", [case.title, case.headline, case.summary, case.status_reason or ""]
    crisis = case.crisis
    set_off = [crisis.trigger, crisis.type_reason, *(each.what for each in crisis.intensifiers)]
    yield "what-set-it-off", _("What set it off"), set_off
    for event in case.timeline:
        accounts = [account.says for conflict in event.conflicts for account in conflict.accounts]
        because = [move.because for move in case.moves if move.event == event.id]
        yield anchor(event.id), wording.moment(event.at), [event.what, *accounts, *because]
    effects = [text for each in case.outcome.effects for text in (each.what, each.causality)]
    yield "outcome", _("Outcome"), [case.outcome.resolution, *effects]
    lessons = [text for link in case.lessons for text in (f"{corpus.lessons[link.lesson].title}.", link.why)]
    yield "lessons", _("Lessons"), lessons
    yield "unknown", _("What we do not know"), list(case.unknowns)


def row(corpus: Corpus, case: Case, wording: Wording) -> dict[str, Any]:
    """What a result shows of a case: its texts and facts, its curve, and its moves, each tactic once for each way it
    went."""
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
        "title": case.title,
        "headline": case.headline,
        "year": case.year,
        "country": country_name(case.organisation.country, language),
        "language": case.language.value if case.language.value != language else "",
        "curve": spark_path(case, words.highest_level),
        "kind": corpus.crisis_type(case).name.get(language),
        "level": [peak.level, level],
        "moves": list(moves.values()),
    }


def index(corpus: Corpus, cases: Sequence[Case], wording: Wording) -> dict[str, str]:
    """The files that the search over ``cases`` reads, by their names: found by the words of every language, told in
    that of ``wording``."""
    files, told = shards(corpus, cases), corpus.in_language(wording.language)
    for number, case in enumerate(cases):
        files[f"cases/{number}.json"] = json.dumps(record(told, told.cases[case.id], wording), ensure_ascii=False)
    return files
