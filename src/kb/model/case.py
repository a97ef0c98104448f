"""A case: one incident, step by step, with its sources.

The string under a field is its description: editors show it on hover, the field reference prints it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kb.model.sentences import NAMED, NAMELESS
from kb.model.terms import (
    ActorKind,
    ActorRef,
    BilingualList,
    CaseId,
    Confidence,
    Country,
    Day,
    EdtfDate,
    Effect,
    EffectKind,
    EventRef,
    Id,
    IntensifierKind,
    Language,
    LevelNumber,
    Line,
    Name,
    OrganisationKind,
    PlatformRef,
    Read,
    Record,
    Ref,
    Sensitivity,
    Side,
    Size,
    SourceKind,
    SourceRefs,
    Stance,
    Status,
    TacticRef,
    Text,
    Url,
    Visibility,
    Word,
)
from kb.model.training import Decision, Discussion


class Organisation(Record):
    """Whose reputation is at stake."""

    name: Name
    """Name of the organisation or public figure; a role where naming it would name a private person."""
    sector: Annotated[str, Ref("sectors")]
    """What it does, from the vocabulary."""
    country: Country
    """Where it answers from: ISO 3166 code of two letters, such as FR."""
    kind: OrganisationKind
    """What it is."""
    size: Size | None = None
    """Its size at the time, where a source tells."""


class Intensifier(Record):
    """What made the crisis weigh more: earlier crises or a poor reputation (Coombs 2007)."""

    kind: IntensifierKind
    """Which of the two."""
    what: Text
    """The fact, in own words."""
    sources: SourceRefs = ()
    """Who says so."""


class Crisis(Record):
    """What kind of crisis it was and where it burned."""

    type: Annotated[str, Ref("crisis_types")]
    """Crisis type after SCCT (Coombs 2007), from the vocabulary."""
    type_reason: Text
    """Why this type and not its neighbour, in a sentence."""
    trigger: Text
    """What set it off."""
    platforms: Annotated[tuple[PlatformRef, ...], Field(min_length=1)]
    """Where it burned, the most important first."""
    intensifiers: tuple[Intensifier, ...] = ()
    """What made it weigh more, where a source says so."""
    sensitivities: tuple[Sensitivity, ...] = ()
    """What asks for a plain tone; deaths, children and open proceedings also forbid decisions to play."""


def _private_kinds_have_no_name(schema: dict[str, Any]) -> None:
    private = [kind.value for kind in ActorKind if kind.private]
    schema["if"] = {"properties": {"kind": {"enum": private}}, "required": ["kind"]}
    schema["then"] = {"properties": {"name": False}, "required": ["role"]}


class Actor(Record):
    """Somebody who acts in the timeline. A private person has a role and no name."""

    model_config = ConfigDict(json_schema_extra=_private_kinds_have_no_name)

    id: Id
    """Short name for use in this file."""
    name: Name | None = None
    """Public name: organisations, office holders, executives acting as such, public figures. Never a private person."""
    role: Line | None = None
    """Part played; the only designation of a private person."""
    kind: ActorKind
    """What sort of actor; customers, employees, journalists, bloggers and other private people have no name."""
    side: Side
    """On whose side it acts here."""

    @model_validator(mode="after")
    def _named_as_allowed(self) -> Self:
        if self.kind.private and self.name is not None:
            raise PydanticCustomError("private_name", NAMED.message, {"kind": self.kind.value})
        if self.name is None and self.role is None:
            raise PydanticCustomError("nameless", NAMELESS.message)
        return self

    @property
    def label(self) -> str:
        return self.name or self.role or self.id


class Account(Record):
    """What one source says of a disputed point."""

    source: Annotated[str, Ref("sources")]
    """The source."""
    says: Line
    """What it says, in own words."""


class Conflict(Record):
    """A point on which sources disagree; all accounts are kept."""

    about: Line
    """The disputed point."""
    accounts: Annotated[tuple[Account, ...], Field(min_length=2)]
    """What each source says."""


class Event(Record):
    """One step of the incident."""

    id: Id
    """Short permanent name: it is the address of this moment."""
    at: EdtfDate
    """When, as precisely as a source tells and no more: 2012, 2012-01, 2012-01-04, 2012-01-04T13+01:00,
    2012-01-04T11:48+01:00; `~` after it for approximate, `?` for uncertain."""
    actor: ActorRef
    """Who acts."""
    platform: PlatformRef | None = None
    """Where."""
    what: Text
    """What happened, in own words, as it looked then."""
    level: LevelNumber
    """Escalation level: the highest arena reached so far. It never falls."""
    tactics: tuple[TacticRef, ...] = ()
    """The tactics used in this step, by whoever acts."""
    sources: SourceRefs = ()
    """Which sources carry it: at least one."""
    confidence: Confidence
    """How sure: a source saw it (documented), heard of it (reported), or it is concluded here (inferred)."""
    conflicts: tuple[Conflict, ...] = ()
    """Where sources disagree."""


class Move(Record):
    """A tactic at work: at which event, and how it went for the side that used it."""

    event: EventRef
    """The event that names the tactic."""
    tactic: TacticRef
    """The tactic."""
    effect: Effect
    """How it went, as far as the sources carry."""
    because: Text
    """What allows one to say so."""


class OutcomeEffect(Record):
    """One consequence, with its figure and the limits of what it proves."""

    kind: EffectKind
    """In what respect."""
    what: Text
    """The consequence, in own words."""
    figure: Line | None = None
    """Its figure, as the source gives it."""
    causality: Text
    """What may be concluded: "followed" is not "caused"."""
    sources: SourceRefs = ()
    """Who says so: at least one."""


class Outcome(Record):
    """How it ended."""

    resolution: Text
    """How it ended, in a sentence or two."""
    ended: EdtfDate | None = None
    """When, where a source allows one to say."""
    effects: tuple[OutcomeEffect, ...]
    """Consequences; an empty list says "not documented"."""


class LessonLink(Record):
    """What the case has to say about a lesson."""

    lesson: Annotated[str, Ref("lessons")]
    """The lesson."""
    stance: Stance
    """Whether the case supports or contradicts it."""
    event: EventRef
    """The moment that shows it."""
    why: Text
    """How it shows it, in a sentence."""


class Source(Record):
    """A page that was read."""

    id: Id
    """Short name for use in this file."""
    url: Url
    """Its address."""
    title: Name
    """Its title."""
    publisher: Name
    """Who published it."""
    author: Line | None = None
    """Its author's role, never a private name."""
    published: EdtfDate | None = None
    """When it was published, where it says so."""
    accessed: Day
    """The day it was read."""
    archived: Url | None = None
    """Address of an archived copy."""
    language: Annotated[str, Ref("languages")]
    """Its language: ISO 639 code, such as fr."""
    kind: SourceKind
    """What sort of source."""
    origin: Word | None = None
    """Where its information comes from, if it repeats another: the id of that source, or the name of one that is not
    listed. Sources of one origin count as one."""
    read: Read = Read.WHOLE
    """Whether the whole page could be read or only a part."""

    @property
    def origin_key(self) -> str:
        return self.origin or self.id


