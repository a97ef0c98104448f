"""What is new in the casebook, for programs that follow it: an Atom feed (RFC 4287)."""

from __future__ import annotations

import uuid
from datetime import date
from urllib.parse import urljoin
from xml.etree import ElementTree as xml

from kb.corpus import Corpus
from kb.model import Case
from kb.site.addresses import case_path

ADDRESS = "feed.xml"
"""Where the feed of each language lies."""

MOST = 30
"""Entries of a feed at most."""

_ATOM = "http://www.w3.org/2005/Atom"
_CASES = uuid.uuid5(uuid.NAMESPACE_URL, "e-reputation-casebook/cases")


def feed(corpus: Corpus, language: str, title: str, site: str) -> str:
    """The public cases of ``corpus`` in ``language``, last changed first. Addresses begin with ``site``; without it
    they are relative to the feed's own. An entry keeps its id wherever the site moves."""
    corpus = corpus.in_language(language)
    cases = [case for case in corpus.latest if case.last_changed][:MOST]
    xml.register_namespace("", _ATOM)
    root = xml.Element(_name("feed"), {"xml:lang": language})
    _add(root, "id", uuid.uuid5(_CASES, language).urn)
    _add(root, "title", title)
    _add(root, "updated", _moment(max((case.last_changed for case in cases if case.last_changed), default=date.min)))
    _add(_add(root, "author"), "name", title)
    _add(root, "link", rel="self", type="application/atom+xml", href=urljoin(site, ADDRESS))
    _add(root, "link", rel="alternate", type="text/html", href=urljoin(site, "cases/"))
    _add(root, "rights", "CC BY 4.0")
    for case in cases:
        _entry(root, corpus, case, language, site)
    xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{xml.tostring(root, encoding="unicode")}\n'


def _entry(root: xml.Element, corpus: Corpus, case: Case, language: str, site: str) -> None:
    days = [change.on for change in case.changes]
    entry = _add(root, "entry", **{"xml:lang": case.language.value})
    _add(entry, "id", uuid.uuid5(_CASES, f"{language}/{case.id}").urn)
    _add(entry, "title", case.title)
    _add(entry, "published", _moment(min(days)))
    _add(entry, "updated", _moment(max(days)))
    _add(entry, "link", rel="alternate", type="text/html", href=urljoin(site, case_path(case.id)))
    kind = corpus.crisis_type(case).name.get(language)
    _add(entry, "category", term=case.crisis.type, label=kind)
    _add(entry, "summary", case.headline)
    last = max(case.changes, key=lambda change: change.on)
    _add(entry, "content", f"{case.summary}\n\n{last.on.isoformat()}: {last.what}", type="text")


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"


def _add(parent: xml.Element, tag: str, text: str = "", **attributes: str) -> xml.Element:
    child = xml.SubElement(parent, _name(tag), attributes)
    child.text = text or None
    return child


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
