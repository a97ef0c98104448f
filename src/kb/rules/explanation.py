"""What a rule says of itself: the rule, why it is one, and an example of each side."""

from __future__ import annotations

import inspect
import textwrap
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of a rule's text. In an example, a line ``…`` stands for lines between."""

    rule: str
    why: str
    wrong: str
    right: str


def explanation(text: str) -> Explanation:
    """Read a rule's text: its first paragraph is the rule, the next says why, `Wrong:` and `Right:` hold examples."""
    prose, _, examples = inspect.cleandoc(text).partition("\nWrong:\n")
    wrong, _, right = examples.partition("\nRight:\n")
    rule, _, why = prose.strip().partition("\n\n")
    return Explanation(
        " ".join(rule.split()), " ".join(why.split()), textwrap.dedent(wrong).strip(), textwrap.dedent(right).strip()
    )
