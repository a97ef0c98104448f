"""Python's regular expressions as browsers read them, so that a word list or a pattern is written once."""

from __future__ import annotations

import re

_WORD = r"\p{L}\p{N}_"
# What the two dialects spell differently. Python's classes hold every script, JavaScript's `\w` and `\d` ASCII alone.
_OUTSIDE = {
    r"\w": f"[{_WORD}]",
    r"\W": f"[^{_WORD}]",
    r"\d": r"\p{Nd}",
    r"\b": f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))",
    "(?P<": "(?<",
    "(?i:": "(?:",
}
_INSIDE = {r"\w": _WORD, r"\d": r"\p{Nd}"}
_NEEDLESS = frozenset("\"'’#&@~ ")
"""What may stand behind a backslash in Python, and may not in JavaScript."""
_PIECE = re.compile(r"\\.|\(\?P<|\(\?i:|.", re.DOTALL)


def for_browsers(pattern: re.Pattern[str]) -> tuple[str, str]:
    """The source and the flags of the same expression in JavaScript."""
    made, within, depth, bare = [], False, 0, 0  # `bare`: how deep the group stands in which case does not matter
    for piece in _PIECE.findall(pattern.pattern):
        plain = piece[1:] if piece[0] == "\\" and piece[1:] in _NEEDLESS else piece
        made.append((_INSIDE if within else _OUTSIDE).get(piece, plain))
        if piece == ("]" if within else "["):
            within = not within
        elif not within and piece[0] == "(":
            depth += 1
            bare = depth if piece == "(?i:" else bare
        elif not within and piece == ")":
            bare = 0 if bare == depth else bare
            depth -= 1
        elif bare and not within and piece.isalpha():
            made[-1] = f"[{piece.lower()}{piece.upper()}]"
    return "".join(made), "iu" if pattern.flags & re.IGNORECASE else "u"
