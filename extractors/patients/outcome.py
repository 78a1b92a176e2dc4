"""What became of a patient: dead, alive with or without disease, or lost from sight."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.patients.passages import Fact, Passage
from extractors.quantities.people import KIN

_ILL = r"(?:disease|tumou?rs?|recurrences?|relapses?|metastas[ei]s|lesions?|cancer|sarcoma|malignancy)"
_STATUS = tuple(
    (value, re.compile(pattern, re.IGNORECASE))
    for value, pattern in (
        (
            "dead",
            r"\b(?:died|expired|succumbed|passed away|deceased(?!\s(?:[\w-]+\s){0,3}(?:donors?|donation))|DOD)\b(?! of (?:the )?(?:same|breast) )"
            r"|\b(?:his|her|the patient['’]s) (?:\w+ )?(?:death|demise)\b|\bdeath (?:occurred|ensued)\b|\b(?:before|preceding|leading to) (?:his |her )?death\b|\b(?:was|is|are|were) dead\b",
        ),
        (
            "alive with disease",
            rf"\b(?:alive|living|lives)\b,? (?:but |and )?with (?:(?!no\b|out\b)[\w-]+ ){{0,3}}?{_ILL}\b|\bAWD\b",
        ),
        (
            "alive without disease",
            rf"\b(?:alive|living),? (?:and well,? )?without (?:any )?(?:[\w-]+ )?{_ILL}\b",
        ),
        (
            "no evidence of disease",
            rf"\b(?:(?:no|not? (?:shown?|showing|have|having|had) any|never any|without|without any) (?:[\w/-]+ ){{0,2}}?(?:evidence|signs?|suspicion|indication|findings?) of (?:[\w/-]+ ){{0,3}}?{_ILL}"
            rf"|(?:disease|tumou?r|relapse|recurrence|cancer)[- ]free(?! (?:interval|surviv|period|margin))|(?:free|clear) (?:of|from) (?:[\w-]+ )?{_ILL}"
            r"|in (?:(?:continuous|continued|ongoing|sustained|durable|persistent|clinical|radiologic\w*) )*(?:complete )?remission (?:at|for|after)"
            r"|(?:remains?|is|still|continues to be|currently|now)(?: \w+){0,2} in (?:[\w-]+ ){0,3}(?:remission|complete response))\b|\bNED\b",
        ),
        ("no recurrence", r"\b(?:no|without) (?:(?:any|further|local|distant|tumou?r|subsequent|new) (?:or \w+ )?)*(?:re(?:oc)?currences?|relapses?)\b"),
        (
            "alive",
            r"\b(?:(?:is|was|are|were|remains?|remained|still|and|be|currently) (?:currently |still |all |both )?alive(?! with)"
            r"|alive (?:and well|at|after)|still living|survived(?!(?: for| only| another| an additional| a further)* [\w.]+ (?:more )?(?:months?|mo|years?|weeks?|days?)\b(?! without)))\b(?! (?:the|surgery))",
        ),
        ("lost to follow-up", r"\b(?:lost to|lost from|dropped out of|defaulted) follow-?\s?up\b"),
    )
)  # fmt: skip
_LIKELY = re.compile(
    rf"\b(?:{KIN}|wife|husband|if|would|(?-i:may)|survival|interval|until|probability"
    r"|was (?:initially )?considered)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


# What margins, nodes or the first staging were free of says nothing of what became of the patient.
_NOT_OUTCOME = re.compile(
    r"\b(?:margins?|edges?|nodes?|marrow|specimens?|biops\w+|aspirat\w+|cytolog\w+|washings?|fluid|work-?up|stag(?:ed|ing)|pre-?operative\w*|initial\w*"
    r"|at (?:diagnosis|presentation)|locali[sz]ed)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
# A scan without a lesion may be the first one; free of disease or of a residue is said of what was treated.
_SPREAD = re.compile(r"metasta|spread|dissemination|lesion|malignan|neoplas", re.IGNORECASE)
# "No recurrence at 18 months but an eventual recurrence at 29", "disease-free until two months after surgery".
_NO_LONGER = re.compile(
    r"\s(?:[\w-]+\s){0,2}until\b|[^.;]{0,120}?\b(?:but|until|however|although|when|before)\b(?:(?!\b(?:no|not|without|nor|died)\b)[^.;]){0,60}?\b(?:recur\w*|relaps\w*|progress(?:ed|ion)|metastas[ei]s)\b",
    re.IGNORECASE,
)
_RETURN = re.compile(r"recurren|relapse", re.IGNORECASE)
_SEEN = re.compile(r"\b(?:evidence|signs?|suspicion|indication|findings?)\b", re.IGNORECASE)
_TREATED = re.compile(
    r"surg|operat|resect|excis|remov|amput|\w{3}ectomy\b|chemo|radi[ao](?:tion|ther)|treat|therap|received|underwent|cycles?\b|ablat|transplant",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\b(?:follow(?:ed)?[- ]?up|after|later|since|last|remain\w*|currently|now|still|to date|post-?operative\w*|alive|months?|years?)\b",
    re.IGNORECASE,
)


_FREE = {"no evidence of disease", "no evidence of recurrence", "no recurrence", "alive without disease"}


def statuses(told: list[Passage]) -> Iterator[Fact]:
    """The last that the text says, and death before all."""
    said: list[Fact] = []
    treated = False
    for passage in told:
        treated = treated or bool(_TREATED.search(passage.text))
        for value, pattern in _STATUS:
            m = pattern.search(passage.text)
            if m and value == "no evidence of disease":
                if not _is_outcome(passage, m):
                    continue
                if _RETURN.search(passage.text, m.start(), m.end() + 25) and _SEEN.search(m.group()):
                    value = "no evidence of recurrence"
                elif _RETURN.search(m.group()):
                    value = "no recurrence"
            if m and value in _FREE and not treated and not _AFTERWARDS.search(passage.text):
                continue  # what an examination did not show before the tumour was found
            if m and value in _FREE and _NO_LONGER.match(passage.text, m.end()):
                continue
            if m and not _LIKELY.search(passage.text[: m.start()]):
                said.append(Fact(passage.patient, "status", value, passage.evidence(*m.span()), "status", 0.85))
                break
    dead = [f for f in said if f.value == "dead"]
    yield from dead[:1] or said[-1:]


def _is_outcome(passage: Passage, m: re.Match[str]) -> bool:
    """Whether the patient, at some later time, was free of disease, rather than a margin or the first scan."""
    if _NOT_OUTCOME.search(passage.text[: m.start()]):
        return False
    only_spread = _SPREAD.search(m.group()) and not _RETURN.search(passage.text)
    return not only_spread or bool(_AFTERWARDS.search(passage.text))
