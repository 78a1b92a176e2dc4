"""Where a patient's tumour began: "sarcoma of the left maxilla", "a mass in the left calf", "pericardial sarcoma"."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.paper import Mention
from extractors.patients.passages import Fact, Passage, is_title
from extractors.patients.tumour import SIDE, sited
from extractors.quantities.people import KIN

_TUMOUR_WORD = r"(?:mass|lesion|tumou?r|neoplasm|lump|nodule|primary|cancer|malignancy|swelling|growth|polyp|soft[- ]tissue mass|plaque|patch|papule|tumefaction|raised area)"
_TUMOUR_WORDS = rf"(?:{_TUMOUR_WORD}s?|masses)"
# What was before; "a five-month history of" is the tumour's own.
_HISTORY = r"(?<!month )(?<!months )(?<!year )(?<!years )(?<!week )(?<!weeks )(?<!day )history of"
_NOT_PRIMARY = re.compile(
    r"\b(?:metasta\w+|recurr\w*|relaps\w*|new|spread|disseminated|invad\w+|extend\w+|extension|involv\w+|thrombus"
    rf"|biopsy|fluid|staging|second|additional|further|synchronous|satellite|benign|{_HISTORY}|multiple|numerous|innumerable|several|displace\w*"
    r"|compress\w*|encas\w+|without|absence of|negative for|denied)\b[^.;]{0,60}$|\bno (?!longer\b|prior\b)(?:[\w-]+,? ){1,5}(?:or |nor |and )?[^.;,]{0,25}$",
    re.IGNORECASE,
)
_PRESENTED = re.compile(
    r"\b(?:presented|(?:was|were|been) (?:referred|admitted|seen|evaluated|hospitali[sz]ed)|sought|complained of|was diagnosed with|was found to have)\b",
    re.IGNORECASE,
)
_OTHERS_PAST = re.compile(
    rf"\b(?:{_HISTORY}|previous|{KIN}|family)\b[^.;]{{0,60}}$",
    re.IGNORECASE,
)
# From here on the story tells of spread or treatment: a mere mass or lesion is then no longer the first one.
_LATER = re.compile(
    r"\b(?:metasta\w+|recurr\w+|relaps\w+|came back|progress(?:ed|ion)|progressive disease|chemotherap\w+|respon(?:se|ded)|shr[aiu]nk\w*"
    r"|follow-?up|regress\w+)\b",
    re.IGNORECASE,
)
NOWHERE = {"distant metastasis (site unspecified)", "multiple sites", "primary site", "unknown primary site", "blood"}
_VAGUE = {"soft tissue", "muscle", "subcutaneous tissue", "local/primary site"}
# Adjectives that are part of a tumour's usual name; the site says nothing more.
_USUAL = {"uterine", "ovarian", "cervical", "breast", "endometrial", "synovial", "thymic"}
_PART_BEHIND = re.compile(
    r"\s(?:artery|vein|wall|fossa|sheath|region|duct|valve|girdle|nerve|muscle|lobe)\b", re.IGNORECASE
)
_FOLLOWED = re.compile(
    r"^\s*(?:and [\w-]+\s)?(?:metastas[ei]s|recurrences?|relapses?|nodes?|biopsy|effusion|pain"
    r"|disease progression|involvement)\b",
    re.IGNORECASE,
)
_PART = (
    r"(?:lobe|wall|body|tail|head|neck|fundus|apex|base|root|aspect|side|portion|part|third|half|surface|segment|shaft|pole"
    r"|region|area|space|compartment|dorsum|cortex|bed|quadrant|corner|sole|palm|tip|angle|edge|border|margin|groove|metaphysis|diaphysis|epiphysis|condyle|fossa|muscles?)"
)
_ARTICLE = r"(?:the\s|(?:his|her)\s)?"
# "the left lower lobe of the lung", "the dorsum of the right foot": a part, then the whole that the site names.
_WHOLE_NEXT = re.compile(rf"^\s(?:\w+\s)?of\s{_ARTICLE}{SIDE}$", re.IGNORECASE)
_ORIGIN = re.compile(
    r"\b(?:of|in|on|at|from|within|involving|occupying|replacing|affecting|arising (?:in|from|within|out of)"
    r"|originating (?:in|from|within)"
    rf"|(?:located|situated|locali[sz]ed|cent(?:er|r)ed) (?:in|on|at|over|to)|confined to|over)\s{_ARTICLE}"
    rf"(?P<part>(?:[\w-]+\s){{0,4}}?{_PART}\sof\s{_ARTICLE})?(?P<side>{SIDE})$",
    re.IGNORECASE,
)
# "The intracranial tumour size": what was measured later, not where it began.
_MEASURE = r"(?:sizes?|volumes?|densit(?:y|ies)|burden|growth|shrinkage|markers?|response|diameters?|load)\b"
_REGION = re.compile(r"(?:thoracic|abdominal|pelvic|cervical|cranial|facial)", re.IGNORECASE)
# Where a scan was taken says little of where in it the mass was.
_TRUNK = {"chest", "thorax", "abdomen", "pelvis", "neck", "chest wall", "trunk"}
# A tumour that is named after its organ began there, whatever lump was noticed first.
_ORGAN = re.compile(
    r"\b(?:thyroid|lung|breast|gastric|hepat\w+|pancrea\w+|prostat\w+|color?ect\w+|colon|bladder|urothelial|renal|ovarian|cervical|endometri\w+|"
    r"(?:o)?esophag\w+|thymic)\b"
)
_LENGTH = r"\d[\d.,]*\s?(?:[x×*]\s?\d[\d.,]*\s?){0,2}(?:cm|mm)"
# Between a tumour and its "in the ...": a size, a parenthesis, "arising", "that was located".
_GAP = (
    r"\s*\)?\s*(?:\([^)]*\)\s*)?"
    rf"(?:(?:of|measuring|about|approximately|sized)\s(?:about\s|up to\s)?{_LENGTH}(?:\sin (?:\w+\s){{0,2}}(?:diameter|size|dimension))?\s)?"
    r"(?:with\s(?:(?!displace|compress|inva|exten|encase|destruct|erosi|obstruct|infiltr|involve|spread)[\w-]+\s){1,3})?(?:(?:(?:was|were|that was|which was)\s)?(?:arising|originating|located|situated|locali[sz]ed|cent(?:er|r)ed|lying|sited|present|embedded|primary|primarily"
    r"|found|seen|detected|discovered|identified)\s)?"
)
_NAMED_BEFORE = re.compile(_GAP)
_WORD_BEFORE = re.compile(
    rf"\b{_TUMOUR_WORDS}{_GAP}$|\bdiagnos(?:ed with|ed as having|is of) (?:an?\s)?[\w-]+\s$", re.IGNORECASE
)
_IMAGED = re.compile(
    r"\b(?:MRI|CT|PET|ultraso\w+|imaging|tomography|scans?|radiographs?|x-?rays?|sonography)\s(?:scans?\s|images?\s)?of\s"
    rf"{_ARTICLE}{SIDE}$",
    re.IGNORECASE,
)
_SHOWED = re.compile(
    rf"^\s(?:\([^)]*\)\s)?(?:showed|revealed|demonstrated|disclosed|displayed|detected|identified)\san?\s(?:[\w.,×-]+\s){{0,6}}{_TUMOUR_WORD}\b",
    re.IGNORECASE,
)
_FRONTED = re.compile(rf"(?:^|[.;]\s)(?:From|In|On|At|Within)\s{_ARTICLE}(?P<side>{SIDE})$", re.IGNORECASE)
_FRONTED_MASS = re.compile(
    rf"^,?\s(?:there was\s)?an?\s(?:(?!metasta|recurr)[\w.×-]+\s){{0,4}}{_TUMOUR_WORD}\b", re.IGNORECASE
)
_OWNED = re.compile(
    r"\b(?:an?|the|his|her|with|of|large|huge|primary|unresectable|advanced|\d+[ -]?cm)\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)


# "Metastatic retroperitoneal liposarcoma" began there; a "metastatic lung osteosarcoma" may have come there.
_SPREAD = re.compile(
    r"\bmetastatic,?\s(?:(?:and |or )?(?:unresectable|inoperable|recurrent|advanced|primary),?\s)?$", re.IGNORECASE
)
# "Metastatic gastric cancer involving the peritoneum": where it went.
_SPREAD_TO = re.compile(
    r"\b(?:metastatic|disseminated|stage IV|metastasi[sz]ed|spread)\b[^.;]{0,90}\b(?:involving|affecting|occupying)\s(?:the\s|his\s|her\s)?(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_SEEDED = {"lung", "liver", "brain", "bone", "lymph node", "peritoneum", "pleura", "skin", "adrenal gland"}


def primary_sites(told: list[Passage]) -> Iterator[Fact]:
    """The first place that the text gives the tumour, beyond what its name says; a title says it last, being the least exact."""
    named = {w for p in told for h in p.of("histotype") for w in f"{h.label} {h.text}".lower().split()}
    of_organ = bool(_ORGAN.search(" ".join(named)))
    part, later = "", False
    if said := _called_primary(told):
        yield said
        return
    for passage in sorted(told, key=lambda p: is_title(p.sentence)):
        if passage.sentence.title != part:
            part, later = passage.sentence.title, False
        if lobe := _lobe(passage, later):
            yield lobe
            return
        sites = passage.of("site")
        for k, mention in enumerate(sites):
            if _elsewhere(passage, mention, sites[k + 1 : k + 2], named):
                continue
            if (
                of_organ
                and not passage.of("histotype")
                and not _ORGAN.search(f"{mention.text} {mention.label}".lower())
            ):
                continue
            if span := _behind_tumour(passage, mention, later) or _before_tumour(passage, mention, later):
                yield Fact(
                    passage.patient,
                    "primary_site",
                    _site(passage, span, mention),
                    passage.evidence(*span),
                    "site",
                    0.85,
                )
                return
        later = later or bool(_LATER.search(passage.text))


# "The diagnosis of primary chondrosarcoma in the right groin": said in as many words, whatever lump came first.
_PRIMARY_IN = re.compile(
    rf"\bprimary\s(?!care\b|end)(?:[\w-]+\s){{1,5}}?(?:of|in|from|within|at|arising (?:in|from))\s{_ARTICLE}(?P<side>{SIDE})$",
    re.IGNORECASE,
)


def _called_primary(told: list[Passage]) -> Fact | None:
    for passage in told:
        for mention in passage.of("site"):
            start, end = passage.at(mention)
            m = _PRIMARY_IN.search(passage.text[:start])
            if m is None or mention.label in NOWHERE | _VAGUE or is_title(passage.sentence):
                continue
            named = any(m.start() <= passage.at(h)[0] < start for h in passage.of("histotype"))
            if named:
                return Fact(
                    passage.patient,
                    "primary_site",
                    _site(passage, (m.start("side"), end), mention),
                    passage.evidence(m.start("side"), end),
                    "site",
                    0.85,
                )
    return None


# A lobe with its side and height is the lung's, unless another organ is named.
_LOBE = re.compile(
    rf"(?P<before>\b(?:{_TUMOUR_WORDS}|opacity|shadow|consolidation|carcinoma|cancer)\s(?:[\w.,×-]+\s){{0,5}}?(?:in|of|at|within|occupying|located in|involving)\s(?:the\s|his\s|her\s)?)?"
    rf"(?P<lobe>(?:left|right)\s(?:upper|middle|lower)\s(?:lung\s|pulmonary\s)?lobe)\b(?P<whole>\sof\s(?:the\s|his\s|her\s)?(?:(?:left|right)\s)?lungs?\b)?"
    rf"(?!\s(?:of|bronch))(?P<after>\s(?:lung\s|pulmonary\s)?(?:{_TUMOUR_WORDS}|opacity|carcinoma|adenocarcinoma)\b)?",
    re.IGNORECASE,
)


def _lobe(passage: Passage, later: bool) -> Fact | None:
    for m in _LOBE.finditer(passage.text):
        first = later or _NOT_PRIMARY.search(_since(passage.text[: m.start("lobe")])[-70:])
        if (m["before"] or m["after"]) and not first:
            words = re.sub(r"\s(?:(?:lung|pulmonary)\s)?lobe$", " lung lobe", m["lobe"].lower())
            evidence = passage.evidence(m.start("lobe"), m.end("whole") if m["whole"] else m.end("lobe"))
            return Fact(passage.patient, "primary_site", words, evidence, "site", 0.85)
    return None


def _elsewhere(passage: Passage, mention: Mention, after: list[Mention], named: set[str]) -> bool:
    """Whether a site says nothing of the origin: it is in the tumour's name, of another time or person, or part of the next."""
    start, end = passage.at(mention)
    gap = passage.text[end : passage.at(after[0])[0]] if after else ""
    if after and (_WHOLE_NEXT.match(gap) or (gap == " " and _REGION.fullmatch(mention.text))):
        return True  # "the thoracic oesophagus" is the oesophagus
    if re.search(r"\w[-‐‑–]$", passage.text[:start]) and not re.search(
        r"\b(?:left|right|mid|upper|lower)[-‐‑–]$", passage.text[:start], re.I
    ):
        return True  # cut out of a longer word: "oesophago-gastric"
    return bool(
        mention.label in NOWHERE | _VAGUE
        or (mention.text.lower() in _USUAL and (mention.text.lower() in named or _names_carcinoma(passage, end)))
        or _FOLLOWED.match(passage.text[end:])
        or _OTHERS_PAST.search(_since(passage.before(start))[-70:])
    )


