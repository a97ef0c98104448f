"""The escalation curve is honest about time and readable without sight or colour."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ElementTree

import pytest
from casebooks import ROOT, Spoil

from kb.loading import load
from kb.project import Project
from kb.site.escalation import curve, pieces, place, sparkline
from kb.wording import Wording

CORPUS = load(Project(ROOT), check=False).corpus
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("case", CORPUS.cases.values(), ids=lambda case: case.id)
def test_it_is_a_well_formed_drawing_inside_its_frame(case) -> None:  # type: ignore[no-untyped-def]
    drawing = ElementTree.fromstring(curve(CORPUS, case, Wording()))
    width, height = map(float, drawing.attrib["viewBox"].split()[2:])
    assert [each.tag for each in drawing[:2]] == [f"{SVG}title", f"{SVG}desc"]
    for name, most in (("x", width), ("cx", width), ("x1", width), ("x2", width), ("y", height), ("cy", height)):
        for each in drawing.iter():
            assert 0 <= float(each.attrib.get(name, 0)) <= most
    numbers = [each.text for each in drawing.iter(f"{SVG}text") if each.get("text-anchor") == "middle"]
    assert numbers == [str(number) for number in range(1, len(case.timeline) + 1)]
    ElementTree.fromstring(sparkline(case, 5))


@pytest.mark.parametrize("case", CORPUS.cases.values(), ids=lambda case: case.id)
def test_points_stand_in_the_order_of_events_within_their_spans(case) -> None:  # type: ignore[no-untyped-def]
    placed = place(case.timeline)
    assert [each.event.id for each in placed] == [event.id for event in case.timeline]
    assert all(one.at <= two.at for one, two in itertools.pairwise(placed))
    assert [each for piece in pieces(placed) for each in piece] == placed


def test_the_axis_is_cut_where_hours_turn_to_months(spoil: Spoil) -> None:
    case = spoil(("at: 2020-03-03", "at: 2020-09-03")).corpus.cases["2020-lamp-recall"]
    assert [len(piece) for piece in pieces(place(case.timeline))] == [2, 1]


def test_responses_differ_by_shape_and_are_named(spoil: Spoil) -> None:
    corpus = spoil().corpus
    drawing = curve(corpus, corpus.cases["2020-lamp-recall"], Wording())
    assert drawing.count("<rect") == 2  # the point and the badge of the one response
    assert "Responses of the organisation: events 2." in drawing
    assert "The highest level is 4, press, reached at event 3." in drawing


def test_the_same_events_give_the_same_bytes() -> None:
    case = next(iter(CORPUS.cases.values()))
    assert curve(CORPUS, case, Wording()) == curve(CORPUS, case, Wording())
