"""The training pages: crises to play, class packs, learning paths, flash cards and the glossary."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from kb.corpus import Corpus, Use
from kb.model import Case, Decision, Effect, Event, Path, Step, Term
from kb.site.addresses import pack_path, path_path, play_path
from kb.site.cards import deal

if TYPE_CHECKING:
    from kb.site.pages import Page, Renderer

INBOX = 3
"""How many of the last events stand in the inbox at most."""

ROADS = 3
"""How many other cases show what became of an option."""

READING = 200
"""Words read in a minute."""


@dataclass(frozen=True, slots=True)
class Point:
    """A decision with the events that the trainee knows of: those ``seen`` at an earlier point, those ``new`` since,
    and the last of these, which lie in the ``inbox``."""

    decision: Decision
    seen: tuple[Event, ...]
    new: tuple[Event, ...]
    inbox: tuple[Event, ...]

    @property
    def now(self) -> Event:
        return self.inbox[-1]


def points(case: Case) -> list[Point]:
    """The decisions of ``case`` in order, each with its share of the timeline."""
    places = {event.id: place for place, event in enumerate(case.timeline)}
    found, known = [], 0
    for decision in case.decisions:
        end = places[decision.until] + 1
        start = min(known, end - 1)
        split = max(start, end - INBOX)
        found.append(Point(decision, case.timeline[:start], case.timeline[start:split], case.timeline[split:end]))
        known = max(known, end)
    return found


def rest(case: Case) -> tuple[Event, ...]:
    """The events after the last decision."""
    known = {decision.until for decision in case.decisions}
    last = max((place for place, event in enumerate(case.timeline) if event.id in known), default=-1)
    return case.timeline[last + 1 :]


def play_minutes(case: Case) -> int:
    """About how long it takes to play ``case``: to read it, and a minute for each decision."""
    texts: list[str] = [event.what for event in case.timeline]
    for decision in case.decisions:
        taken = next((option for option in decision.options if option.taken), decision.options[0])
        texts += [*decision.known, *decision.unknown, decision.question, decision.debrief, taken.consequence]
        texts += [option.label for option in decision.options]
    return math.ceil(sum(len(text.split()) for text in texts) / READING) + len(case.decisions)


def plan(case: Case, _: Callable[[str], str]) -> list[tuple[str, int]]:
    """How the minutes of a class are best spent: a third on the questions, the rest shared by the decisions."""
    if case.discussion is None:
        return []
    whole, count = case.discussion.minutes, len(case.decisions)
    each = (whole * 2 // 3 - 5) // count if count else 0
    parts = [(_("Decision %d") % (number + 1), each) for number in range(count)] or [(_("Reading"), whole // 3)]
    parts.append((_("Last words"), 5))
    return [*parts[:-1], (_("Questions"), whole - sum(minutes for _part, minutes in parts)), parts[-1]]


@dataclass(frozen=True)
class Roads:
    """Where a tactic was really taken by an organisation."""

    corpus: Corpus

    @cached_property
    def _taken(self) -> Mapping[str, Mapping[str, list[Use]]]:
        """For each tactic, in each crisis type and in all (""), one use a case: assessed ones first, then newest."""
        found: dict[str, dict[str, list[Use]]] = {}
        for tactic in self.corpus.tactics:
            uses = [use for use in self.corpus.uses(tactic) if tactic in self.corpus.responses_at(use.case, use.event)]
            uses.sort(key=lambda use: use.effect is Effect.UNKNOWN)
            kinds = found[tactic] = defaultdict(list)
            for use in _one_a_case(uses):
                kinds[""].append(use)
                kinds[use.case.crisis.type].append(use)
        return found

    def elsewhere(self, case: Case, tactic: str) -> list[Use]:
        """Moments of other cases at which ``tactic`` was taken, those of the same crisis type first."""
        kinds = self._taken.get(tactic, {})
        ranked = [*kinds.get(case.crisis.type, ())[: ROADS + 1], *kinds.get("", ())[: 2 * ROADS + 1]]
        return _one_a_case(use for use in ranked if use.case.id != case.id)[:ROADS]


def _one_a_case(uses: Iterable[Use]) -> list[Use]:
    """The first of ``uses`` in each case."""
    first: dict[str, Use] = {}
    for use in uses:
        first.setdefault(use.case.id, use)
    return list(first.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is made of ``cases``, and how to make it."""

    path: str
    title: str
    description: str
    cases: tuple[Case, ...]
    named: Any
    make: Callable[[], Page]


def sheets(renderer: Renderer) -> Iterator[Sheet]:
    """The pages to play and to teach each case with."""
    corpus, _ = renderer.corpus, renderer.wording._
    roads = Roads(corpus)
    for case in corpus.published:
        if case.can_be_played:
            yield _play(renderer, case, roads)
        if case.has_pack:
            path, title = pack_path(case.id), _("Class pack: %s") % case.title
            about = _("Handouts and facilitator's sheets for a class on this case.")
            values = {"points": points(case) if case.can_be_played else [], "minutes": plan(case, _)}
            make = partial(_page, renderer, "discuss.html", case, path, title, about, **values)
            yield Sheet(path, title, about, (case,), (), make)


