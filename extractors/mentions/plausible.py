"""Which of the model's names can be drugs or tumours at all: by their endings, classes and codes.

Looked at on real papers, most of the model's other names are authors, places, analytes, markers, units and figures.
"""

from __future__ import annotations

from extractors.core import cues as re
from extractors.ner.ordinary_words import ORDINARY_WORDS, PLACES

# Stems of international non-proprietary names (WHO, "The use of stems in the selection of INN"), classes of agents.
_STEMS = re.compile(
    r"(?:mab|n?ib|platin|taxel|tecan|rubicin|mycin|limus|ciclib|parib|vir|azole|sartan|olol|statin|xaban|cillin|floxacin"
    r"|oxacin|semide|zide|cept|sertib|degib|kinra?|leukin|feron|trexed|trexate|fosfamide|mustine|zolomide|dronate|dronic acid"
    r"|stinat|metostat|bine|abine|uracil|urasil|bulin|stine|tedin|pamine|amide|imod|grastim|poietin|tinoin|retin|rsen"
    r"|sone|solone|pyrone|zolin|vedilol|clovir|tidine|prazole|setron|pitant|zapine|etaxane|oxyfen|mifene|relin"
    r"|platinum|cycline|clazide|izole|oprim|oxazole|vedotin|tansine|leucel|lisib|rafenib|tocin|lutamide|terone|ciclovir)s?",
    re.IGNORECASE,
)
_CLASSES = re.compile(
    r"(?:(?:anthra|an(?:th|t)ra)cyclin(?:e|es)?|taxanes?|steroids?|corticosteroids?|(?:alkylating|antiplatelet|antimicrotubule) agents?"
    r"|fluoroquinolones?|vinca alkaloids?|bisphosphonates?|interferons?|interleukins?|muramyl tripeptide(?: phosphatidyl ?ethanolamine)?"
    r"|antimetabolites?|anthracenediones?|nitrosoureas?|checkpoint inhibitors?|opioids?|vaccines?)",
    re.IGNORECASE,
)
# "VS6063", "BGB324", "BTG-1320"; registrations, antigens and trials by number are none.
_CODE = re.compile(
    r"(?!NCT|UMIN|ISRCTN|SARC|ALTER|CD|NCCH|PMO|QA|ISSN|EORTC|GIST|DOI|TP|HBS|ALK|KIT)[A-Z]{2,4}-?\d{3,6}"
)
_NO_DRUG = frozenset({*(w.lower() for w in (*ORDINARY_WORDS, *PLACES))}) | frozenset(
    (
        *(
            "alanine",
            "creatinine",
            "creatine",
            "tyrosine",
            "hyaline",
            "germline",
            "nongermline",
            "backbone",
            "paracrine",
        ),
        *("except", "combine", "thyroglobulin", "progesterone"),
        *(
            "triglyceride",
            "nucleotide",
            "oligonucleotide",
            "internucleotide",
            "glutathione",
            "zone",
            "histamine",
            "dopamine",
        ),
    )
)
_TUMOUR = re.compile(
    r"(?:(?<!str)oma|omata|(?<!str)omas|leuka?emias?|blastomas?|(?:stromal|sheath|sheet|germ cell|rhabdoid|giant cell|fibrous|round cell"
    r"|neuroendocrine|trophoblastic|carcinoid|glomus|phyllodes|mesenchymal|epithelioid|granular cell|pseudopapillary)"
    r" (?:tumou?rs?|neoplasms?))$",
    re.IGNORECASE,
)


def may_be_drug(name: str) -> bool:
    """Whether a name has a drug's stem, is a class of agents or a code of development."""
    words = " ".join(name.split())
    if words.lower() in _NO_DRUG:
        return False
    if _CODE.fullmatch(words) or _CLASSES.fullmatch(words):
        return True
    last = re.split(r"[\s-]", words)[-1]
    stem = _STEMS.search(last)
    return (
        stem is not None
        and any(m.end() == len(last) for m in _STEMS.finditer(last))
        and not any(c.isdigit() for c in last)
    )


def may_be_tumour(name: str) -> bool:
    """Whether a name ends as tumours' names do, or is a tumour of a kind; not "aggressive tumor", "stroma"."""
    return bool(_TUMOUR.search(" ".join(name.split()))) and not name[:1].isdigit()
