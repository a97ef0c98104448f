"""What a well-formed file must also be: consistent, dated, sourced and fair.

Each rule is a generator whose docstring is the rule, why it is one and an example of each side. Codes are permanent:
KB0xx the form of a file (described in `form`, found where text is read), KB1xx references, KB2xx chronology, KB3xx
sourcing, KB4xx fairness and privacy, KB5xx style.
"""

from kb.rules import chronology, fairness, privacy, references, sourcing, style, taxonomy  # noqa: F401  # each registers
from kb.rules.explanation import Explanation, explanation
from kb.rules.form import FORM, LACKING
from kb.rules.registry import RULES, Breach, Rule, Scene, breaches
from kb.rules.sentences import sentences

__all__ = ["FORM", "LACKING", "RULES", "Breach", "Explanation", "Rule", "Scene", "breaches", "explanation", "sentences"]
