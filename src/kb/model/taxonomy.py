"""Tactics, lessons and the vocabulary: what cases refer to."""

from __future__ import annotations

import typing
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from kb.model.terms import (
    ActorKind,
    Basis,
    Bilingual,
    BilingualList,
    Confidence,
    Effect,
    EffectKind,
    Id,
    IntensifierKind,
    Language,
    Line,
    Name,
    OrganisationKind,
    OriginKind,
    Read,
    Record,
    Ref,
    Sensitivity,
    Side,
    Size,
    SourceKind,
    Stance,
    Status,
    TacticSide,
    Text,
    TrainingLevel,
    Url,
    Visibility,
    Word,
)


class Origin(Record):
    """Where a tactic was first described."""

    author: Name
    """Author or authors, as cited."""
    year: StrictInt
    """Year of publication."""
    work: Name
    """The work."""
    url: Url | None = None
    """Its address."""


class Confusable(Record):
    """A sibling, and the line that tells the two apart."""

    tactic: Annotated[str, Ref("tactics")]
    """The sibling."""
    difference: Text
    """What tells them apart."""


class Tactic(Record):
    """A way to press or to respond."""

    id: Id
    """Permanent name; equals the file name."""
    side: TacticSide
    """Whether it presses on an organisation or answers for it."""
    family: Annotated[str, Ref("families")]
    """Its group, from the vocabulary."""
    name: Bilingual
    """Name in both languages."""
    aliases: BilingualList = BilingualList()
    """Other words for it; a search for one finds the tactic."""
    definition: Text
    """What it is, in own words."""
    origins: Annotated[tuple[Origin, ...], Field(min_length=1)]
    """Who described it."""
    recognise: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Observable signs, so that two people see the same tactic."""
    confused_with: tuple[Confusable, ...] = ()
    """Siblings it is mistaken for."""


class LessonOrigin(Record):
    """Where a lesson comes from."""

    kind: OriginKind
    """An article, a study or a case."""
    what: Line
    """Which one."""
    url: Url | None = None
    """Its address."""


class Lesson(Record):
    """Something to do, kept honest by the cases for and against it."""

    id: Id
    """Permanent name; equals the file name."""
    title: Line
    """An imperative."""
    why: Text
    """The reason, in forty words at most."""
    do: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Steps."""
    wording: tuple[Text, ...] = ()
    """Sentences to adapt."""
    not_when: tuple[Text, ...] = ()
    """When it does not apply."""
    origin: LessonOrigin
    """Where it comes from."""
    tactics: tuple[Annotated[str, Ref("tactics")], ...] = ()
    """Tactics it speaks of."""


class Term(Record):
    """A word of the vocabulary."""

    name: Bilingual
    """Its name in both languages."""
    definition: Text | None = None
    """What it means."""
    aliases: BilingualList = BilingualList()
    """Other words for it; a search for one finds it."""


class CrisisType(Term):
    """A crisis type of SCCT."""

    cluster: Annotated[str, Ref("clusters")]
    """Its cluster: how much responsibility people ascribe."""


class Family(Term):
    """A group of tactics."""

    side: TacticSide
    """Which side uses it."""
    answers: StrictBool = True
    """Whether using it counts as a response when the time to the first response is measured."""


class Level(Term):
    """A step of the escalation scale."""

    level: StrictInt
    """Its number."""
    test: Line
    """The observable test."""


class Vocabulary(Record):
    """The words that fields may take, with their names in both languages."""

    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    """The escalation scale, from 0 up."""
    clusters: dict[Id, Term]
    """SCCT clusters."""
    crisis_types: dict[Id, CrisisType]
    """SCCT crisis types."""
    platforms: dict[Id, Term]
    """Where a crisis burns."""
    sectors: dict[Id, Term]
    """What an organisation does."""
    families: dict[Id, Family]
    """Groups of tactics."""
    statuses: dict[Status, Term]
    visibilities: dict[Visibility, Term]
    case_languages: dict[Language, Term]
    organisation_kinds: dict[OrganisationKind, Term]
    sizes: dict[Size, Term]
    sides: dict[Side, Term]
    actor_kinds: dict[ActorKind, Term]
    confidences: dict[Confidence, Term]
    effects: dict[Effect, Term]
    effect_kinds: dict[EffectKind, Term]
    intensifier_kinds: dict[IntensifierKind, Term]
    sensitivities: dict[Sensitivity, Term]
    stances: dict[Stance, Term]
    bases: dict[Basis, Term]
    source_kinds: dict[SourceKind, Term]
    reads: dict[Read, Term]
    training_levels: dict[TrainingLevel, Term]
    tactic_sides: dict[TacticSide, Term]
    origin_kinds: dict[OriginKind, Term]
    synonyms: tuple[tuple[Word, ...], ...] = ()
    """Groups of words that a search treats alike."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name, field in type(self).model_fields.items():
            key = (typing.get_args(field.annotation) or (None,))[0]
            if isinstance(key, type) and issubclass(key, StrEnum):
                missing = [member.value for member in key if member not in getattr(self, name)]
                if missing:
                    raise PydanticCustomError(
                        "incomplete", "`{name}` lacks {missing}", {"name": name, "missing": ", ".join(missing)}
                    )
        for position, level in enumerate(self.levels):
            if level.level != position:
                raise PydanticCustomError("level_gap", "levels are numbered from 0 without a gap", {"name": "levels"})
        return self

    @property
    def highest_level(self) -> int:
        return len(self.levels) - 1
