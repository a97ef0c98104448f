"""The Atom feed of new and changed cases."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.conftest import ROOT

from kb.loading import load
from kb.project import Project
from kb.site.feed import feed

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(text: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(text).findall(f"{ATOM}entry")


def test_each_public_case_is_in_the_feed_of_each_language_under_an_id_of_its_own(built: Path) -> None:
    corpus = load(Project(ROOT)).corpus
    ids = []
    for folder in (built, built / "fr"):
        found = entries((folder / "feed.xml").read_text("utf-8"))
        links = {entry.find(f"{ATOM}link").attrib["href"] for entry in found}
        assert {link.split("/")[-2] for link in links} == {case.id for case in corpus.public}
        for link in links:
            assert (folder / link.partition("cases/")[1] / link.partition("cases/")[2] / "index.html").is_file()
        ids += [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(set(ids)) == len(ids) == 2 * len(corpus.public)


def test_every_page_names_the_feed(built: Path) -> None:
    page = (built / "cases" / "2012-la-redoute-bather" / "index.html").read_text("utf-8")
    assert 'type="application/atom+xml"' in page
    assert 'href="../../feed.xml"' in page


def test_what_changed_last_comes_first(casebook: Project, lamp: Path) -> None:
    lamp.write_text(f"{lamp.read_text()}changes:\n  - {{on: 2024-01-01, what: first published}}\n  - {{on: 2024-03-02, what: a date mended}}\n")  # fmt: skip
    bakery = lamp.with_name("2021-bakery-silence.yml")
    bakery.write_text(f"{bakery.read_text()}changes:\n  - {{on: 2024-02-01, what: first published}}\n")
    text = feed(load(casebook).corpus, "en", "Casebook", "https://casebook.example/")
    first, second = entries(text)
    assert first.find(f"{ATOM}link").attrib["href"] == "https://casebook.example/cases/2020-lamp-recall/"
    assert first.findtext(f"{ATOM}published") == "2024-01-01T00:00:00Z"
    assert first.findtext(f"{ATOM}updated") == "2024-03-02T00:00:00Z"
    assert "a date mended" in first.findtext(f"{ATOM}content")
    assert second.findtext(f"{ATOM}updated") == "2024-02-01T00:00:00Z"
    assert ElementTree.fromstring(text).findtext(f"{ATOM}updated") == "2024-03-02T00:00:00Z"


@pytest.mark.parametrize("hostile", ["</title><script>alert(1)</script>", "]]> & &amp; <!--", '"onload="x'])
def test_text_of_a_case_stays_text(casebook: Project, lamp: Path, hostile: str) -> None:
    lamp.write_text(
        lamp.read_text().replace("title: ", f"title: {hostile!r} # ", 1)
        + "changes:\n  - {on: 2024-01-01, what: first published}\n"
    )
    corpus = load(casebook).corpus
    (entry,) = entries(feed(corpus, "en", "Casebook", ""))
    assert entry.findtext(f"{ATOM}title") == corpus.cases["2020-lamp-recall"].title == hostile
