"""What the rules on privacy, fairness and style catch, and what they let through, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from casebooks import NOW, ROOT, Spoil, run
from hypothesis import given
from hypothesis import strategies as st

from kb.diagnostics import Severity
from kb.loading import Loaded, load
from kb.model import Record, passages
from kb.project import Project
from kb.rules.privacy import _telephone_numbers
from kb.translating import State, state, translatables

PICTURE = "what: A customer posts a picture of a burnt lampshade."
OPEN = ("  platforms: [twitter]", "  platforms: [twitter]\n  sensitivities: [proceedings]")
PLAYED = {"KB402", "KB117"}  # the case has decisions, and a path plays it
HEADLINE = "Le fabricant a présenté ses excuses, rappelé la lampe et gardé la plupart de ses clients."


def codes(loaded: Loaded) -> set[str]:
    return {each.code for each in loaded.diagnostics}


def said(text: str) -> tuple[str, str]:
    return PICTURE, "what: '" + text.replace("'", "''") + "'"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Write to jane.lamp+x@example.co.uk today.", "KB403"),
        ("Écrire à jane (arobase) exemple (point) fr.", "KB403"),
        ("Call 06 12 34 56 78.", "KB404"),
        ("Appelez le 01.42.68.53.00.", "KB404"),
        ("Call +44 20 7946 0018.", "KB404"),
        ("Call (212) 736-5000.", "KB404"),
        ("She lives at 10 Downing Street.", "KB405"),
        ("Il habite 12 bis, rue de la Paix.", "KB405"),
        ("@annalamp posts a picture.", "KB406"),
        ("The notorious lamp burns.", "KB504"),
        ("Sales fell by 12% because of the reply.", "KB409"),
    ],
)
def test_what_leads_to_a_person_or_judges_is_found(spoil: Spoil, text: str, code: str) -> None:
    assert codes(spoil(said(text))) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "The count rose from 375 000 000 to 1 234 567 890, then 2,345,678,901, on 2012-01-04 at 09:30.",
        "The tweet 1234567890123456789 has 16.396.000 readers.",
        "In 2012 Fifth Avenue was closed; it is 300 m long.",
        "Lumen answers from @LumenFR; he is @ work.",
        "A reader calls it notorious. Another writes: “a shameful lamp”.",
        "Sales fell by 12% after the reply. Nothing shows that they fell 3% because of it.",
        "The chief executive, Anna Lamp, apologises.",
    ],
)
def test_honest_sentences_pass(spoil: Spoil, text: str) -> None:
    assert codes(spoil(said(text))) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'entreprise a publié une annonce scandaleuse.", {"KB504"}),
        ("L'entreprise a publié une annonce que la presse juge scandaleuse.", set()),
        ("Les ventes ont baissé de 12 % à cause de la réponse.", {"KB409"}),
        ("Les ventes ont baissé de 12 % après la réponse.", set()),
        ("Un client écrit : « " + "la lampe brûle " * 15 + "».", {"KB503"}),
    ],
)
def test_french_texts_are_read_with_french_words(spoil: Spoil, text: str, found: set[str]) -> None:
    assert codes(spoil(("language: en", "language: fr"), said(text))) == found


FRENCH = ROOT / "tests" / "corpus" / "translation" / "2020-lamp-recall.fr.yml"
FRENCH_PICTURE = "Un client publie la photo d'un abat-jour brûlé."


def translate(casebook: Project, *pairs: tuple[str, str]) -> Path:
    """Put the lamp's translation into the casebook, with texts replaced."""
    text = FRENCH.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, json.dumps(new, ensure_ascii=False), 1)
    file = casebook.cases / FRENCH.name
    file.write_text(text, "utf-8")
    return file