class Reply(Record):
    """An answer by somebody named in the case (right of reply)."""

    who: Annotated[Name, Field(examples=["Example & Co., by its spokesperson"])]
    """Who answers."""
    on: Annotated[Day, Field(examples=["2026-02-14"])]
    """When."""
    text: Annotated[Text | None, Field(examples=["We had answered two days before, on our website."])] = None
    """The answer, in full."""
    url: Annotated[Url | None, Field(examples=["https://www.example.org/answer"])] = None
    """Where it stands, if elsewhere."""
    changed: Annotated[Text | None, Field(examples=["The answer of 12 February was added as an event."])] = None
    """What was changed in the case because of it."""


class Change(Record):
    """An entry in the history of the file."""

    on: Day
    """When."""
    what: Line
    """What changed, in a line."""


class Case(Record):
    """One incident: who, what, when, how it escalated, what was done and what came of it."""

    model_config = ConfigDict(ignored_types=(cached_property,))

    id: CaseId
    """Permanent name and address, `year-slug`; equals the file name."""
    title: Line
    """Title, as a reader would tell a colleague."""
    language: Language
    """Language of this file's text."""
    status: Status
    """State of the file."""
    status_reason: Annotated[Text | None, Field(examples=["Told under another name; the two were merged."])] = None
    """Why it is disputed, withdrawn or merged."""
    merged_into: Annotated[CaseId, Ref("cases")] | None = Field(default=None, examples=["2012-la-redoute-bather"])
    """The case that survives a merger."""
    reviewed_on: Day | None = None
    """When a second reader last held it against its sources."""
    keywords: BilingualList = BilingualList()
    """Other words by which people would look for this case, in both languages: jargon, what it is about, nicknames."""
    situations: BilingualList = BilingualList()
    """Situations, in everyday words, in which somebody would want to find this case: searched, not shown."""
    visibility: Visibility = Visibility.PUBLIC
    """`noindex` keeps the page out of search engines."""
    contributors: tuple[Word, ...] = ()
    """Who wrote it, as they wish to be called."""
    headline: Line
    """The outcome in one sentence."""
    summary: Text
    """The story in two sentences."""
    organisation: Organisation
    """Whose reputation is at stake."""
    crisis: Crisis
    """What kind of crisis it was."""
    actors: Annotated[tuple[Actor, ...], Field(min_length=1)]
    """Who acts in the timeline."""
    timeline: Annotated[tuple[Event, ...], Field(min_length=3)]
    """What happened, in order."""
    moves: tuple[Move, ...] = ()
    """Each tactic used, with how it went."""
    outcome: Outcome
    """How it ended."""
    lessons: Annotated[tuple[LessonLink, ...], Field(min_length=1)]
    """What it teaches."""
    decisions: tuple[Decision, ...] = ()
    """Points at which a trainee decides."""
    discussion: Discussion | None = None
    """Questions for a class."""
    unknowns: tuple[Text, ...] = ()
    """What nobody has established."""
    single_source: Text | None = None
    """Why fewer than two independent sources must do."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """The pages that were read."""
    replies: tuple[Reply, ...] = ()
    """Answers by those named."""
    changes: tuple[Change, ...] = ()
    """History of the file."""

    @cached_property
    def events_by_id(self) -> Mapping[str, Event]:
        return {event.id: event for event in self.timeline}

    @cached_property
    def actors_by_id(self) -> Mapping[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def sources_by_id(self) -> Mapping[str, Source]:
        return {source.id: source for source in self.sources}

    @property
    def is_public(self) -> bool:
        """Whether other pages than its own may tell its story."""
        return self.visibility is Visibility.PUBLIC

    @property
    def last_changed(self) -> date | None:
        """The day of the last entry in its history."""
        return max((change.on for change in self.changes), default=None)

    @property
    def can_be_played(self) -> bool:
        """Whether a trainee may decide in it: it has decisions and nothing that forbids a game."""
        return bool(self.decisions) and not self.forbids_play

    @property
    def forbids_play(self) -> bool:
        """Whether it touches on something that no game is made of."""
        return any(each.forbids_play for each in self.crisis.sensitivities)

    @property
    def has_pack(self) -> bool:
        """Whether it can be taught in a class: it has questions, or decisions."""
        return self.discussion is not None or self.can_be_played

    @property
    def year(self) -> int:
        return int(self.id[:4])
