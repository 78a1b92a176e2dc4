"""Drug names that no vocabulary lists, known by their INN stem.

Stems after WHO, "The use of stems in the selection of International Nonproprietary Names" (2018): a name that ends in
one is a drug of that class, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.paper import Mention, Sentence

_STEMS = (
    "mab", "tinib", "anib", "ciclib", "parib", "metinib", "rafenib", "lisib", "zomib", "sertib", "degib", "denib",
    "clax", "platin", "rubicin", "taxel", "tecan", "trexed", "citabine", "arabine", "rolimus", "mustine", "bulin",
    "fosfamide", "inostat", "setron", "relin", "relix", "lutamide", "trozole", "tercept", "leukin", "grastim",
    "poetin", "dronate", "mycin", "floxacin", "cillin", "conazole", "prazole", "vastatin", "oxifene", "domide",
    "poside", "blastine", "cristine", "relbine", "nexor", "pitant", "gliflozin", "parin", "sulfan",
    "zolomide", "bectedin", "toclax", "rasib", "fenib",
)  # fmt: skip
_NAME = re.compile(rf"\b[A-Za-z][a-z]{{2,}}(?:{'|'.join(_STEMS)})s?\b")


def unlisted(sentence: Sentence) -> Iterator[Mention]:
    """Names with an INN stem where the sentence has no mention of a drug yet."""
    known = [sentence.at(m) for m in sentence.of("drug", "DRUG")]
    for m in _NAME.finditer(sentence.text):
        if not any(a < m.end() and m.start() < b for a, b in known):
            start, end = sentence.start + m.start(), sentence.start + m.end()
            yield Mention("DRUG", start, end, m.group(), None, "stem")
