"""The French interface: whole, and faithful to its places."""

from __future__ import annotations

import re

from casebooks import ROOT
from tools.messages import catalogue, extracted

PLACE = r"%\(\w+\)s|%[sd]|\{\w+\}"


def test_every_string_of_the_interface_is_in_french() -> None:
    french = {str(message.id): message for message in catalogue()}
    for message in extracted():
        if message.id:
            assert str(message.id) in french, f"{message.id}: run `make messages`"
            translated = french[str(message.id)].string
            assert all(translated) if isinstance(translated, tuple) else translated, message.id


def test_a_translated_string_keeps_its_places() -> None:
    for message in catalogue():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(re.findall(PLACE, ids[-1]))
        for each in strings:
            assert set(re.findall(PLACE, each)) == wanted, message.id


def test_every_tactic_lesson_and_path_and_the_founding_cases_are_translated() -> None:
    founding = (
        "2010-nestle-palm-oil",
        "2011-petit-bateau-bodysuits",
        "2012-la-redoute-bather",
        "2012-la-redoute-laptop",
        "2014-expatriate-guide-blogger",
        "2014-free-mobile-insult",
    )
    for folder in (ROOT / "taxonomy" / name for name in ("tactics", "lessons", "paths")):
        for file in folder.glob("*.yml"):
            if "." not in file.stem:
                assert file.with_name(f"{file.stem}.fr.yml").is_file(), file.name
    for case in founding:
        assert (ROOT / "cases" / f"{case}.fr.yml").is_file(), case
