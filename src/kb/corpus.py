"""The whole casebook in memory: every record by id, the links back, and what is computed rather than typed."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from babel import Locale

from kb.dates import Elapsed, between
from kb.model import (
    Case,
    CrisisType,
    Effect,
    Event,
    Lesson,
    LessonLink,
    Move,
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
    tactics: tuple[str, ...]
    better_with: tuple[str, ...]
    score: float


_RANK = {Effect.WORKED: 3, Effect.MIXED: 2, Effect.NONE: 1, Effect.BACKFIRED: 0}


@dataclass(frozen=True)
class Corpus:
    """Cases, tactics and lessons by id, in the order of their ids, and the vocabulary."""

    cases: Mapping[str, Case]
    tactics: Mapping[str, Tactic]
    lessons: Mapping[str, Lesson]
    vocabulary: Vocabulary

    @cached_property
    def published(self) -> tuple[Case, ...]:
        """The cases that may be shown in lists, newest first."""
        gone = (Status.WITHDRAWN, Status.MERGED)
        shown = [case for case in self.cases.values() if case.status not in gone]
        return tuple(sorted(shown, key=lambda case: (case.timeline[0].at.start, case.id), reverse=True))

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
        events = case.timeline
        onset = next((event for event in events if event.level >= 1), events[0])
        since = events[events.index(onset) :]
        peak = max(since, key=lambda event: event.level)
        before = events[: events.index(onset)]
        answers = (e for e in (*since, *before) if any(self._answers(t) for t in self.responses_at(case, e)))
        answer = next(answers, None)
        lines = [used for event in events if (used := frozenset(self.responses_at(case, event)))]
        return Measures(
            onset=onset,
            peak=peak,
            first_response=answer,
            responded_first=answer is not None and answer in before,
            time_to_first_response=between(onset.at, answer.at) if answer else None,
            time_to_peak=between(onset.at, peak.at),
            duration=between(onset.at, case.outcome.ended) if case.outcome.ended else None,
            tactic_changes=sum(one != two for one, two in itertools.pairwise(lines)),
            independent_sources=len({source.origin_key for source in case.sources}),
        )

    def _best_effects(self, case: Case) -> dict[str, Effect]:
        best: dict[str, Effect] = {}
        for use in self.uses_in(case):
            if use.tactic in self.responses_at(case, use.event) and use.effect in _RANK:
                known = best.get(use.tactic)
                best[use.tactic] = use.effect if known is None else max(known, use.effect, key=_RANK.__getitem__)
        return best

    def similar(self, case: Case, most: int = 3) -> tuple[Similar, ...]:
        """The published cases most like ``case``: crisis type, response tactics (the rarer the more they tell),
        sector. Where the other used a shared tactic with a better effect, that is said."""
        own = self._best_effects(case)
        found = []
        for other in self.published:
            if other.id == case.id:
                continue
            theirs = self._best_effects(other)
            shared = tuple(tactic for tactic in own if tactic in theirs)
            better = tuple(tactic for tactic in shared if _RANK[theirs[tactic]] > _RANK[own[tactic]])
            same_type = other.crisis.type == case.crisis.type
            same_cluster = self.crisis_type(other).cluster == self.crisis_type(case).cluster
            same_sector = other.organisation.sector == case.organisation.sector
            rarity = sum(1 / len({use.case.id for use in self.uses(tactic)} or {""}) for tactic in shared)
            score = 2 * same_type + 0.5 * same_cluster + 0.5 * same_sector + 2 * rarity + 0.25 * len(better)
            if same_type or shared or same_sector:
                found.append(Similar(other, same_type, same_sector, shared, better, score))
        found.sort(key=lambda each: (-each.score, each.case.id))
        return tuple(found[:most])

    def is_whole(self, case: Case) -> bool:
        """Whether everything that ``case`` refers to exists."""
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
            "clusters": words.clusters.keys(),
            "crisis_types": words.crisis_types.keys(),
            "platforms": words.platforms.keys(),
            "sectors": words.sectors.keys(),
            "families": words.families.keys(),
            "countries": country_codes(),
            "languages": Locale("en").languages.keys(),
        }


def country_codes() -> list[str]:
    """ISO 3166 codes of countries, after the Unicode CLDR."""
    pseudo = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    codes = [str(code) for code in Locale("en").territories]
    return [code for code in codes if len(code) == 2 and code.isalpha() and code not in pseudo]


def country_name(code: str, language: str = "en") -> str:
    return str(Locale(language).territories.get(code, code))


def language_name(code: str, language: str = "en") -> str:
    return str(Locale(language).languages.get(code, code))
