"""Every diagnostic code and what it stands for; `kb explain` prints it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.diagnostics import Severity
from kb.rules import FORM, LACKING, RULES, Explanation, explanation


@dataclass(frozen=True, slots=True)
class Code:
    """A permanent code, how grave it is, and what its rule says of itself."""

    code: str
    severity: Severity
    says: Explanation


def all_codes() -> dict[str, Code]:
    """Every code, sorted."""
    codes = [Code(code, Severity.ERROR, explanation(text)) for code, text in FORM.items()]
    codes += [Code(code, Severity.WARNING, explanation(text)) for code, text in LACKING.items()]
    codes += [Code(rule.code, rule.severity, rule.says) for rule in RULES]
    return {each.code: each for each in sorted(codes, key=lambda each: each.code)}
