"""The sentences of rules, with places for what is put in, read from the rules themselves: whoever checks a case outside
of `kb validate`, as the form on the site does, can say nothing else."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from kb.model import Case, Sentence
from kb.rules.references import unknown
from kb.rules.registry import RULES

# Of references, one generator speaks for several rules.
UNKNOWN = {"KB103", "KB104", "KB105", "KB106"}


def sentences() -> dict[str, Sentence]:
    """By code, what each rule on cases says that says one thing."""
    found = {}
    for rule in RULES:
        said = _said(unknown if rule.code in UNKNOWN else rule.check)
        if len(said) == 1 and issubclass(Case, rule.records):
            found[rule.code] = Sentence(rule.code, *said[0])
    return found


def _said(check: Callable[..., Any]) -> list[tuple[str, str]]:
    """The message and the help of every `Breach` in the source of ``check``; help that is computed is ""."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(check)))
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Breach"]
    return [(_template(call.args[1]), _template(call.args[2]) if len(call.args) > 2 else "") for call in made]


def _template(node: ast.expr) -> str:
    """``f"level {event.level} after level {reached}"`` as ``"level {0} after level {1}"``."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            places = iter(range(len(parts)))
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else f"{{{next(places)}}}" for part in parts
            )
        case _:
            return ""
