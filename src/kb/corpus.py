"""The whole casebook in memory: every record by id, the links back, and what is computed rather than typed."""

from __future__ import annotations

import hashlib
import heapq
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from babel import Locale

from kb.dates import Elapsed, between
from kb.folding import fold
from kb.model import (
    Case,
    CrisisType,
    Effect,
    Event,
    Language,
    Lesson,
    LessonLink,
    Move,
    Path,
    Side,
    Stance,
    Status,
    Tactic,
    TacticSide,
    Vocabulary,
    references,
)


@dataclass(frozen=True, slots=True)
class Use:
    """A tactic at a moment of a case; ``move`` says how it went, where that was assessed."""

    case: Case
    event: Event
    tactic: str
    move: Move | None

    @property
    def effect(self) -> Effect:
        return self.move.effect if self.move else Effect.UNKNOWN


@dataclass(frozen=True, slots=True)
class Evidence:
    """A case speaking for or against a lesson."""

    case: Case
    link: LessonLink


@dataclass(frozen=True, slots=True)
class Measures:
    """What a timeline tells by computation.

    The onset is the first event of level 1 or more; the first response is the first event from the onset on by which
    the organisation's side acts with a response tactic that answers (silence and delay do not); where there is none,
    the first such event before the onset, and ``responded_first`` says so. Times run from the onset. None stands for
    "not documented".
    """

    onset: Event
    peak: Event
    first_response: Event | None
    responded_first: bool
    time_to_first_response: Elapsed | None
    time_to_peak: Elapsed
    duration: Elapsed | None
    tactic_changes: int
    independent_sources: int


@dataclass(frozen=True, slots=True)
class Similar:
    """A case like another, with what they share."""

    case: Case
    same_type: bool
    same_sector: bool
    pressure: tuple[str, ...]
    """The rarer pressure tactics that both faced."""
    tactics: tuple[str, ...]
    """The responses that both used."""
    better_with: tuple[str, ...]
    """Those of them that went better in this case than in the one it is like."""
    score: float


_RANK = {Effect.WORKED: 3, Effect.MIXED: 2, Effect.NONE: 1, Effect.BACKFIRED: 0}