def _names_carcinoma(passage: Passage, at: int) -> bool:
    """Whether a carcinoma is named right behind a place: "ovarian serous carcinoma" is one name."""
    return any(0 < passage.at(h)[0] - at <= 2 and "carcinoma" in h.label for h in passage.of("histotype"))


def _since(before: str) -> str:
    """The words since the patient presented: what stands before is history."""
    return _PRESENTED.split(before)[-1]


def _behind_tumour(passage: Passage, mention: Mention, later: bool) -> tuple[int, int] | None:
    start, end = passage.at(mention)
    if _IMAGED.search(passage.text[:start]):
        weak = later or mention.text.lower() in _TRUNK
        return (start, end) if not weak and _SHOWED.match(passage.text[end:]) else None
    if (m := _FRONTED.search(passage.text[:start])) and not later and _FRONTED_MASS.match(passage.text[end:]):
        return m.start("side"), end
    m = _ORIGIN.search(passage.text[:start])
    if not m:
        return None
    first_word = m.start("part") if m["part"] else m.start("side")
    for tumour in passage.of("histotype"):
        first, last = passage.at(tumour)
        if first < start and end <= last:  # "intimal sarcoma of the pulmonary artery" is one name of a plain tumour
            return None if set(mention.label.split()) & set(tumour.label.split()) else (first_word, end)
    tumours = [passage.at(h)[1] for h in passage.of("histotype") if passage.at(h)[1] <= m.start() + 1]
    near = bool(tumours) and _NAMED_BEFORE.fullmatch(passage.text[max(tumours) : m.start()])
    word = not later and _WORD_BEFORE.search(passage.text[: m.start()])
    elsewhere = _NOT_PRIMARY.search(_since(passage.text[: m.start()])[-70:])
    if near and _SPREAD_TO.search(passage.text[: m.end()][-140:]):
        return None
    return (first_word, end) if near or (word and not elsewhere) else None