def in_translation(loaded: Loaded, casebook: Project) -> set[str]:
    """What is wrong with the lamp's translation, where the case itself has nothing worse than not to be played."""
    shown = casebook.shown(casebook.cases / FRENCH.name)
    assert codes(loaded) - {each.code for each in loaded.diagnostics if each.file == shown} <= PLAYED
    return {each.code for each in loaded.diagnostics if each.file == shown}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Écrire à jeanne.lampe@example.fr.", "KB403"),
        ("Écrire à jeanne [chez] example [point] fr.", "KB403"),
        ("Appelez le 06\u202f12\u202f34\u202f56\u202f78.", "KB404"),
        ("Appelez le +33 (0)1 42 68 53 00.", "KB404"),
        ("Un numéro vert, le 0\u00a0800\u00a0123\u00a0456, est ouvert.", "KB404"),
        ("Il habite 12\u00a0bis, rue de la Paix.", "KB405"),
        ("Rendez-vous au 5, place du 11-Novembre.", "KB405"),
        ("Elle tient boutique au 3 Bd Voltaire.", "KB405"),
        ("Au 5 ter, faubourg Saint-Honoré, la lampe brûle.", "KB405"),
        ("@annalampe publie une photo.", "KB406"),
        ("L'annonce, bâclée, est publiée le soir.", "KB504"),
        ("Une réaction tristement célèbre.", "KB504"),
        ("Les ventes ont perdu 12\u00a0% à cause d'une photo.", "KB409"),
        ("Le buzz a fait plonger le cours de l’action de 3,5\u00a0%.", "KB409"),
        ("Il écrit\u00a0: «\u00a0" + "la lampe brûle " * 14 + "\u00a0».", "KB503"),
    ],
)
def test_a_translation_is_read_as_closely_as_its_original(casebook: Project, text: str, code: str) -> None:
    translate(casebook, (FRENCH_PICTURE, text))
    assert in_translation(load(casebook, now=NOW), casebook) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Le 12 mars 2014, place de la République, 1\u202f234\u202f567\u202f890 lampes brûlent.",
        "En 2014, avenue Montaigne, 22 lampes, 3 passages et 2 places sont vides.",
        "Lumen répond depuis @LumenFR.",
        "Une cliente trouve l'annonce scandaleuse. Un autre écrit\u00a0: «\u00a0une lampe honteuse\u00a0».",
        "C'est une erreur, écrit-elle\u202f; elle n'a rien de honteux.",
        "Les ventes ont perdu 12\u00a0% après la photo. Rien n'établit un lien.",
        "À cause d'une panne, 12 personnes attendent\u202f; les ventes continuent.",
        "L'action de 12 associations a fait baisser le bruit grâce à des titres de presse.",
        "Les mains sales, il retrouve 3 lampes en stock à cause du rappel.",  # no « sales », no « stock »
        "Il écrit\u00a0: «\u00a0" + "la lampe brûle ; " * 13 + "\u00a0».",  # 39 words: a sign is none
        "Le directeur, Jean Lampe, s'excuse.",
    ],
)
def test_honest_french_sentences_pass(casebook: Project, text: str) -> None:
    translate(casebook, (FRENCH_PICTURE, text))
    assert in_translation(load(casebook, now=NOW), casebook) == set()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("un client", "une cliente dénommée Anna Lampe", {"KB407"}),
        ("un client", "un internaute du nom d'Anna Lampe", {"KB407"}),
        ("un client", "un client, M. Lampe", {"KB407"}),
        ("un client", "un lecteur du Monde Diplomatique, dans l'équipe Red Hat", set()),
        (HEADLINE, "Le fabricant a gardé 95\u00a0% de ses clients.", {"KB307"}),
        (HEADLINE, "Le fabricant a gardé 90\u00a0% de ses clients.", set()),
        (HEADLINE, "Le fabricant a gardé quelque 95\u00a0% de ses clients.", set()),
    ],
)
def test_so_are_the_roles_and_figures_of_a_translation(casebook: Project, old: str, new: str, found: set[str]) -> None:
    translate(casebook, (old, new))
    assert in_translation(load(casebook, now=NOW), casebook) == found


def test_a_figure_with_a_source_in_one_language_has_one_in_the_other(spoil: Spoil, casebook: Project) -> None:
    translate(casebook, (HEADLINE, "Le fabricant a gardé 9\u202f500 clients."))
    assert in_translation(spoil(("figure: 90 %", "figure: 9,500 buyers")), casebook) == {"KB021"}


def test_a_text_that_is_not_translated_is_reported_once_in_its_own_file(spoil: Spoil, casebook: Project) -> None:
    file = translate(casebook)
    file.write_text(
        file.read_text("utf-8").replace("  - id: article\n    what: La Gazette rend compte du rappel.\n", "")
    )
    found = spoil(("The Gazette reports the recall.", "The Gazette reports the botched recall.")).diagnostics
    assert [(str(each.file), each.code) for each in found if each.code not in ("KB020", "KB021")] == [
        ("cases/2020-lamp-recall.yml", "KB504")
    ]


def test_a_translation_that_breaks_a_rule_of_wording_is_complete_all_the_same(casebook: Project) -> None:
    translate(casebook, (FRENCH_PICTURE, "L'annonce est bâclée."))
    (each,) = (each for each in translatables(casebook) if each.id == "2020-lamp-recall")
    assert state(casebook, load(casebook, now=NOW), each, "fr") is State.COMPLETE


@pytest.mark.parametrize(
    ("folder", "name"), [("tactics", "apology"), ("lessons", "answer-early"), ("paths", "a-first-look")]
)
def test_texts_of_the_taxonomy_are_judged_in_both_languages(casebook: Project, folder: str, name: str) -> None:
    original = casebook.root / "taxonomy" / folder / f"{name}.yml"
    assert run("translate", "new", name, "fr", root=casebook.root).status == 0
    beside = original.with_name(f"{name}.fr.yml")
    beside.write_text(beside.read_text("utf-8").replace('""', "L'annonce est bâclée."), "utf-8")
    text = "A botched"
    first = next(each.text for each in passages(read_record(casebook, folder, name)) if each.prose)
    original.write_text(original.read_text("utf-8").replace(first, f"{text} {first}", 1), "utf-8")
    found = load(casebook, now=NOW).diagnostics
    judged = {(each.file.name, each.message.split()[0]) for each in found if each.code == "KB504"}
    assert judged == {(original.name, "`botched`"), (beside.name, "`bâclée`")}