@dataclass(frozen=True)
class Corpus:
    """Cases, tactics, lessons and learning paths by id, in the order of their ids, and the vocabulary."""

    cases: Mapping[str, Case]
    tactics: Mapping[str, Tactic]
    lessons: Mapping[str, Lesson]
    vocabulary: Vocabulary
    paths: Mapping[str, Path] = field(default_factory=dict)
    translations: Mapping[Language, Corpus] = field(default_factory=dict)
    """By language the same casebook with its texts in that language, where they have been translated."""

    def in_language(self, language: str) -> Corpus:
        """The casebook with its texts in ``language`` as far as they are."""
        return self.translations.get(Language(language), self)

    def versions(self, case: Case) -> tuple[Case, ...]:
        """``case`` as it was written, then its translations."""
        own = self.cases.get(case.id, case)
        others = (each.cases[case.id] for each in self.translations.values() if case.id in each.cases)
        return own, *(each for each in others if each.language is not own.language)

    @cached_property
    def _shown(self) -> list[Case]:
        gone = (Status.WITHDRAWN, Status.MERGED)
        return [case for case in self.cases.values() if case.status not in gone]

    @cached_property
    def published(self) -> tuple[Case, ...]:
        """The cases that may be shown in lists, newest first."""
        return tuple(sorted(self._shown, key=lambda case: (case.timeline[0].at.start, case.id), reverse=True))

    @cached_property
    def public(self) -> tuple[Case, ...]:
        """Those of them that may be handed to search engines, feeds and other programs."""
        return tuple(case for case in self.published if case.is_public)

    @cached_property
    def latest(self) -> tuple[Case, ...]:
        """Those that may be handed on, last changed first; of one day, the newest incident first."""
        return tuple(sorted(self.public, key=lambda case: case.last_changed or date.min, reverse=True))

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each published case stands in `published`, by id."""
        return {case.id: position for position, case in enumerate(self.published)}

    @cached_property
    def _shuffled(self) -> Mapping[str, Case]:
        drawn = sorted(self.published, key=lambda case: hashlib.sha256(case.id.encode()).digest())
        return {case.id: following for case, following in zip(drawn, drawn[1:] + drawn[:1], strict=True)}

    def any_other(self, case: Case) -> Case | None:
        """A case to read after ``case``, drawn by lot once and for all: a new case changes it for one other alone."""
        drawn = self._shuffled.get(case.id)
        return drawn if drawn is not case else None

    @cached_property
    def _uses(self) -> Mapping[str, tuple[Use, ...]]:
        found: dict[str, list[Use]] = defaultdict(list)
        for case in self.published:
            for use in self.uses_in(case):
                found[use.tactic].append(use)
        return {tactic: tuple(uses) for tactic, uses in found.items()}

    def uses(self, tactic: str) -> tuple[Use, ...]:
        """Every moment at which published cases use ``tactic``, newest case first."""
        return self._uses.get(tactic, ())

    @staticmethod
    def uses_in(case: Case) -> Iterator[Use]:
        """Every tactic of a case at its moment, in order."""
        moves = {(move.event, move.tactic): move for move in case.moves}
        for event in case.timeline:
            for tactic in event.tactics:
                yield Use(case, event, tactic, moves.get((event.id, tactic)))

    @cached_property
    def _evidence(self) -> Mapping[str, tuple[Evidence, ...]]:
        found: dict[str, list[Evidence]] = defaultdict(list)
        for case in self.published:
            for link in case.lessons:
                found[link.lesson].append(Evidence(case, link))
        return {lesson: tuple(cases) for lesson, cases in found.items()}

    def evidence(self, lesson: str, stance: Stance | None = None) -> tuple[Evidence, ...]:
        """The published cases that speak for or against ``lesson``, newest first."""
        return tuple(each for each in self._evidence.get(lesson, ()) if stance in (None, each.link.stance))

    @cached_property
    def steps(self) -> Mapping[tuple[str, str], tuple[tuple[Path, int], ...]]:
        """For each thing that learning paths lead to, by its kind and id, the paths with the number of their step."""
        found: dict[tuple[str, str], list[tuple[Path, int]]] = defaultdict(list)
        for path in self.paths.values():
            for number, step in enumerate(path.steps, 1):
                found[step.kind, step.what].append((path, number))
        return {thing: tuple(steps) for thing, steps in found.items()}

    @cached_property
    def names_of_tactics(self) -> Mapping[str, set[str]]:
        """Each name and alias of a tactic, folded, with the ids of those that bear it."""
        names: dict[str, set[str]] = defaultdict(set)
        for tactic in self.tactics.values():
            for word in (tactic.name.en, tactic.name.fr, *tactic.aliases.all()):
                names[fold(word)].add(tactic.id)
        return names

    def crisis_type(self, case: Case) -> CrisisType:
        return self.vocabulary.crisis_types[case.crisis.type]

    def is_response(self, tactic: str) -> bool:
        return tactic in self.tactics and self.tactics[tactic].side is TacticSide.RESPONSE

    def responses_at(self, case: Case, event: Event) -> tuple[str, ...]:
        """The response tactics that the organisation's side uses at an event."""
        actor = case.actors_by_id.get(event.actor)
        if actor is None or actor.side is not Side.ORGANISATION:
            return ()
        return tuple(tactic for tactic in event.tactics if self.is_response(tactic))

    def _answers(self, tactic: str) -> bool:
        family = self.vocabulary.families.get(self.tactics[tactic].family)
        return family is not None and family.answers

    def measures(self, case: Case) -> Measures:
        """What the timeline of ``case`` tells by computation."""
        known = self._measured.get(id(case))
        if known is None:
            known = self._measured[id(case)] = self._measure(case)
        return known

    @cached_property
    def _measured(self) -> dict[int, Measures]:
        return {}

    def _measure(self, case: Case) -> Measures:
        events = case.timeline
        start = next((i for i, event in enumerate(events) if event.level >= 1), 0)
        onset, since = events[start], events[start:]
        peak = max(since, key=lambda event: event.level)
        answers = [any(self._answers(t) for t in self.responses_at(case, event)) for event in events]
        order = (*range(start, len(events)), *range(start))
        answered = next((i for i in order if answers[i]), None)
        answer = events[answered] if answered is not None else None
        lines = [used for event in events if (used := frozenset(self.responses_at(case, event)))]
        return Measures(
            onset=onset,
            peak=peak,
            first_response=answer,
            responded_first=answered is not None and answered < start,
            time_to_first_response=between(onset.at, answer.at) if answer else None,
            time_to_peak=between(onset.at, peak.at),
            duration=between(onset.at, case.outcome.ended) if case.outcome.ended else None,
            tactic_changes=sum(one != two for one, two in itertools.pairwise(lines)),
            independent_sources=len({source.origin_key for source in case.sources}),
        )

    def _best_effects(self, case: Case) -> dict[str, Effect]:
        best: dict[str, Effect] = {}
        for use in self.uses_in(case):
            if use.effect in _RANK and use.tactic in self.responses_at(case, use.event):
                known = best.get(use.tactic)
                best[use.tactic] = use.effect if known is None else max(known, use.effect, key=_RANK.__getitem__)
        return best

    @cached_property
    def _likeness(self) -> _Likeness:
        return _Likeness(self, [self._best_effects(case) for case in self.published])

    def similar(self, case: Case, most: int = 3) -> tuple[Similar, ...]:
        """The published cases most like ``case``: crisis type, response tactics (the rarer the more they tell),
        sector, rare pressure tactics. Where the other used a shared tactic with a better effect, that is said."""
        if case.id not in self.positions:
            return ()
        known = self._alike.get((case.id, most))
        if known is None:
            known = self._alike[case.id, most] = self._likeness.of(case, most)
        return known

    @cached_property
    def _alike(self) -> dict[tuple[str, int], tuple[Similar, ...]]:
        return {}

    def is_whole(self, case: Case) -> bool:
        """Whether ``case`` has its own name, levels that exist, and nothing that it refers to is missing."""
        if self.cases.get(case.id) is not case or max(e.level for e in case.timeline) >= len(self.vocabulary.levels):
            return False
        own = {"actors": case.actors_by_id, "events": case.events_by_id, "sources": case.sources_by_id}
        every = {**self.known, **own, "cases": (case.merged_into,)}
        return all(reference.value in every[reference.target] for reference in references(case))

    @cached_property
    def known(self) -> Mapping[str, Collection[str]]:
        """For each target of a reference across files, the ids that exist."""
        words = self.vocabulary
        return {
            "cases": self.cases.keys(),
            "tactics": self.tactics.keys(),
            "lessons": self.lessons.keys(),
            "plays": [case.id for case in self._shown if case.can_be_played],
            "packs": [case.id for case in self._shown if case.has_pack],
            "clusters": words.clusters.keys(),
            "crisis_types": words.crisis_types.keys(),
            "platforms": words.platforms.keys(),
            "sectors": words.sectors.keys(),
            "families": words.families.keys(),
            "countries": frozenset(country_codes()),
            "languages": Locale("en").languages.keys(),
        }