def _before_tumour(passage: Passage, mention: Mention, later: bool) -> tuple[int, int] | None:
    start, end = passage.at(mention)
    if any(named and named[0] == start for h in passage.of("histotype") if (named := sited(passage, h))):
        return None
    side = re.search(rf"(?<![\w-]){SIDE}(?:lobe\s)?$", passage.text[:start], re.IGNORECASE)
    first = side.start() if side else start
    tumour = any(
        0 < passage.at(h)[0] - end <= 2 or _worded(passage.text[end : passage.at(h)[0]]) or _within(passage, mention, h)
        for h in passage.of("histotype")
        if passage.at(h)[1] > end
    )
    word = not later and re.match(
        rf"(?:\s|-)(?:soft[- ]tissue\s)?{_TUMOUR_WORD}\b(?!\s{_MEASURE})", passage.text[end:], re.IGNORECASE
    )
    owned = _OWNED.search(passage.text[:first])
    before = _since(passage.text[:first])[-70:]
    if tumour and mention.label not in _SEEDED:
        before = _SPREAD.sub("", before)
    elsewhere = _NOT_PRIMARY.search(before)
    return (first, end) if not elsewhere and (tumour or (word and owned)) else None


def _within(passage: Passage, site: Mention, tumour: Mention) -> bool:
    """A site that opens a tumour's name whose label does not have it: "sacral chordoma" is a chordoma."""
    said = f"{site.text} {site.label}".lower().split()
    return passage.at(tumour)[0] == passage.at(site)[0] and not set(said) & set(re.split(r"\W+", tumour.label))


