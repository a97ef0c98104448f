"""The one declaration of what a case, a tactic, a lesson, a learning path and the vocabulary hold.

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
from kb.model.fields import Field, fields, preamble
from kb.model.reading import Problem, plain_values, read
from kb.model.references import Reference, references
from kb.model.schema import json_schema, schema_file
from kb.model.sentences import Sentence
from kb.model.taxonomy import CrisisType, Family, Lesson, Level, Tactic, Term, Vocabulary
from kb.model.terms import (
    ActorKind,
    Basis,
    Confidence,
    Effect,
    Language,
    Record,
    Sensitivity,
    Side,
    Stance,
    Status,
    TacticSide,
    Visibility,
)
from kb.model.texts import Passage, passages
from kb.model.training import Decision, Discussion, Option, Path, Question, Step
from kb.model.translation import HEAD, Gap, Overlaid, Translation, digests, overlay, texts, translation_schema

__all__ = [
    "HEAD",
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
    "Field",
    "FieldDescription",
    "Gap",
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
    "Overlaid",
    "Passage",
    "Path",
    "Problem",
    "Question",
    "Record",
    "Reference",
    "Reply",
    "Sensitivity",
    "Sentence",
    "Side",
    "Source",
    "Stance",
    "Status",
    "Step",
    "Tactic",
    "TacticSide",
    "Term",
    "Translation",
    "Visibility",
    "Vocabulary",
    "describe",
    "digests",
    "fields",
    "json_schema",
    "overlay",
    "passages",
    "plain_values",
    "preamble",
    "read",
    "record_types",
    "references",
    "schema_file",
    "texts",
    "translation_schema",
]
