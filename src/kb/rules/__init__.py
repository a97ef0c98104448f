"""What a well-formed file must also be: consistent, dated, sourced and fair.

Each rule is a generator whose docstring is the rule. Codes are permanent: KB1xx references, KB2xx chronology, KB3xx
sourcing, KB4xx fairness and privacy, KB5xx style (KB0xx, the form of a file, are in `source` and `model.reading`).
"""

from kb.rules import chronology, fairness, privacy, references, sourcing, style  # noqa: F401  # each registers its rules
from kb.rules.registry import RULES, Breach, Rule, Scene, breaches

__all__ = ["RULES", "Breach", "Rule", "Scene", "breaches"]
