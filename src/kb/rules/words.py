"""The words that rules look for, in English and French: few, and each with its reason.

A list is long enough when it catches what editors have struck out, and too long when it stops an honest sentence. A
text is read with the words of its own language: French « sales » are no sales, and a « stock » is in no market.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.model import Language

Words = Mapping[Language, re.Pattern[str]]


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})(?:(?<=[’'])|(?!\w))", re.IGNORECASE)


def _words(en: tuple[str, ...], fr: tuple[str, ...]) -> Words:
    return {Language.ENGLISH: _any(*en), Language.FRENCH: _any(*fr)}


_HAS = "(?:a|ont|avait|avaient|aura|auront)"

# They state an offence. "Fined" or "convicted" are not here: they report a ruling, which is a fact.
GUILT = _words(
    en=(
        "guilty", "committed (?:a |an |the )?(?:crime|fraud|offence|theft)s?", "defrauded", "embezzled", "stole",
        "bribed", "laundered", "abused", "ill-treated", "mistreated", "lied", "the crime", "the fraud",
    ),
    fr=(
        "coupables?", rf"{_HAS} commis (?:(?:un|une|le|la|des|les) |l[’'])?(?:crime|fraude|délit|infraction|vol)s?",
        rf"{_HAS} (?:détourné|fraudé|escroqué|volé|corrompu|blanchi|abusé|maltraité|menti)", "le crime", "la fraude",
    ),
)  # fmt: skip

# They give a statement to somebody, or leave it open.
HEDGES = _words(
    en=(
        "alleg\\w+", "accus\\w+", "suspect\\w*", "claims?", "claimed", "according to", "says?", "said", "writes?",
        "wrote", "charges?", "charged", "den(?:y|ies|ied)", "report(?:s|ed)?", "whether", "if", "would", "not",
        "nothing",
    ),
    fr=(
        "présumée?s?", "supposée?s?", "allég\\w+", "accus\\w+", "soupçon\\w*", "mise?s? en (?:cause|examen)", "selon",
        "d[’']après", "dit", "disent", "disait", "disaient", "affirm\\w+", "assur\\w+", "soutien\\w*", "souten\\w+",
        "déclar\\w+", "dénonc\\w+", "reproch\\w+", "rapport(?:e|ent|é|ée|és|ées)", "écri\\w+", "prétend\\w*",
        "aurai(?:t|ent)", "serai(?:t|ent)", "contest\\w+", "ni(?:e|ent|é|ait|aient)", "si", "s[’']ils?", "pas", "rien",
    ),
)  # fmt: skip

CAUSES = _words(
    en=(
        "because of", "due to", "thanks to", "as a result of", "caused?", "causing", "led to", "resulted in", "cost it",
        "wiped", "drove",
    ),
    fr=(
        "à cause d(?:e|es|u|[’'])", "en raison d(?:e|es|u|[’'])", "grâce (?:à|au|aux)", "sous l[’']effet",
        "par suite d(?:e|es|u|[’'])", f"{_HAS} (?:causé|provoqué|entraîné|coûté)",
        f"{_HAS} fait (?:chuter|plonger|reculer|bondir|baisser|monter|grimper)",
    ),
)  # fmt: skip

# "Titres" are mostly headlines, and « une action » mostly a deed.
MARKETS = _words(
    en=(
        "share price", "shares?", "stock(?: price| market)?", "market (?:value|capitali[sz]ation|share)", "sales",
        "revenues?", "turnover", "profits?",
    ),
    fr=(
        "cours (?:de l[’']action|de bourse|en bourse|du titre|boursier)", "en bourse", "l[’']action (?:a|perd|gagne)",
        "capitalisation", "valeur boursière", "parts? de marché", "ventes", "chiffres? d[’']affaires", "recettes",
        "bénéfices?",
    ),
)  # fmt: skip

# They say what a figure does not prove, or whose judgement it is.
DOUBTS = _words(
    en=(
        "not", "nothing", "no", "nobody", "whether", "cannot", "unknown", "may", "might", "says?", "said",
        "according to", "estimat\\w+", "attribut\\w+", "blam\\w+", "without",
    ),
    fr=(
        "ne", "n[’']", "rien", "aucune?", "si", "sans", "inconnue?s?", "dit", "disent", "selon", "d[’']après",
        "attribu\\w+", "impute\\w*", "estim\\w+", "peut", "peut-être", "pourrai(?:t|ent)", "aurai(?:t|ent)",
    ),
)  # fmt: skip

# They judge in the reader's place. In quotation marks, or said to be somebody's judgement, they stay.
LOADED = _words(
    en=(
        "disgraceful", "shameful", "scandalous", "outrageous", "notorious", "infamous", "ludicrous", "pathetic",
        "idiotic", "hysterical", "disgusting", "despicable", "appalling", "greedy", "incompetent", "so-called",
        "botched", "slammed",
    ),
    fr=(
        "scandaleu(?:x|ses?)", "honteu(?:x|ses?)", "lamentables?", "ignobles?", "hystériques?", "pathétiques?",
        "odieu(?:x|ses?)", "ridicules?", "minables?", "soi-disant", "tristement célèbres?", "cupides?",
        "incompétente?s?", "infâmes?", "grotesques?", "stupides?", "méprisables?", "écœurante?s?", "dégoûtante?s?",
        "bâclée?s?",
    ),
)  # fmt: skip

# Somebody else judges so.
JUDGED = _words(
    en=(
        "call(?:s|ed)", "find(?:s)?", "found", "says?", "said", "writes?", "wrote", "described?", "describes",
        "thought",
    ),
    fr=(
        "qualifi\\w+", "jug\\w+", "trouv\\w+", "estim\\w+", "dénonc\\w+", "décri\\w+", "trait\\w+ d(?:e|[’'])",
        "parl\\w+ d(?:e|[’'])", "appel\\w+", "dit", "disent", "écri\\w+", "selon", "d[’']après",
    ),
)  # fmt: skip

QUOTATION = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»")

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
CLAUSE_END = re.compile(r"(?<=[.!?…;])\s+")


def sentences(text: str) -> list[str]:
    """``text`` cut at its sentence ends, on one line each."""
    return SENTENCE_END.split(" ".join(text.split()))


def clauses(text: str) -> list[str]:
    """``text`` cut at its sentence ends and semicolons, on one line each."""
    return CLAUSE_END.split(" ".join(text.split()))


def word_count(text: str) -> int:
    """How many words ``text`` has; a sign that stands alone, as in French before a colon, is none."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())