def read_record(casebook: Project, folder: str, name: str) -> Record:
    record: Record = getattr(load(casebook, now=NOW).corpus, folder)[name]
    return record


@pytest.mark.parametrize(
    "role",
    [
        "a customer named Anna Lamp",
        "Anna Lamp, a customer",
        "customer Anna Lamp",
        "un client, Jean-Luc Lampe",
        "Mme Lampe",
    ],
)
def test_a_name_in_a_role_is_found(spoil: Spoil, role: str) -> None:
    assert codes(spoil(("role: a customer", f"role: {role}"))) == {"KB407"}


@pytest.mark.parametrize(
    "role",
    ["a cyclist in San Francisco", "readers of The Gazette", "a Red Cross volunteer", "un client du Grand Lyon"],
)
def test_a_role_may_name_a_place_or_a_house(spoil: Spoil, role: str) -> None:
    assert codes(spoil(("role: a customer", f"role: {role}"))) == set()


def test_the_name_of_an_author_is_found(spoil: Spoil) -> None:
    assert codes(spoil(("    kind: press", "    kind: press\n    author: Anna Lamp"))) == {"KB407"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The maker lied about the lamp.", {*PLAYED, "KB408"}),
        ("The maker is accused of having lied about the lamp.", PLAYED),
    ],
)
def test_guilt_is_alleged_while_proceedings_are_open(spoil: Spoil, text: str, found: set[str]) -> None:
    assert codes(spoil(OPEN, said(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le fabricant a menti.", {"KB408"}),
        ("Le fabricant avait commis une fraude ; selon lui, la lampe est sûre.", {"KB408"}),
        ("Le fabricant est coupable de négligence.", {"KB408"}),
        ("Le fabricant aurait menti.", set()),
        ("Le fabricant est accusé d'avoir commis une fraude : il a menti, dit la plainte.", set()),
        ("Selon la plainte, le fabricant a menti.", set()),
        ("Les auteurs présumés de la fraude sont entendus.", set()),
        ("La fraude présumée dure depuis un an.", set()),
    ],
)
def test_in_a_translation_guilt_is_alleged_with_french_words(
    spoil: Spoil, casebook: Project, text: str, found: set[str]
) -> None:
    translate(casebook, (FRENCH_PICTURE, text))
    assert in_translation(spoil(OPEN), casebook) == found


def test_where_no_proceedings_are_open_it_may_be_stated(spoil: Spoil) -> None:
    assert codes(spoil(said("The maker lied about the lamp."))) == set()


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("90 % took a replacement.", set()),
        ("91 % took a replacement.", {"KB307"}),
        ("About 91 % took a replacement, on 14 March 2020.", set()),
    ],
)
def test_a_figure_of_the_headline_stands_where_a_source_does(spoil: Spoil, headline: str, found: set[str]) -> None:
    old = "headline: The maker apologised, recalled the lamp and kept most of its customers."
    assert codes(spoil((old, f"headline: {headline}"))) == found


def test_a_reply_is_in_the_words_of_who_answers(spoil: Spoil) -> None:
    reply = (
        "replies:\n  - {who: Lumen, on: 2020-05-01, text: A shameful and ridiculous tale.}\nsources:\n  - id: gazette"
    )
    assert codes(spoil(("sources:\n  - id: gazette", reply))) == set()
    assert codes(spoil(("A shameful", "Call 06 12 34 56 78. A shameful"))) == {"KB404"}


def test_only_what_is_certain_is_an_error(spoil: Spoil) -> None:
    found = spoil(said("@annalamp, 12 rue des Lilas, a shameful street.")).diagnostics
    assert {each.severity for each in found} == {Severity.WARNING}


def test_a_breach_is_shown_at_its_words_in_a_folded_text(spoil: Spoil) -> None:
    (found,) = spoil((PICTURE, "what: >-\n      A customer calls 06 12\n      34 56 78 at once.")).diagnostics
    assert (found.span.line, found.span.column, found.span.end_line, found.span.end_column) == (39, 24, 40, 15)


@given(
    st.integers(10**6, 10**13), st.sampled_from([" ", " ", " ", ",", "."]), st.sampled_from(["FR", "US", "ES", "DE"])
)
def test_a_count_in_thousands_is_no_telephone_number(count: int, separator: str, country: str) -> None:
    assert list(_telephone_numbers(f"{count:,}".replace(",", separator), country)) == []


def test_every_text_of_every_case_is_looked_at() -> None:
    loaded = load(Project(ROOT), now=NOW, check=False)
    for case_id, case in loaded.corpus.cases.items():
        texts = [passage.text for passage in passages(case)]
        for expected in (
            case.title,
            case.moves[0].because,
            case.timeline[-1].what,
            case.sources[0].title,
            *case.keywords.en[:1],
            *case.unknowns,
            *(option.consequence for decision in case.decisions for option in decision.options),
        ):
            assert expected in texts, case_id
        assert not {case.id, case.sources[0].url, str(case.timeline[0].at)} & set(texts), case_id


def test_the_casebook_breaks_none_of_these_rules() -> None:
    found = load(Project(ROOT)).diagnostics
    assert [str(each.file) for each in found if each.severity is not Severity.NOTE] == []
