"""Training: the points of a case at which a trainee decides, the questions for a class, and learning paths."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from kb.model.terms import Basis, CaseId, EventRef, Id, Line, Record, Ref, SourceRefs, TacticRef, Text, TrainingLevel


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


KINDS = ("case", "play", "discuss", "lesson", "tactic")
"""What a step of a path may be."""


def _one_kind(schema: dict[str, Any]) -> None:
    schema["oneOf"] = [{"required": [kind], "properties": {kind: {"type": "string"}}} for kind in KINDS]


class Step(Record):
    """A step of a path: one case to read, play or discuss, or one lesson or tactic."""

    model_config = ConfigDict(json_schema_extra=_one_kind)

    case: Annotated[CaseId, Ref("cases")] | None = None
    """A case to read."""
    play: Annotated[CaseId, Ref("plays")] | None = None
    """A case to play: it has decisions."""
    discuss: Annotated[CaseId, Ref("packs")] | None = None
    """A case to go through in a class, with its class pack."""
    lesson: Annotated[Id, Ref("lessons")] | None = None
    """A lesson."""
    tactic: TacticRef | None = None
    """A tactic."""
    minutes: Annotated[StrictInt, Field(ge=1, le=240)]
    """How long it takes."""
    note: Text | None = None
    """What to do there, and what to look for."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise PydanticCustomError("one_kind", "a step is one of {kinds}", {"kinds": ", ".join(KINDS)})
        return self

    @property
    def kind(self) -> str:
        """Which of the kinds it is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def what(self) -> str:
        """The id of the case, lesson or tactic."""
        return str(getattr(self, self.kind))


class Path(Record):
    """A way through the casebook that needs no other material: cases, plays and lessons in order."""

    id: Id
    """Permanent name; equals the file name."""
    title: Line
    """Title, as on a programme."""
    objectives: Annotated[tuple[Line, ...], Field(min_length=1)]
    """What one can do afterwards."""
    level: TrainingLevel
    """For whom."""
    minutes: Annotated[StrictInt, Field(ge=5, le=960)]
    """How long it takes: the sum of its steps."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What to do, in order."""
