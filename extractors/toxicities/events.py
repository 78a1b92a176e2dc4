"""Adverse events in a sentence: CTCAE terms of the vocabulary, laboratory values that rose, and general words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.laboratory import DECREASED
from extractors.core.paper import Mention, Sentence
from extractors.core.verbs import SEEN


@dataclass(frozen=True, slots=True)
class Event:
    """An adverse event at `[start, end)` within the sentence's text; `general` for words such as "adverse event"."""

    start: int
    end: int
    term: Term
    general: bool = False


_ORGAN = (
    r"gastro-?\s?intestinal|non-?ha?ematologic(?:al)?|ha?ematologic(?:al)?|skin|cutaneous|dermatologic(?:al)?|"
    r"mucocutaneous|hepatic|liver|cardiac|"
    r"cardiovascular|pulmonary|respiratory|neurologic(?:al)?|neuro|(?:central )?nervous system|CNS|renal|infectious|metabolic|endocrine|mucosal|"
    r"ocular|vascular|musculoskeletal"
)
# "Imatinib-related": by the drug's name.
_BY_DRUG = r"[a-z]+(?:mab|nib|limus|tin|cin|platin|taxel|lin|ib)-related"
_MANNER = (
    r"(?:drug|treatment|therapy|immune|study drug|infusion|death)-?\s?related|immune-?\s?mediated|autoimmune|treatment-?\s?emergent|dose-?\s?limiting|"
    r"(?:life|treatment)-threatening|"
    rf"(?:less )?serious|unexpected|{_BY_DRUG}|acute|late|"
    r"unacceptable|fatal"
)
GENERAL = re.compile(
    rf"(?<![\w-])(?P<modifiers>(?:(?:{_MANNER}|(?:{_ORGAN})(?:\s*/\s*(?:{_ORGAN}))*)[\s-]+)*)"
    rf"(?P<noun>(?<=[1-5] )events?|events?(?= of (?:at least |≥ ?|(?:NCI|CTC|WHO)\S* )*grade)|adverse (?:(?:drug|{_ORGAN}) )?(?:events?|reactions?|effects?|experiences?)|"
    r"side[- ]effects?|toxic effects?|"
    r"toxicit(?:y|ies)|"
    r"(?:ir|TR|TE|S)?AEs?|DLTs?|(?:toxic )?(?:deaths?|mortality(?: rate)?))(?![\w-])",
    re.IGNORECASE,
)
_SHORT = {
    "ae": "adverse event",
    "event": "adverse event",
    "sae": "serious adverse event",
    "irae": "immune-related adverse event",
    "trae": "treatment-related adverse event",
    "teae": "treatment-emergent adverse event",
    "dlt": "dose-limiting toxicity",
}
_OF_TREATMENT = re.compile(
    rf"(?:(?:drug|treatment|therapy|study drug)-?\s?related|treatment-?\s?emergent|{_BY_DRUG})[\s-]+"
)
# An organ system that stands for its toxicity: "grade 3 toxicities were hematologic (5 %) and cutaneous (2 %)".
_ELLIPTIC = re.compile(
    rf"(?<![\w-])(?P<organ>(?:{_ORGAN})(?:/(?:{_ORGAN}))*)(?=\s*(?:[(,;.]|and\b|in\s+\d|$))", re.IGNORECASE
)
ANALYTES = {
    "ast": "Aspartate aminotransferase increased",
    "sgot": "Aspartate aminotransferase increased",
    "aspartate aminotransferase": "Aspartate aminotransferase increased",
    "alt": "Alanine aminotransferase increased",
    "sgpt": "Alanine aminotransferase increased",
    "alanine aminotransferase": "Alanine aminotransferase increased",
    "alkaline phosphatase": "Alkaline phosphatase increased",
    "alp": "Alkaline phosphatase increased",
    "bilirubin": "Blood bilirubin increased",
    "creatinine": "Creatinine increased",
    "lipase": "Lipase increased",
    "amylase": "Serum amylase increased",
    "cholesterol": "Cholesterol high",
    "triglycerides": "Hypertriglyceridemia",
    "ggt": "GGT increased",
    "gamma-glutamyl transferase": "GGT increased",
    "gamma-glutamyltransferase": "GGT increased",
    "cpk": "CPK increased",
    "creatine phosphokinase": "CPK increased",
    "creatine kinase": "CPK increased",
    "inr": "INR increased",
    "asat": "Aspartate aminotransferase increased",
    "alat": "Alanine aminotransferase increased",
    "got": "Aspartate aminotransferase increased",
    "gpt": "Alanine aminotransferase increased",
    "gamma-gt": "GGT increased",
    "γ-gt": "GGT increased",
    "ldh": "Blood lactate dehydrogenase increased",
    "lactate dehydrogenase": "Blood lactate dehydrogenase increased",
    "tsh": "Thyroid stimulating hormone increased",
    "thyroid-stimulating hormone": "Thyroid stimulating hormone increased",
}
_ANALYTE = rf"(?:serum |blood |total )?(?:{'|'.join(sorted(ANALYTES, key=len, reverse=True))})"
# Slash, comma or "and", with grades of their own between: "grade 4 AST/grade 3 ALT".
_SEP = r"(?:\s*(?:/|,|\band\b|\bor\b|,\s*and\b)\s*(?:grade\s*[1-5]\s*)?)"
_ROSE = r"(?:elevat(?:ion|ed)s?|elevations?|increases?d?|rises?|raised|rose|abnormalit(?:y|ies)|high)"
COMPOSITE = re.compile(
    rf"(?<![\w-])(?:(?P<before>{_ROSE}(?:\s+(?:of|in))?(?:\s+the)?)\s+)?(?P<list>{_ANALYTE}(?:{_SEP}{_ANALYTE})*)(?:\s+(?:levels?\s+)?(?P<after>{_ROSE}))?(?![\w-])",
    re.IGNORECASE,
)
# Blood counts that stand for their fall: "grade 3 haematological toxicity was neutrophils in 78 %".
_FALLEN = tuple((label, re.compile(names, re.IGNORECASE)) for label, names in DECREASED)
_BLOOD = re.compile(
    rf"(?<![\w-])(?P<name>{'|'.join(names for _, names in DECREASED)})(?: counts?)?(?= in \d|\s?\(\d)", re.IGNORECASE
)
# Events that oncology papers name and CTCAE does not.
_UNLISTED = re.compile(
    r"(?<![\w-])(?:(?:immune[- ]related |(?:drug|treatment)[- ]related |drug-induced |autoimmune |toxic |acute "
    r")?hepatitis(?! [BC]\b)|myelosuppression|myelotoxicity|pancytopenia|cytopenias?|"
    r"(?:dilated |stress |takotsubo |toxic )?cardiomyopathy|bone marrow (?:suppression|depression)|optic neuritis|(?:bullous )?pemphigoid|"
    r"coronary (?:artery )?(?:vaso)?spasm|ha?emophagocytic (?:syndrome|lymphohistiocytosis)|differentiation syndrome|diabetic ketoacidosis|"
    r"cerebellar ataxia|(?:Pneumocystis(?: jirovecii| carinii)? |interstitial )pneumonia|"
    r"nephrotoxicity|transaminitis|(?:elevated |increased |raised )(?:liver enzymes|transaminases?|liver function "
    r"tests|LFTs?)|(?:elevations?|increases?|rises?) (?:of|in) (?:the )?(?:serum )?(?:liver enzymes|(?:amino)?transaminases?|liver "
    r"function tests|LFTs?)|"
    r"(?:liver enzymes?|transaminases?|liver function tests?|LFTs?) (?:elevations?|increases?|abnormalit(?:y|ies)|"
    r"rises?)|"
    r"infusion(?:-related)? reactions?|capillary leak|(?:(?:peripheral|sensory|motor|sensorimotor|autonomic|cranial) "
    r"){0,2}(?:poly)?neuropath(?:y|ies)|(?:radiation |transverse )?myelopathy|(?:osteo)?radionecrosis|"
    r"radiation necrosis|(?:neuro|hepato|cardio|oto)toxicity|hepatopathy|dermatotoxicity|"
    r"thyroiditis|thyroid dysfunction|infertility|growth hormone deficiency|growth retardation|enteritis|gingivitis|"
    r"(?:acute |chronic )?(?:renal|kidney|hepatic|liver|cardiac|pituitary|gonadal) (?:failure|injur(?:y|ies)|dysfunction|impairment|insufficiency|"
    r"abnormalit(?:y|ies))|Fanconi(?:[’']?s)? syndrome|tubulopath(?:y|ies)|"
    r"(?:gastrointestinal|GI|gastric|intestinal|bowel|colonic) (?:perforations?|obstructions?|disturbances?|symptoms|upset|disorders?)|"
    r"(?:(?:gastrointestinal|GI|tumou?r|mucosal|nasal|oral) )?(?:ha?emorrhages?|bleed(?:ing|s)?)(?! (?:time|risk|tendency|diathes))|"
    r"(?:cardiac )?arrhythmias?|(?:cardiac|myocardial) isch(?:a)?emia|cardiac events?|"
    r"(?:visual|vision) (?:loss|impairment|disturbances?)|loss of vision|mela?ena|hypertransamin\w+|abnormal liver function tests?|o?edema|fistulas?|"
    r"skin (?:reactions?|discolou?ration)|wound (?:complications?|healing (?:complications?|problems?|disorders?)))(?![\w-])",
    re.IGNORECASE,
)
_FRACTION = r"(?:the )?(?:(?:left )?ventricular ejection fraction|LVEF|(?:cardiac )?ejection fraction)(?: \(LV?EF\))?"
_FELL = (
    r"(?:decreas\w*|declin\w*|drop(?:s|ped)?|reduc(?:tions?|ed)|falls?|fell|impair(?:ment|ed)|deteriorat\w+|lowering)"
)
_EJECTION = re.compile(rf"(?<![\w-]){_FELL} (?:(?:of|in) )?{_FRACTION}|{_FRACTION} {_FELL}(?![\w-])", re.IGNORECASE)
_APPOSED = re.compile(r",\s*(?:the|an?)\s+(?:[\w-]+\s+){0,3}$")
_APPOSITION = re.compile(
    r",\s*(?:the|an?)\s+(?:[\w-]+\s+){0,4}(?:toxicit(?:y|ies)|(?:side |adverse )?(?:effects?|events?|reactions?)|AEs?|complications?)\s*,(?=\s+(?:was|were|occurred|developed|affected|appeared)\b)",
    re.IGNORECASE,
)
_NOT_EVENTS = {"disease progression", "fall", "tumor pain", "death nos", "sudden death nos", "death neonatal"}
_BENEFIT = re.compile(
    r"[\s-]*(?:relief|control|management|scores?|improve|palliat|resol|medication|killers?|response|status|free)",
    re.IGNORECASE,
)
# Where it hurts is part of the name; the vocabulary has most such pains, and "pain" for the rest.
_PAINED = re.compile(
    r"(?:(?:musculoskeletal|pleuritic|thoracic|epigastric|joint|muscle|shoulder|limb|leg|arm|hand|foot|hip|jaw|throat|chest)"
    r"(?: wall)?)\s+$",
    re.IGNORECASE,
)
# So is what caused an infection.
_INFECTED = re.compile(
    r"\b(?:(?:fungal|viral|bacterial|mycobacterial|parasitic|opportunistic|systemic|invasive|non-?neutropenic|neutropenic|intercurrent|local)"
    r"(?: or | and |/)?)+\s+$",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(r"^(?:skin |cutaneous )?rash$", re.IGNORECASE)


def events(sentence: Sentence) -> list[Event]:
    """Events in text order; of two that overlap the earlier source wins: laboratory, general words, vocabulary."""
    found: list[Event] = []
    for event in (
        *_composites(sentence.text),
        *_general(sentence),
        *_listed(sentence),
        *_unlisted(sentence.text),
        *_elliptic(sentence.text),
    ):
        if not any(event.start < f.end and f.start < event.end for f in found):
            found.append(event)
    return _joined(sentence.text, [_with_apposition(sentence.text, e) for e in sorted(found, key=lambda e: e.start)])


_WITHOUT = re.compile(r"without(?: any| concomitant| associated| clinical| overt)?", re.IGNORECASE)


def _joined(text: str, found: list[Event]) -> list[Event]:
    """An event and its abbreviation behind it in parentheses are one."""
    kept: list[Event] = []
    for event in found:
        last = kept[-1] if kept else None
        gap = text[last.end : event.start].strip() if last else ""
        if (
            last
            and gap in ("(", "[")
            and text[event.end : event.end + 1] in (")", "]")
            and last.term.label == event.term.label
        ):
            kept[-1] = replace(last, end=event.end + 1)
        elif last and _WITHOUT.fullmatch(gap):
            kept[-1] = replace(last, end=event.end)  # "neutropenia without fever"
        else:
            kept.append(event)
    return kept


def _with_apposition(text: str, event: Event) -> Event:
    """The event with the words that only characterise it: "diarrhea, the most frequent side effect, ..."."""
    m = _APPOSITION.match(text, event.end)
    return replace(event, end=m.end()) if m else event


def _composites(text: str) -> Iterator[Event]:
    for m in COMPOSITE.finditer(text):
        if not (m["before"] or m["after"]):
            continue
        parts = list(re.finditer(_ANALYTE, m["list"], re.IGNORECASE))
        for k, part in enumerate(parts):
            name = re.sub(r"^(?:serum|blood|total) ", "", part.group().lower())
            start = m.start() if k == 0 and m["before"] else m.start("list") + part.start()
            end = m.end() if k == len(parts) - 1 else m.start("list") + part.end()
            yield Event(start, end, Term(printed=part.group(), concept=ANALYTES[name]))


# "Recorded as adverse events", "with regard to skin toxicity": no event of its own.
_TOPIC = re.compile(
    r"\b(?:as (?:an? )?|(?:with (?:regard|respect) to|as (?:for|regards)|regarding|concerning|in terms of) (?:the )?)$",
    re.I,
)


def _general(sentence: Sentence) -> Iterator[Event]:
    for m in GENERAL.finditer(sentence.text):
        noun = m["noun"].lower()
        if noun.startswith(("death", "mortality")) and not re.search(r"related|toxic", m["modifiers"], re.IGNORECASE):
            continue
        if _is_predicate(sentence, m.start(), m.end()):
            continue
        if _TOPIC.search(sentence.text[: m.start()]) or _explains(sentence.text, m.start(), m.end()):
            continue  # said of the events named before: "recorded as adverse events", "..., the main side effect, ..."
        noun = re.sub(r"mortality(?: rate)?", "death", noun)
        term = _SHORT.get(noun.removesuffix("s"), _singular(noun))
        modifiers = re.sub(r"\s+", " ", m["modifiers"]).lower()
        if term == "adverse event":  # the term is the same whether or not treatment is said to be the cause
            modifiers = _OF_TREATMENT.sub("", modifiers)
        yield Event(m.start(), m.end(), Term(printed=(modifiers + term).strip()), general=True)


# "Headache was the most frequently reported adverse event (20 %)": the figure is the named event's.
_BEING = re.compile(r"\s*(?:was|were|is|are) (?:also )?(?:the|an?) (?:[\w-]+ ){0,5}", re.IGNORECASE)
_FIGURE_NEXT = re.compile(rf"\s*(?:\(|,? ?(?:occurring|affecting|{SEEN}|in)\b)", re.IGNORECASE)


def _is_predicate(sentence: Sentence, start: int, end: int) -> bool:
    if not _FIGURE_NEXT.match(sentence.text, end):
        return False
    places = (sentence.at(x)[1] for x in sentence.of("toxicity"))
    return any(_BEING.fullmatch(sentence.text, place, start) for place in places if place < start)


def _explains(text: str, start: int, end: int) -> bool:
    """ "Diarrhea, the most frequent side effect, was seen in ...": said of the event before it."""
    return bool(_APPOSED.search(text[:start]) and text[end:].lstrip().startswith(","))


def _singular(noun: str) -> str:
    """Toxicities and adverse events in the singular; "side effects" stay as printed."""
    if noun.startswith("side"):
        return noun
    return noun if noun.endswith("is") else re.sub(r"ies$", "y", noun).removesuffix("s")


def _listed(sentence: Sentence) -> Iterator[Event]:
    for mention in sentence.of("toxicity"):
        start, end = sentence.at(mention)
        if mention.label in _NOT_EVENTS or _BENEFIT.match(sentence.text, end):
            continue
        if GENERAL.fullmatch(mention.text):
            continue
        kind = {"pain": _PAINED, "infections and infestations - other, specify": _INFECTED}.get(mention.label.lower())
        named = kind.search(sentence.text[:start]) if kind is not None else None
        if named:
            yield Event(named.start(), end, Term(printed=sentence.text[named.start() : end].lower()))
        else:
            yield Event(start, end, _term(mention))


def _term(mention: Mention) -> Term:
    """The CTCAE term; the paper's own words where the vocabulary has only a remainder class or a wider word."""
    term = mention.term()
    if "other, specify" in term.concept.lower() or _OWN_WORDS.match(mention.text):
        return Term(printed=mention.text.lower())
    return term


def first_unlisted(text: str) -> str:
    """The first event of a text that CTCAE does not have as printed, empty for none."""
    m = _UNLISTED.search(text) or _EJECTION.search(text)
    return m.group() if m else ""


def _unlisted(text: str) -> Iterator[Event]:
    for m in _UNLISTED.finditer(text):
        yield Event(m.start(), m.end(), Term(printed=m.group().lower()))
    for m in _EJECTION.finditer(text):
        yield Event(m.start(), m.end(), Term(printed=m.group().lower(), concept="Ejection fraction decreased"))


def _elliptic(text: str) -> Iterator[Event]:
    if not re.search(r"toxicit|adverse|side[- ]effect|\bAEs?\b", text, re.IGNORECASE):
        return
    if re.search(r"\bgrades? ?[1-5IV]", text, re.IGNORECASE):
        for m in _BLOOD.finditer(text):
            label = next(label for label, names in _FALLEN if names.fullmatch(m["name"]))
            yield Event(m.start(), m.end(), Term(printed=m.group().lower(), concept=label))
    for m in _ELLIPTIC.finditer(text):
        yield Event(m.start(), m.end(), Term(printed=f"{m['organ'].lower()} toxicity"))
