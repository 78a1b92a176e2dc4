"""Which of the model's names can be drugs or tumours at all: by their endings and classes, codes by what is said of them.

Looked at on real papers, most of the model's other names are authors, places, analytes, markers, units and figures.
"""

from __future__ import annotations

from extractors.core import cues as re
from extractors.ner.ordinary_words import ORDINARY_WORDS, PLACES

# Stems of international non-proprietary names (WHO, "The use of stems in the selection of INN"), classes of agents.
_STEM = re.compile(
    r"(?:mab|n?ib|platin|taxel|tecan|rubicin|mycin|limus|ciclib|parib|vir|azole|sartan|olol|statin|xaban|cillin|floxacin"
    r"|oxacin|semide|zide|cept|sertib|degib|kinra?|leukin|feron|trexed|trexate|fosfamide|mustine|zolomide|dronate|dronic acid"
    r"|stinat|metostat|bine|abine|uracil|urasil|bulin|stine|tedin|pamine|amide|imod|grastim|poietin|tinoin|retin|rsen"
    r"|sone|solone|pyrone|zolin|vedilol|clovir|tidine|prazole|setron|pitant|zapine|etaxane|oxyfen|mifene|relin"
    r"|platinum|cycline|clazide|izole|oprim|oxazole|vedotin|tansine|leucel|lisib|rafenib|tocin|lutamide|terone|ciclovir)s?$",
    re.IGNORECASE,
)
_CLASSES = re.compile(
    r"(?:anth?racyclin(?:e|es)?|taxanes?|steroids?|corticosteroids?|(?:alkylating|antiplatelet|antimicrotubule) agents?"
    r"|fluoroquinolones?|vinca alkaloids?|bisphosphonates?|interferons?|interleukins?|muramyl tripeptide(?: phosphatidyl ?ethanolamine)?"
    r"|antimetabolites?|anthracenediones?|nitrosoureas?|checkpoint inhibitors?|opioids?|vaccines?)",
    re.IGNORECASE,
)
# "VS6063", "BGB324", "BTG-1320"; surface antigens (CD nomenclature) are none.
_CODE = re.compile(r"(?!CD\d)[A-Z]{2,4}-?\d{3,6}")
# What tells the code of an agent from that of a trial, a cell line or a committee's approval: words of giving it.
_AGENT_BEFORE = re.compile(
    r"\b(?:inhibitors?|agents?|antibod(?:y|ies)|drugs?|compounds?|analogues?|agonists?|antagonists?|conjugates?|received|receiving"
    r"|given|taking|took|administered|(?:treated|treatment|therapy|combined|combination|dos(?:ed|es?)) (?:with|of)|doses? of|plus)"
    r"\W{1,3}$|\b(?P<name>[^\W\d]{4,})\s*[(\[]$",
    re.IGNORECASE,
)
_AGENT_BEHIND = re.compile(
    r"\W{0,2}(?:at )?(?:(?:a |the )?(?:\w+ )?doses? (?:of )?|\d[\d.,]* ?(?:m|µ|μ)?g\b|monotherapy\b|treatment\b|therapy\b|plus\b|arm\b"
    r"|\((?:an?|the) [^()]*(?:inhibitor|agent|antibody|drug|compound)|,? an? (?:[\w-]+ ){0,5}?(?:inhibitor|agent|antibody|drug|compound))",
    re.IGNORECASE,
)
# Words and analytes that end as drugs do.
_ENDS_ALIKE = """
alanine creatinine creatine tyrosine hyaline germline nongermline backbone paracrine except combine thyroglobulin
progesterone triglyceride nucleotide oligonucleotide internucleotide glutathione zone histamine dopamine
"""
_NO_DRUG = frozenset({*(w.lower() for w in (*ORDINARY_WORDS, *PLACES)), *_ENDS_ALIKE.split()})
_TUMOUR = re.compile(
    r"(?:(?<!str)oma|omata|(?<!str)omas|leuka?emias?|blastomas?|(?:stromal|sheath|sheet|germ cell|rhabdoid|giant cell|fibrous|round cell"
    r"|neuroendocrine|trophoblastic|carcinoid|glomus|phyllodes|mesenchymal|epithelioid|granular cell|pseudopapillary)"
    r" (?:tumou?rs?|neoplasms?))$",
    re.IGNORECASE,
)


def may_be_drug(name: str) -> bool:
    """Whether a name has a drug's stem or is a class of agents."""
    words = " ".join(name.split())
    if words.lower() in _NO_DRUG:
        return False
    last = re.split(r"[\s-]", words)[-1]
    return bool(_CLASSES.fullmatch(words)) or (bool(_STEM.search(last)) and not any(c.isdigit() for c in last))


def is_coded_drug(text: str, start: int, end: int) -> bool:
    """Whether a name is a code of development, and its place in the text says that it is an agent's."""
    if not _CODE.fullmatch(" ".join(text[start:end].split())):
        return False
    before = _AGENT_BEFORE.search(text[max(0, start - 40) : start])
    if before is not None and (before["name"] is None or _STEM.search(before["name"])):
        return True
    return _AGENT_BEHIND.match(text[end : end + 60]) is not None


def may_be_tumour(name: str) -> bool:
    """Whether a name ends as tumours' names do, or is a tumour of a kind; not "aggressive tumor", "stroma"."""
    return bool(_TUMOUR.search(" ".join(name.split()))) and not name[:1].isdigit()
