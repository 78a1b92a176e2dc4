"""Sentences of case series with slots for invented drugs and tumours: the prose that the public corpora hardly hold.

Slots: {D} drug, {B} drug as a brand, {T} tumour, {A} a tumour's abbreviation (of the {T} before it), {N} small number,
{M} dose, {S} site, {R} a short capital that is no entity, {O} an ordinary word, {P} a place,
{W} an invented author. Drugs, brands, tumours and
abbreviations are entities; nothing else is.
"""

from __future__ import annotations

import re
from random import Random

from extractors.ner.corpora import Annotated, Span
from extractors.ner.invented_drugs import brand_name, drug_name, syllables
from extractors.ner.invented_tumours import tumour_name
from extractors.ner.labels import DISEASE, DRUG
from extractors.ner.ordinary_words import ORDINARY_WORDS, PLACES
from extractors.ner.short_capitals import short_capital

TEMPLATES = (
    "{D} was given at {M} mg/kg every {N} weeks.",
    "{N} patients received {D} {M} mg daily and {N} received {D}.",
    "Treatment was started with oral {D} ({M} mg once daily).",
    "She was switched to {D} plus {D} after progression on {D}.",
    "{D}/{D} was continued for {N} cycles until {R}.",
    "{D} + {D} + {D} as {N}th line therapy",
    "The combination of {D} and {D} led to a partial response ({R}) in {N} cases.",
    "{D}-based chemotherapy was followed by {D}.",
    "Previous regimens were {D}, {D}, {D} and {D}.",
    "{B} ({D}, {W} Pharma) is approved for second-line use.",
    "{D} ({B}®; {W} Pharmaceuticals) was taken at home.",
    "{D} ({B}, {W}) {M} mg/m2 on days 1 and 8 of a 21-day cycle",
    "Median {R} with {D} was {N}.{N} months (95% {R} {N}.{N}-{N}.{N}).",
    "{N} of {N} patients treated with {D} had stable disease ({R}).",
    "{D} (n = {N}), {D} (n = {N}), {D} (n = {N})",
    "{D} {M} mg, then {D} {M} mg/m2; {R} at {N} months",
    "The dose of {D} was reduced to {M} mg because of fatigue [{N}].",
    "No objective response was seen under {D} ({R} {N}%, {R} {N}%).",
    "{W} et al. treated {N} patients with {D} and reported one {R}.",
    "Responses to {D}, a {R} inhibitor, lasted {N} months.",
    "{D}, an oral {R} and {R} inhibitor, was stopped on day {N}.",
    "Among other {R}s, {D} and {D} have been tested in this setting.",
    "{D} BID was tolerated; {R} was not reached.",
    "{D}: {N} ({N}%); {D}: {N} ({N}%); other: {N}",
    "A {N}-year-old man received neoadjuvant {D}, then surgery of the {S}.",
    "After {N} courses of {D} the lesion in the {S} had shrunk.",
    "Rechallenge with {D} was tried in {N} patients.",
    "Tumours with loss of {R} responded to {D}.",
    "weekly {D} or {D} was allowed at the investigator's choice",
    "{D} trough levels were {N} ng/mL",
    "Patients with {T} were treated with {D}.",
    "{D} in advanced {T}: a retrospective series",
    "We describe {N} patients with metastatic {T} given {D}.",
    "A woman with {T} of the {S} was referred to our centre.",
    "Histology showed a {T} with necrosis.",
    "The histological subtypes were {T} (n = {N}), {T} (n = {N}) and {T} (n = {N}).",
    "{T}, {N} cases; {T}, {N} cases; {T}, {N} case",
    "{T} ({A}) is a rare soft tissue neoplasm of the {S}.",
    "{T} ({A}) and {T} ({A}) were the commonest entities.",
    "Of {N} {T} patients, {N} were women.",
    "In {T} the response rate was {N}% ({R} {N}, {R} {N}).",
    "Locally advanced {T} of the {S}, resected with clear margins",
    "{R} was {N} months in {T} and {N} months in {T}.",
    "Diagnosis: {T}, {S}, grade {N}",
    "No patient with {T} or {T} had progressed at {N} months.",
    "{D} showed activity against {T} and, to a lesser degree, {T}.",
    "recurrent {T} with lung metastases treated by {D} {M} mg",
    "{T}: {D} {M} mg, {R}, {N} months",
    "Outcome of {T} treated with {D} or {D} in {N} centres",
    "{T} was confirmed by {R} and by {R}.",
    "Primary {T} of the {S} in a {N}-year-old boy",
    "{T}/{T} were grouped together.",
    "Both {A} lesions of {T} were resected from the {S}.",
)
BARE_TEMPLATES = (
    "The study was registered ({NCT}) and funded by grant {GRANT}.",
    "Immunohistochemistry was positive for {GENE} and {GENE} and negative for {GENE}.",
    "{GENE} exon {N} mutation ({MUT}) was found by {R}.",
    "Cells of the {CELL} line were seeded at {N} x 105 per well.",
    "{R}, {R} and {R} were estimated by the Kaplan-Meier method.",
    "{R} was assessed by {R} every {N} weeks according to {R} 1.1.",
    "{W} {W}1, {W} {W}2, {W} {W}3",
    "Department of Oncology, {W} University Hospital, {W}",
    "Loss of {GENE} activates {GENE} and {R} signalling.",
    "{W} A, {W} B, {W} C, et al. J Clin Oncol 20{N}; {N}: {N}-{N}.",
    "Patients on other {R}s were excluded ({R} {N}, {R} {N}).",
    "{R} {R} {R} {R} {R}",
    "Figure {N} {R} by {R} status ({R} vs {R})",
    "Trial registration: ClinicalTrials.gov {NCT}",
    "(ClinicalTrials.gov identifier: {NCT}, {NCT})",
    "The {O} and the {O} were recorded in {N} patients.",
    "{O}: {N} ({N}%); {O}: {N} ({N}%)",
    "{O} {O} was reviewed by two of us.",
    "{O} in {N}, {O} in {N}, {O} in {N}",
    "{N} {O} samples were available; {O} was not.",
    "{N}) {O} {O} for {R}; {N}) {O}",
    "1{P} University Hospital, {P}; 2{P} Cancer Institute, {P}, {P}",
    "{W} A{N}, {W} B{N}, {P} Medical Center, {P}",
    "{O} status, {O} status and {R} were tested by {R} in {P}.",
    "{W} et al. from {P} described {N} {O} cases.",
    "{O} {N} {N},{N}-{N},{N} {N} {R} {N} {N},{N}-{N},{N}",
)
SITES = (
    *(
        "left thigh",
        "retroperitoneum",
        "lung",
        "liver",
        "chest wall",
        "pelvis",
        "right forearm",
        "uterus",
        "stomach",
        "mediastinum",
    ),
    *("femur", "neck", "small bowel", "scalp", "groin", "abdominal wall", "kidney", "spine", "breast", "orbit"),
)
GENES = (
    "CD34",
    "CD117",
    "S100",
    "SMA",
    "MDM2",
    "HER2",
    "Ki-67",
    "DOG1",
    "INI1",
    "TP53",
    "RB1",
    "AE1/AE3",
    "STAT6",
    "PTEN",
    "PD-L1",
    "ERG",
    "VEGF-D",
    "JAK2",
    "TSC2",
    "FUS-CHOP",
    "IGF-1R",
    "HIF-1",
    "CA-125",
)
SLOT = re.compile(r"\{([A-Z]+)\}")
KINDS = {"D": DRUG, "B": DRUG, "T": DISEASE, "A": DISEASE}


