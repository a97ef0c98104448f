"""What is said of a file whose form is wrong, with places for names and values: once for `kb validate`, and for whoever
checks a case before it is a file."""

from __future__ import annotations

from typing import NamedTuple

from kb import dates


class Sentence(NamedTuple):
    """What a rule says of a breach, with places such as ``{name}``, and what to do next ("" where that depends on more
    than the field)."""

    code: str
    message: str
    help: str = ""


DATE_HELP = (
    "write 2012, 2012-01, 2012-01-04, 2012-01-04T13+01:00 or 2012-01-04T11:48+01:00, "
    "with `~` behind it for approximate, `?` for uncertain"
)

NAMELESS = Sentence("KB011", "an actor needs a name or a role", "give `name`, or `role` for a private person")
OF_ANOTHER_KIND = Sentence("KB012", "{name} is {found}, it should be {expected}")
FOUND_EMPTY = "empty"
ENTRY = "an entry of {name}"
CHOSEN_EMPTY = Sentence("KB012", "{name} is empty")
NOT_ALLOWED = Sentence("KB013", "{value} is not allowed for {name}")
EMPTY = Sentence("KB014", "{name} is empty", "fill it, or leave the field out if it may be")
FEW = Sentence("KB014", "{name} has {count} of at least {least} entries")
LONG = Sentence("KB014", "{name} has {count} characters, {most} are allowed")
NOT_WELL_FORMED = Sentence("KB015", "{value} is not well formed")
NOT_A_DATE = Sentence("KB016", dates.NOT_A_DATE, DATE_HELP)
NO_ZONE = Sentence("KB016", dates.NO_ZONE, DATE_HELP)
NOT_A_DAY = Sentence("KB016", "`{text}` is not a day", "write year-month-day, such as 2012-01-04")
NO_SUCH_DATE = Sentence("KB201", dates.NO_SUCH_DATE, "check the day against a calendar")
ENDS_FIRST = Sentence("KB201", dates.ENDS_FIRST, NO_SUCH_DATE.help)
NAMED = Sentence("KB401", "a {kind} has a role and no name", "move it to `role`, without the name")
