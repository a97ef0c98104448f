"""A case in training: the points at which a trainee decides, the questions for a class."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from kb.model.terms import Basis, EventRef, Id, Line, Record, SourceRefs, TacticRef, Text, TrainingLevel


class Option(Record):
    """One of the things that could be done."""

    tactic: TacticRef
    """The tactic that it is."""
    label: Line
    """What the trainee reads on the button."""
    taken: StrictBool = False
    """Whether the organisation did this."""
    consequence: Text
    """What followed, or may well have followed."""
    basis: Basis
    """Whether the consequence is documented by sources or plausible."""
    sources: SourceRefs = ()
    """The sources of a documented consequence."""


class Decision(Record):
    """A point at which the trainee decides with what was known then."""

    id: Id
    """Short permanent name."""
    until: EventRef
    """The last event that the trainee knows of."""
    role: Line
    """Who the trainee is."""
    known: tuple[Line, ...]
    """What is known."""
    unknown: tuple[Line, ...] = ()
    """What is not."""
    question: Line
    """What is to be decided."""
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    """The choices: each something a sane professional would argue for."""
    debrief: Text
    """What to make of it afterwards."""


class Question(Record):
    """A question for a class."""

    question: Text
    """The question."""
    note: Text
    """What the facilitator should know."""


class Discussion(Record):
    """The case in a classroom."""

    objectives: tuple[Line, ...]
    """What the class will be able to do."""
    level: TrainingLevel
    """For whom."""
    minutes: Annotated[StrictInt, Field(ge=5, le=480)]
    """How long it takes."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    """The questions, in order."""