def initials(name: str) -> str:
    """Return the abbreviation of a tumour name: the first letters, `S` for sarcoma's sake, two letters at least."""
    letters = [word[0].upper() for word in re.split(r"[\s-]+", name) if word]
    word = name.rsplit(" ", 1)[-1].lower()
    if "sarcoma" in word and not word.startswith("sarcoma"):
        letters.append("S")
    if len(letters) < 2:
        letters.append("T" if word.endswith("oma") else "N")
    return "".join(letters)


def slot_value(slot: str, random: Random, tumour: str) -> str:
    """Return the words of one slot; `tumour` is the tumour named last."""
    letters = "".join(random.choices("ABCDEFGHKLMNPRSTUVW", k=2))
    makers = {
        "D": lambda: drug_name(random),
        "B": lambda: brand_name(random),
        "T": lambda: tumour_name(random),
        "A": lambda: initials(tumour),
        "N": lambda: str(random.randint(1, 48)),
        "M": lambda: str(random.choice((3, 5, 10, 25, 37.5, 50, 75, 100, 150, 250, 400, 800, 1000))),
        "S": lambda: random.choice(SITES),
        "R": lambda: short_capital(random),
        "W": lambda: (syllables(random, 2, 3)).capitalize(),
        "O": lambda: random.choice(ORDINARY_WORDS),
        "P": lambda: random.choice(PLACES),
        "NCT": lambda: f"NCT0{random.randint(0, 9999999):07d}",
        "GRANT": lambda: f"{letters}{random.choice(('-', ' ', ''))}{random.randint(10000, 999999)}",
        "GENE": lambda: random.choice(GENES),
        "MUT": lambda: f"{random.choice('DVLKEGR')}{random.randint(12, 980)}{random.choice('VAEHFS')}",
        "CELL": lambda: f"{letters}{random.choice(('-', '', ' '))}{random.randint(2, 980)}",
    }
    return makers[slot]()


def as_cased(name: str, random: Random, first: bool) -> str:
    """Return a name with the capitals that it may have where it stands: at a sentence's head, in a title, in a list."""
    draw = random.random()
    if draw < 0.06:
        return name.title() if name.islower() else name
    if first or draw < 0.12:
        return name[0].upper() + name[1:]
    return name


def fill(template: str, random: Random, number: int) -> Annotated:
    """Fill the slots of a template and mark the entities among them."""
    text, entities, tumour, position = "", list[Span](), "tumour", 0
    for match in SLOT.finditer(template):
        text += template[position : match.start()]
        value = slot_value(match[1], random, tumour)
        tumour = value if match[1] == "T" else tumour
        if match[1] in "DTO":
            value = as_cased(value, random, first=not text)
        if kind := KINDS.get(match[1]):
            entities.append((len(text), len(text) + len(value), kind))
        text += value
        position = match.end()
    return Annotated(f"sentence-{number}", text + template[position:], tuple(entities))


def oncology_sentences(count: int, random: Random) -> list[Annotated]:
    """Return `count` filled sentences, about a third of them without any entity."""
    return [
        fill(random.choice(BARE_TEMPLATES if random.random() < 0.35 else TEMPLATES), random, n) for n in range(count)
    ]
