"""What the rules on privacy, fairness and style catch, and what they let through, in both languages."""

from __future__ import annotations

import pytest
from casebooks import NOW, ROOT, Spoil
from hypothesis import given
from hypothesis import strategies as st

from kb.diagnostics import Severity
from kb.loading import Loaded, load
from kb.model import passages
from kb.project import Project
from kb.rules.privacy import _telephone_numbers

PICTURE = "what: A customer posts a picture of a burnt lampshade."


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


OPEN = ("  platforms: [twitter]", "  platforms: [twitter]\n  sensitivities: [proceedings]")
PLAYED = {"KB402", "KB117"}  # the case has decisions, and a path plays it


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The maker lied about the lamp.", {*PLAYED, "KB408"}),
        ("The maker is accused of having lied about the lamp.", PLAYED),
        ("Le fabricant a menti.", {*PLAYED, "KB408"}),
        ("Le fabricant aurait menti.", PLAYED),
    ],
)
def test_guilt_is_alleged_while_proceedings_are_open(spoil: Spoil, text: str, found: set[str]) -> None:
    assert codes(spoil(OPEN, said(text))) == found


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