def _play(renderer: Renderer, case: Case, roads: Roads) -> Sheet:
    _ = renderer.wording._
    path, title = play_path(case.id), _("Play: %s") % case.title
    about = _("Decide for yourself at the turning points of this case, with what was known then.")
    played, elsewhere = points(case), []
    for number, point in enumerate(played):
        for place, option in enumerate(point.decision.options):
            if not option.taken:
                elsewhere += [(f"{number}.{place}", option, use) for use in roads.elsewhere(case, option.tactic)]
    values = {"points": played, "roads": elsewhere, "minutes": play_minutes(case), "script": "assets/play.js"}
    cases = (case, *{use.case.id: use.case for _number, _option, use in elsewhere}.values())
    make = partial(_page, renderer, "play.html", case, path, title, about, **values)
    return Sheet(path, title, about, cases, [(number, use.case.id) for number, _option, use in elsewhere], make)


def _page(renderer: Renderer, template: str, case: Case, path: str, title: str, about: str, **values: Any) -> Page:
    return renderer.page(
        template,
        path,
        title,
        about,
        case=case,
        rest=rest(case),
        source=f"cases/{case.id}.yml",
        noindex=not case.is_public,
        wide=True,
        **values,
    )


def programmes(renderer: Renderer) -> Iterator[Page]:
    """The pages that lead through the casebook: the entrance, the learning paths, the cards, the glossary."""
    corpus, _ = renderer.corpus, renderer.wording._
    yield renderer.page(
        "train.html",
        "train/",
        _("Train"),
        _("Programmes, crises to play, flash cards and class packs."),
        paths=sorted(corpus.paths.values(), key=lambda path: (path.minutes, path.id)),
        packs=[(case, play_minutes(case)) for case in corpus.published if case.has_pack],
        wide=True,
    )
    for path in corpus.paths.values():
        yield _path_page(renderer, path)
    yield renderer.page(
        "cards.html",
        "train/cards/",
        _("Which tactic is this?"),
        _("Flash cards made of real moments."),
        cards=deal(corpus),
        wide=True,
        script="assets/cards.js",
    )
    yield renderer.page(
        "glossary.html",
        "glossary/",
        _("Glossary"),
        _("Every term of the casebook in English and French."),
        groups=glossary(corpus, _),
        wide=True,
    )


def _path_page(renderer: Renderer, path: Path) -> Page:
    return renderer.page(
        "path.html",
        path_path(path.id),
        path.title,
        path.objectives[0],
        programme=path,
        steps=[(step, *_leads(renderer.corpus, step, renderer.language)) for step in path.steps],
        source=f"taxonomy/paths/{path.id}.yml",
        wide=True,
    )


def _leads(corpus: Corpus, step: Step, language: str) -> tuple[str, str, Case | None]:
    """Where a step leads: the address, the text of the link, and the case whose words that text is in."""
    match step.kind:
        case "lesson":
            return f"lessons/{step.what}/", corpus.lessons[step.what].title, None
        case "tactic":
            return f"tactics/{step.what}/", corpus.tactics[step.what].name.get(language), None
    found = corpus.cases[step.what]
    folder = "cases" if step.kind == "case" else step.kind
    return f"{folder}/{step.what}/", found.title, found


def glossary(corpus: Corpus, _: Callable[[str], str]) -> list[tuple[str, str, list[tuple[str, Term, str]]]]:
    """The terms of the vocabulary by group: its field, its title, and each term with its id and its meaning."""
    words = corpus.vocabulary
    titles = {
        "clusters": _("Clusters of crisis types"),
        "crisis_types": _("Crisis types"),
        "families": _("Families of tactics"),
        "effects": _("How a tactic went"),
        "platforms": _("Where a crisis burns"),
        "sectors": _("Sectors"),
        "sides": _("Sides"),
        "actor_kinds": _("Kinds of actors"),
        "organisation_kinds": _("Kinds of organisations"),
        "sizes": _("Sizes of organisations"),
        "intensifier_kinds": _("What makes a crisis weigh more"),
        "sensitivities": _("What asks for a plain tone"),
        "confidences": _("How sure an event is"),
        "effect_kinds": _("Kinds of consequences"),
        "bases": _("What a consequence rests on"),
        "stances": _("What a case says of a lesson"),
        "tactic_sides": _("Sides of a tactic"),
        "training_levels": _("Levels of training"),
        "source_kinds": _("Kinds of sources"),
        "reads": _("How a source was read"),
        "origin_kinds": _("Where a lesson comes from"),
        "statuses": _("States of a case"),
        "visibilities": _("Visibility of a case"),
        "case_languages": _("Languages of a case"),
    }
    groups: list[tuple[str, str, list[tuple[str, Term, str]]]] = [
        ("levels", _("Escalation levels"), [(str(each.level), each, each.test) for each in words.levels])
    ]
    for field, title in titles.items():
        terms: Mapping[str, Term] = getattr(words, field)
        groups.append((field, title, [(str(name), term, term.definition or "") for name, term in terms.items()]))
    return groups
