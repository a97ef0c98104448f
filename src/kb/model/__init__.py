"""The one declaration of what a case, a tactic, a lesson and the vocabulary hold.

Everything else that speaks of fields (the JSON Schema for editors, the field reference, the checks of form) is
derived from these classes. Nothing outside this package imports pydantic.
"""

from kb.model.case import (
    Account,
    Actor,
    Case,
    Change,
    Conflict,
    Crisis,
    Event,
    Intensifier,
    LessonLink,
    Move,
    Organisation,
    Outcome,
    OutcomeEffect,
    Reply,
    Source,
)
from kb.model.description import FieldDescription, describe, record_types
from kb.model.reading import Problem, plain_values, read
from kb.model.references import Reference, references
from kb.model.schema import json_schema
from kb.model.taxonomy import CrisisType, Family, Lesson, Level, Tactic, Term, Vocabulary
from kb.model.terms import (
    ActorKind,
    Basis,
    Confidence,
    Effect,
    Language,
    Sensitivity,
    Side,
    Stance,
    Status,
    TacticSide,
    Visibility,
)
from kb.model.texts import Passage, passages
from kb.model.training import Decision, Discussion, Option, Question

__all__ = [
    "Account",
    "Actor",
    "ActorKind",
    "Basis",
    "Case",
    "Change",
    "Confidence",
    "Conflict",
    "Crisis",
    "CrisisType",
    "Decision",
    "Discussion",
    "Effect",
    "Event",
    "Family",
    "FieldDescription",
    "Intensifier",
    "Language",
    "Lesson",
    "LessonLink",
    "Level",
    "Move",
    "Option",
    "Organisation",
    "Outcome",
    "OutcomeEffect",
    "Passage",
    "Problem",
    "Question",
    "Reference",
    "Reply",
    "Sensitivity",
    "Side",
    "Source",
    "Stance",
    "Status",
    "Tactic",
    "TacticSide",
    "Term",
    "Visibility",
    "Vocabulary",
    "describe",
    "json_schema",
    "passages",
    "plain_values",
    "read",
    "record_types",
    "references",
]