def _worded(gap: str) -> bool:
    """Adjectives only between a site and its tumour: "paratracheal unresectable grade II chondrosarcoma"."""
    return bool(
        re.fullmatch(
            r"\s(?:(?:high|low|intermediate|grade|unresectable|metastatic|primary|advanced|recurrent|I{1,3}|\d|well|poorly"
            r"|differentiated|intradural|extradural|epidural|intramedullary|intraosseous|extraosseous)[\s-]){0,4}",
            gap,
            re.IGNORECASE,
        )
    )


def _site(passage: Passage, span: tuple[int, int], mention: Mention) -> str:
    """Side as printed, then the site: its noun where an adjective is printed; the part of a whole comes last."""
    start, end = passage.at(mention)
    if behind := _PART_BEHIND.match(passage.text[end:]):
        return " ".join(passage.text[span[0] : end + behind.end()].lower().split())
    adjective = (
        re.search(r"(?:al|ar|ic|ary|ous|ine|ian)$", mention.text.lower()) and mention.label != mention.text.lower()
    )
    name = mention.label if adjective else mention.text.lower()
    before = passage.text[span[0] : start]
    part = re.match(rf"(?P<part>.*?)\sof\s{_ARTICLE}(?P<side>.*)$", before, re.IGNORECASE | re.DOTALL)
    words = f"{part['side']} {name} {part['part']}" if part else f"{before} {name}"
    return " ".join(words.lower().replace("-", " ").split())
