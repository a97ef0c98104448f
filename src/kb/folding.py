"""Texts of strangers: folded for comparison, made plain for a terminal."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse

HIDDEN = "\x85\u00ad\u200b\u2060\ufeff\u2028-\u202e\u2066-\u2069"
"""Characters that nobody sees and that part words or turn the direction of what is read, for a class of a pattern."""

_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\ud800-\udfff{HIDDEN}]")


def fold(text: str) -> str:
    """``"Mea-Culpa"`` as ``"mea culpa"``, ``"Excusé"`` as ``"excuse"``."""
    small = text.casefold()
    if not small.isascii():
        small = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", small)))
    return small.replace("-", " ").strip()


def plain(text: str) -> str:
    """Text of a stranger, safe for a terminal: control, direction and hidden characters are shown, not obeyed."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text.replace("\t", "→   "))
