"""The kinds of value that fields are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from kb import dates
from kb.dates import Moment
from kb.model import sentences


class Record(BaseModel):
    """A mapping with a fixed set of fields, frozen once read."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, arbitrary_types_allowed=True, defer_build=True
    )


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a text as the id of something in ``target``: a taxonomy (``tactics``), a list of the vocabulary
    (``platforms``) or a list of the same case (``actors``)."""

    target: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks a text that is written in a language, so that a translation has one for it: must have, unless it is a
    ``name``, which is left as it is where it is the same in both languages."""

    name: bool = False


_LINE = StringConstraints(strip_whitespace=True, min_length=1, max_length=300)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), Prose()]
Line = Annotated[str, _LINE, Prose()]
Name = Annotated[str, _LINE, Prose(name=True)]
Word = Annotated[str, _LINE]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
CaseId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000),
    AfterValidator(lambda url: _with_host(url)),
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), Ref("countries")]
LevelNumber = Annotated[StrictInt, Field(ge=0)]
TacticRef = Annotated[str, Ref("tactics")]
PlatformRef = Annotated[str, Ref("platforms")]
ActorRef = Annotated[str, Ref("actors")]
EventRef = Annotated[str, Ref("events")]
SourceRefs = tuple[Annotated[str, Ref("sources")], ...]


def _with_host(url: str) -> str:
    try:
        parts = urlsplit(url)
        known = "." in (parts.hostname or "").strip(".") and (parts.port or 1) and parts.username is None
    except ValueError:
        known = False
    if not known:
        raise PydanticCustomError("string_pattern_mismatch", "no host")
    return url


def _moment(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        value = f"{value:04}"  # an unquoted year
    if not isinstance(value, str):
        raise PydanticCustomError("date_type", "not a date")
    try:
        return dates.parse(value.strip())
    except dates.NoSuchDateError as error:
        raise PydanticCustomError("no_such_date", "{reason}", {"reason": str(error)}) from None
    except dates.DateFormatError as error:
        raise PydanticCustomError("date_format", "{reason}", {"reason": str(error)}) from None


def _day(value: Any) -> Any:
    moment = _moment(value)
    if moment.text != moment.start.date().isoformat():
        raise PydanticCustomError("day_format", "{reason}", {"reason": sentences.NOT_A_DAY.message.format(text=value)})
    return moment.start.date()


EdtfDate = Annotated[
    Moment,
    BeforeValidator(_moment),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": r"^\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?)?)?[~?%]?"
            r"(/\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?)?)?[~?%]?)?$",
            "examples": ["2012", "2012-01", "2012-01-04", "2012-01-04T13+01:00", "2012-01-04T11:48+01:00", "2012-01~"],
        }
    ),
]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2012-01-04"]})
]


class Bilingual(Record):
    """A short text in both languages of the casebook."""

    en: Word
    """In English."""
    fr: Word
    """In French."""

    def get(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


class BilingualList(Record):
    """Words in both languages."""

    en: tuple[Word, ...] = ()
    """In English."""
    fr: tuple[Word, ...] = ()
    """In French."""

    def all(self) -> tuple[str, ...]:
        return self.en + self.fr


class Language(StrEnum):
    ENGLISH = "en"
    FRENCH = "fr"


class Status(StrEnum):
    DRAFT = "draft"
    REVIEWED = "reviewed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Visibility(StrEnum):
    PUBLIC = "public"
    NOINDEX = "noindex"


class OrganisationKind(StrEnum):
    BRAND = "brand"
    SMALL_BUSINESS = "small-business"
    PUBLIC_BODY = "public-body"
    NON_PROFIT = "non-profit"
    OFFICE_HOLDER = "office-holder"
    PUBLIC_FIGURE = "public-figure"
    COMMUNITY_PROJECT = "community-project"


class Size(StrEnum):
    """Of an organisation, by its staff at the time (the European Commission's classes)."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Side(StrEnum):
    ORGANISATION = "organisation"
    CHALLENGER = "challenger"
    AMPLIFIER = "amplifier"
    ARBITER = "arbiter"


class ActorKind(StrEnum):
    BRAND = "brand"
    AGENCY = "agency"
    PUBLIC_BODY = "public-body"
    REGULATOR = "regulator"
    COURT = "court"
    PARLIAMENT = "parliament"
    NGO = "ngo"
    ACTIVIST_GROUP = "activist-group"
    MEDIA = "media"
    PLATFORM = "platform"
    COMPETITOR = "competitor"
    COMMUNITY = "community"
    TRADE_UNION = "trade-union"
    EXECUTIVE = "executive"
    OFFICE_HOLDER = "office-holder"
    PUBLIC_FIGURE = "public-figure"
    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    JOURNALIST = "journalist"
    BLOGGER = "blogger"
    PRIVATE_PERSON = "private-person"
    SUPPORTER = "supporter"

    @property
    def private(self) -> bool:
        """Whether people of this kind appear by role and never by name."""
        return self in _PRIVATE


_PRIVATE = frozenset(
    {
        ActorKind.CUSTOMER,
        ActorKind.EMPLOYEE,
        ActorKind.JOURNALIST,
        ActorKind.BLOGGER,
        ActorKind.PRIVATE_PERSON,
        ActorKind.SUPPORTER,
    }
)


class Confidence(StrEnum):
    DOCUMENTED = "documented"
    REPORTED = "reported"
    INFERRED = "inferred"


class Effect(StrEnum):
    WORKED = "worked"
    MIXED = "mixed"
    BACKFIRED = "backfired"
    NONE = "none"
    UNKNOWN = "unknown"


class EffectKind(StrEnum):
    REPUTATIONAL = "reputational"
    COMMERCIAL = "commercial"
    LEGAL = "legal"
    HUMAN = "human"
    OPERATIONAL = "operational"
    POLICY = "policy"


class IntensifierKind(StrEnum):
    CRISIS_HISTORY = "crisis-history"
    PRIOR_REPUTATION = "prior-reputation"


class Sensitivity(StrEnum):
    DEATHS = "deaths"
    INJURIES = "injuries"
    CHILDREN = "children"
    PROCEEDINGS = "proceedings"

    @property
    def forbids_play(self) -> bool:
        """Whether a case marked with it may not be made a game of."""
        return self is not Sensitivity.INJURIES


class Stance(StrEnum):
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


class Basis(StrEnum):
    DOCUMENTED = "documented"
    PLAUSIBLE = "plausible"


class SourceKind(StrEnum):
    PRIMARY = "primary"
    PRESS = "press"
    TRADE = "trade"
    BLOG = "blog"
    COURT = "court"
    ACADEMIC = "academic"
    REFERENCE = "reference"


class Read(StrEnum):
    WHOLE = "whole"
    PART = "part"


class TrainingLevel(StrEnum):
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class TacticSide(StrEnum):
    PRESSURE = "pressure"
    RESPONSE = "response"


class OriginKind(StrEnum):
    ARTICLE = "article"
    STUDY = "study"
    CASE = "case"