class _Likeness:
    """Which cases share what, as lists of their positions, so that no pair is compared in full."""

    def __init__(self, corpus: Corpus, best: list[dict[str, Effect]]) -> None:
        self.corpus, self.best, self.cases = corpus, best, corpus.published
        self.pressures = [self.faced(case) for case in self.cases]
        self.sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
        for position, case in enumerate(self.cases):
            for trait in self.traits(case, position):
                self.sharing[trait].append(position)

    def traits(self, case: Case, position: int) -> Iterator[tuple[str, str]]:
        yield "type", case.crisis.type
        yield "cluster", self.corpus.crisis_type(case).cluster
        yield "sector", case.organisation.sector
        for tactic in self.best[position]:
            yield "tactic", tactic
        for tactic in self.pressures[position]:
            yield "pressure", tactic

    def faced(self, case: Case) -> tuple[str, ...]:
        """The pressure tactics of a case, each once."""
        found = dict.fromkeys(use.tactic for use in self.corpus.uses_in(case))
        return tuple(tactic for tactic in found if not self.corpus.is_response(tactic))

    def of(self, case: Case, most: int) -> tuple[Similar, ...]:
        weights = {"type": 1.5, "cluster": 0.5, "sector": 0.5}
        position = self.corpus.positions[case.id]
        scores: dict[int, float] = defaultdict(float)
        for trait in self.traits(case, position):
            others = self.sharing[trait]
            weight = weights.get(trait[0]) or 4.0 / len(others)
            for other in others:
                scores[other] += weight
        scores.pop(position, None)
        nearest = heapq.nsmallest(4 * most, scores, key=lambda other: (-scores[other], self.cases[other].id))
        found = [self.compared(position, other, scores[other]) for other in nearest]
        alike = [each for each in found if each.same_type or each.same_sector or each.tactics or each.pressure]
        return tuple(sorted(alike, key=lambda each: (-each.score, each.case.id))[:most])

    def is_rare(self, pressure: str) -> bool:
        return len(self.sharing["pressure", pressure]) <= max(2, len(self.cases) // 4)

    def compared(self, one: int, two: int, score: float) -> Similar:
        """What the case at position ``two`` shares with the one at ``one``."""
        case, other, own, theirs = self.cases[one], self.cases[two], self.best[one], self.best[two]
        shared = tuple(tactic for tactic in own if tactic in theirs)
        better = tuple(tactic for tactic in shared if _RANK[theirs[tactic]] > _RANK[own[tactic]])
        return Similar(
            case=other,
            same_type=other.crisis.type == case.crisis.type,
            same_sector=other.organisation.sector == case.organisation.sector,
            pressure=tuple(t for t in self.pressures[one] if t in self.pressures[two] and self.is_rare(t)),
            tactics=shared,
            better_with=better,
            score=score + 0.25 * len(better),
        )


def country_codes() -> list[str]:
    """ISO 3166 codes of countries, after the Unicode CLDR."""
    pseudo = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    codes = [str(code) for code in Locale("en").territories]
    return [code for code in codes if len(code) == 2 and code.isalpha() and code not in pseudo]


def country_name(code: str, language: str = "en") -> str:
    return str(Locale(language).territories.get(code, code))


def language_name(code: str, language: str = "en") -> str:
    return str(Locale(language).languages.get(code, code))
