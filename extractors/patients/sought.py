"""Whether an alteration was there: denied, or only looked for; and the names that alterations have after HGVS."""

from __future__ import annotations

from extractors.core import cues as re

PROTEIN = r"[A-Z]\d{2,4}(?:[A-Z*](?![A-Za-z])|fs(?:\*\d*)?|del\w*|dup\w*|ins\w*|_[A-Z]\d{1,4}(?:del|ins|dup)\w*)"
HGVS = rf"(?:c\.[\w*+_‐‑–-]+(?:\s?>\s?[ACGT]+)?(?:\s?\(?p\.[\w*>]+\)?)?|p\.[\w*>]+|{PROTEIN})"
_NEGATED = re.compile(
    r"\b(?:no|not|without|negative|absence|neither|nor|wild[- ]type|lack\w*|excluded)\b[^.;]{0,60}$", re.IGNORECASE
)
_NOT_THERE = re.compile(
    r"^\s?-?(?:wild[- ]type|negativ\w+|expression|immuno\w+)|^[^.;,]{0,50}?\b(?:(?:was|were|is|are|remained|proved) (?:not|absent|negative|intact|retained"
    r"|unaltered|unremarkable|non-?\s?contributory|non-?\s?informative|inconclusive|indeterminate|equivocal|unsuccessful)"
    r"|not (?:detected|identified|found|present|seen)|could not|wild[- ]type|failed)\b",
    re.IGNORECASE,
)
# "FISH for X rearrangement was done": what was looked for, unless the clause says that it was there.
_LOOKED_FOR = re.compile(
    r"\b(?:test(?:s|ed|ing)?|analy[sz]\w+|assays?|stud(?:y|ies)|search(?:es|ed|ing)?|screen(?:s|ed|ing)?|FISH|hybridi[sz]ation|PCR|sequencing|probes?"
    r"|investigat\w+|assess\w*|evaluat\w+|examin\w+|look(?:ed|ing)?)\s(?:\([A-Z-]+\)\s)?(?:analys[ie]s\s|test(?:s|ing)?\s|probes?\s)?(?:for|of)\s(?:the\s|any\s|an?\s)?(?:[\w-]+\s){0,5}$",
    re.IGNORECASE,
)
_DONE_ONLY = re.compile(
    r"^[^.;,]{0,50}?\b(?:was|were|had been|has been|is|being) (?:also |then |therefore |subsequently )?(?:performed|done|carried out|undertaken|attempted|requested"
    r"|ordered|recommended|planned|pending|available|tested|evaluated|investigated|assessed|conducted)\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\b(?:positiv\w*|confirm\w*|reveal\w*|show\w*|demonstrat\w*|detected|identified|found|disclosed|harbou?r\w*|(?<!the )present)\b",
    re.IGNORECASE,
)
# "To investigate the presence of the A-B fusion", "the expected A-B translocation".
_SOUGHT = re.compile(
    r"\b(?:to (?:investigate|exclude|rule out|detect|assess|determine|look for|confirm|test for|search for|check for)|(?:suspected|expected|possible|presumed|putative)|(?:suspected|expected|thought|believed) to (?:be|represent|harbou?r|have))\s(?:the\s|a\s|any\s)?"
    r"(?:(?:presence|existence|suspected|expected|possible|presumed|putative|specific) (?:of )?)?(?:the\s|an?\s)?(?:[\w-]+\s)?$",
    re.IGNORECASE,
)


# "For BRAF V600E mutation analysis": the name of a test.
_NAMED_TEST = re.compile(
    rf"\s{HGVS}\s(?:mutation(?:al)?\s)?(?:analys\w+|test\w*|assays?|screen\w*|PCR)\b", re.IGNORECASE
)


def absent(before: str, after: str) -> bool:
    """Whether the words around a gene or fusion deny its alteration, or tell only that it was looked for."""
    if _NEGATED.search(before) or _NOT_THERE.match(after):
        return True
    return _only_tested(before, after)


def sought(before: str) -> bool:
    """Whether the words before a fusion tell that it was expected: "to exclude the presence of an A-B fusion"."""
    return bool(_SOUGHT.search(before))


def _only_tested(before: str, after: str) -> bool:
    """Whether an alteration was looked for, and nothing is said of its having been there."""
    if (sought(before) or _NAMED_TEST.match(after)) and not _THERE.search(after):
        return True
    looked = _LOOKED_FOR.search(before)
    done = _DONE_ONLY.match(after)
    tested = done and re.match(r"\s(?:\w+\s){0,2}(?:analys|test|stud|assay|search|research|screen|status)", after)
    if looked is None and not tested:
        return False
    return not _THERE.search(f"{looked.group() if looked else ''} {after}") and not re.search(HGVS, after)
