"""The words that rules look for, in English and French: few, and each with its reason.

A list is long enough when it catches what editors have struck out, and too long when it stops an honest sentence.
"""

from __future__ import annotations

import re


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


# They state an offence. "Fined" or "convicted" are not here: they report a ruling, which is a fact.
GUILT = _any(
    "guilty", "committed (?:a |an |the )?(?:crime|fraud|offence|theft)s?", "defrauded", "embezzled", "stole", "bribed",
    "laundered", "abused", "ill-treated", "mistreated", "lied", "the crime", "the fraud",
    "coupables?", "a commis", "ont commis", "a détourné", "ont détourné", "a fraudé", "a volé", "a maltraité",
    "ont maltraité", "a menti", "ont menti", "le crime", "la fraude",
)  # fmt: skip

# They give a statement to somebody, or leave it open.
HEDGES = _any(
    "alleg\\w+", "accus\\w+", "suspect\\w*", "claims?", "claimed", "according to", "says?", "said", "writes?", "wrote",
    "charges?", "charged", "den(?:y|ies|ied)", "report(?:s|ed)?", "whether", "if", "would", "not", "nothing",
    "présumée?s?", "soupçon\\w*", "mise?s? en (?:cause|examen)", "selon", "d[’']après", "dit", "disent", "affirme\\w*",
    "dénonce\\w*", "aurai(?:t|ent)", "serai(?:t|ent)", "conteste\\w*", "nie(?:nt)?", "si", "pas", "rien",
)  # fmt: skip

CAUSES = _any(
    "because of", "due to", "thanks to", "as a result of", "caused?", "causing", "led to", "resulted in", "cost it",
    "wiped", "drove", "à cause d(?:e|es|u)", "en raison d(?:e|es|u)", "grâce (?:à|au|aux)", "a causé", "ont causé",
    "a provoqué", "ont provoqué", "a entraîné", "ont entraîné", "a coûté", "a fait (?:chuter|bondir|baisser|monter)",
)  # fmt: skip

MARKETS = _any(
    "share price", "shares?", "stock(?: price| market)?", "market (?:value|capitali[sz]ation|share)", "sales",
    "revenues?", "turnover", "profits?", "cours de (?:l[’']action|bourse)", "l[’']action", "titres?", "capitalisation",
    "parts? de marché", "ventes", "chiffre d[’']affaires", "bénéfices?",
)  # fmt: skip

# They say what a figure does not prove, or whose judgement it is.
DOUBTS = _any(
    "not", "nothing", "no", "nobody", "whether", "cannot", "unknown", "may", "might", "says?", "said", "according to",
    "estimat\\w+", "attribut\\w+", "blam\\w+", "without", "ne", "n[’']", "rien", "si", "selon", "d[’']après",
    "attribue\\w*",    "estim\\w+", "peut", "pourrait",
)  # fmt: skip

# They judge in the reader's place. In quotation marks, or said to be somebody's judgement, they stay.
LOADED = {
    "en": _any(
        "disgraceful", "shameful", "scandalous", "outrageous", "notorious", "infamous", "ludicrous", "pathetic",
        "idiotic", "hysterical", "disgusting", "despicable", "appalling", "greedy", "incompetent", "so-called",
        "botched", "slammed",
    ),
    "fr": _any(
        "scandaleu(?:x|ses?)", "honteu(?:x|ses?)", "lamentables?", "ignobles?", "hystériques?", "pathétiques?",
        "odieu(?:x|ses?)", "ridicules?", "minables?", "soi-disant", "tristement célèbres?", "cupides?",
        "incompétente?s?",
    ),
}  # fmt: skip

# Somebody else judges so.
JUDGED = _any(
    "call(?:s|ed)", "find(?:s)?", "found", "says?", "said", "writes?", "wrote", "described?", "describes", "thought",
    "qualifi\\w+", "juge\\w*", "trouv\\w+", "parl\\w+ d(?:e|[’'])", "dit", "disent", "écri\\w+", "selon", "d[’']après",
)  # fmt: skip

QUOTATION = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»")

_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+")


def sentences(text: str) -> list[str]:
    """``text`` cut at its sentence ends and semicolons, on one line each."""
    return _SENTENCE_END.split(" ".join(text.split()))
