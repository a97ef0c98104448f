"""What rules say elsewhere than in the terminal is read from the rules."""

from __future__ import annotations

import re

import pytest
from casebooks import INVALID

from kb.rules import RULES, sentences

SENTENCES = sentences()


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_what_the_rule_says_with_places_for_what_is_put_in(code: str) -> None:
    said = (INVALID / "cases" / f"{code}.txt").read_text("utf-8")
    message, help = (_expression(each) for each in SENTENCES[code][1:])
    assert re.search(rf"\[{code}\]: {message}$", said, re.MULTILINE), said
    assert re.search(f"help: {help}", " ".join(said.split()))


def _expression(template: str) -> str:
    return re.sub(r"\\\{\d\\\}", ".*", re.escape(template))


def test_a_rule_that_says_several_things_has_no_one_sentence() -> None:
    codes = {rule.code for rule in RULES}
    assert "KB108" in codes
    assert "KB108" not in SENTENCES
    assert set(SENTENCES) < codes
