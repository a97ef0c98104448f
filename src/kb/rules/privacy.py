"""KB403 to KB407: texts that lead to a private person. Names, search words and translations are texts too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from string import digits

from kb.diagnostics import Severity, quote
from kb.folding import fold
from kb.model import Case, Passage, Record
from kb.rules.registry import Breach, Scene, rule

# Written out, or with the sign spelt so that machines shall not find it.
EMAIL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w.+-]+\s?[\[(]\s?(?:at|arobase|chez)\s?[\])]\s?[\w-]+(?:\s?[\[(]\s?(?:dot|point)\s?[\])]\s?|\.)\w+",
    re.IGNORECASE,
)
# Eight digits or more that stand together: only then is the library asked.
DIGITS = re.compile(r"\+?\(?\d(?:[\s ().-]{0,2}\d){7,}")
# A count, bare or in thousands.
COUNT = re.compile(r"[1-9]\d{0,2}(?:[\s.]\d{3})+|[1-9]\d*")
# The number that service lines have in France, which the library groups in another way.
SERVICE_LINE = re.compile(r"\b0\s?8\d\d\s\d{3}\s\d{3}\b")
# A French house number may stand before a comma; a year does too, and before a square it is no house.
STREET = re.compile(
    r"\b(?!(?:19|20)\d\d\b)\d{1,4}(?:\s?(?:bis|ter|quater|[A-Za-d]))?,?\s+"
    r"(?i:rue|avenue|av\.|boulevard|bd\.?|impasse|allées?|chemin|place|quai|route|cours|square|passage|faubourg|sentier"
    r"|résidence|lotissement|esplanade)\s+"
    r"(?:(?:(?:de|du|des|la|le|les)\s+|d[’']|l[’'])*[A-ZÀ-Ý][\w-]*|du\s+\d{1,2}[\s-]\w+)"
    r"|(?<!\b[IiEe]n )\b\d{1,4}(?:\s?[A-Za-d])?,?\s+"
    r"(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|St\.|Road|Rd\.|Avenue|Ave\.|Lane|Drive|Boulevard|Blvd\.|Terrace|Crescent|Way)\b"
)
HANDLE = re.compile(r"(?<![\w@./])@(\w{2,30})")
_CAPITAL = r"[A-ZÀ-Ý][a-zà-ÿ’']+(?:-[A-ZÀ-Ý]?[a-zà-ÿ]+)*"
_NAME = rf"{_CAPITAL}(?:\s+(?:(?:de|van|von|di|da|le|la)\s+|d[’'])?(?:{_CAPITAL}|[A-Z]\.))+"
# A role says a name where the name opens it, stands in apposition, or follows a common noun directly. After a
# preposition or an article it is the name of a place or a house.
NAMED = re.compile(
    rf"(?:^|,\s+|\b(?:named|called|(?:dé|pré)?nommée?|appelée?|alias)\s+|\bdu nom d(?:e\s+|[’']))(?P<opening>{_NAME})"
    rf"|\b(?P<noun>[a-zà-ÿ]+)\s+(?P<following>{_NAME})"
    rf"|\b(?:Mr|Mrs|Ms|M\.|Mme|Mlle|Monsieur|Madame)\.?\s+(?P<titled>{_CAPITAL})"
)
BEFORE_A_PLACE = frozenset(
    """
    a an the of in at on from to by for with near and or after via quoting copying citing
    rival chain brand firm group network forum blog site paper daily newspaper magazine programme show
    un une le la les de du des en à au aux chez sur par pour et ou dans avec contre depuis après citant selon
    marque enseigne chaîne société entreprise maison groupe réseau collectif association équipe agence plateforme
    journal quotidien hebdomadaire mensuel revue émission radio page compte
    """.split()  # noqa: SIM905  # a list would take a line for each word
)


def _found(scene: Scene, pattern: re.Pattern[str], signs: str) -> Iterator[tuple[Passage, re.Match[str]]]:
    """The matches in every text that has one of ``signs``, without which there is none."""
    for passage in scene.passages:
        if any(sign in passage.text for sign in signs):
            for match in pattern.finditer(passage.text):
                yield passage, match


@rule("KB403", Record)
def no_email_address(record: Record, scene: Scene) -> Iterator[Breach]:
    """No text holds an e-mail address, nor does its translation.

    It leads to a person, and robots collect it.

    Wrong:
        trigger: A customer wrote to anna@lumen.example that her lampshade had burnt.
    Right:
        trigger: A customer posted the picture of a burnt lampshade.
    """
    for passage, match in _found(scene, EMAIL, "@(["):
        yield Breach(passage, f"an e-mail address: {quote(match[0])}", "say who was written to", words=match[0])


@rule("KB404", Record)
def no_telephone_number(record: Record, scene: Scene) -> Iterator[Breach]:
    """No text holds a telephone number, whosever it is, nor does its translation.

    Numbers change hands: who has it tomorrow is called for what another did.

    Wrong:
        what: Lumen apologises and asks buyers to call +44 20 7946 0018.
    Right:
        what: Lumen apologises and says that the lamp will be taken back.
    """
    country = record.organisation.country if isinstance(record, Case) else "FR"
    for passage, match in _found(scene, DIGITS, digits):
        for number in _telephone_numbers(match[0], country):
            yield Breach(passage, f"a telephone number: {quote(number)}", "say that a number was given", words=number)


def _telephone_numbers(text: str, country: str) -> Iterator[str]:
    """The numbers in ``text`` as written in ``country``, in France or the United States, or internationally. Only
    with their usual grouping, so that a count in thousands is none."""
    import phonenumbers

    text = " ".join(text.split())  # the library does not know every space
    for region in dict.fromkeys((country, "FR", "US")):
        matcher = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.EXACT_GROUPING)
        found = [match.raw_string for match in matcher if not COUNT.fullmatch(match.raw_string)]
        if found:
            yield from found
            return
    yield from SERVICE_LINE.findall(text)


@rule("KB405", Record, severity=Severity.WARNING)
def no_street_address(record: Record, scene: Scene) -> Iterator[Breach]:
    """No text holds a street with a house number, nor does its translation.

    A town is enough to understand an incident; a house is somebody's home.

    Wrong:
        what: A customer at 12 Cedar Street posts a picture of a burnt lampshade.
    Right:
        what: A customer posts a picture of a burnt lampshade.
    """
    for passage, match in _found(scene, STREET, digits):
        yield Breach(passage, f"a street address: {quote(match[0])}", "name the town alone", words=match[0])


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


@rule("KB406", Case, severity=Severity.WARNING)
def no_handle_of_a_private_person(case: Case, scene: Scene) -> Iterator[Breach]:
    """A handle (`@name`) is one of an organisation or person that the case names; anybody else has a role.

    A handle finds a person as surely as a name does, long after the incident.

    Wrong:
        what: "@annalamp posts a picture of a burnt lampshade."
    Right:
        what: A customer posts a picture of a burnt lampshade.
    """
    public = [passage.text for passage in scene.texts("organisation.name", "actors.name", "sources.publisher")]
    words = {_letters(word) for name in public for word in re.split(r"[\s,]+", name)}
    known = {word for word in words if len(word) >= 3} | {_letters(name) for name in public}
    for passage, match in _found(scene, HANDLE, "@"):
        if not any(word in _letters(match[1]) for word in known if word):
            yield Breach(
                passage,
                f"the handle {quote(match[0])} is of nobody whom the case names",
                "write the role instead, or list the organisation among the actors",
                words=match[0],
            )


@rule("KB407", Case, severity=Severity.WARNING)
def no_name_in_a_role(case: Case, scene: Scene) -> Iterator[Breach]:
    """The role of a private person holds no name: neither of an actor nor of a source's author.

    An actor who is a private person has a role so that nobody finds the person by this casebook.

    Wrong:
        role: a customer, Anna Lamp
    Right:
        role: a customer
    """
    public = scene.texts("organisation.name", "actors.name", "sources.publisher", "sources.title")
    known = fold(" \n ".join(passage.text for passage in public))
    private = {("actors", place, "role") for place, actor in enumerate(case.actors) if actor.kind.private}
    for passage in scene.texts("actors.role", "sources.author"):
        if passage.field == "actors.role" and passage.path not in private:
            continue
        name = _name_in(passage.text, lambda name: fold(name) in known)
        if name:
            yield Breach(passage, f"{quote(name)} looks like a name", "say what the person did, without it", words=name)


def _name_in(role: str, is_public: Callable[[str], bool]) -> str | None:
    for match in NAMED.finditer(role):
        if match["noun"] in BEFORE_A_PLACE:
            continue
        name = match["opening"] or match["following"] or match["titled"]
        if not is_public(name):
            return name
    return None
