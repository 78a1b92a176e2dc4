"""Random tables of trials with several arms: leaves that repeat under arms, sizes, totals, p-values, uneven phases."""

from __future__ import annotations

import random

from tests.properties.flatten_known import Known, Span

_REGIMENS = [
    "Trabectedin", "Doxorubicin + ifosfamide", "Pazopanib", "Docetaxel plus prednisone", "Best supportive care",
    "Cisplatin/etoposide", "Placebo + sunitinib", "Vinorelbine with oral cyclophosphamide", "Temozolomide alone", "Eribulin",
    "Low-dose interferon", "Gemcitabine", "Weekly paclitaxel", "Imatinib 400 mg", "Irinotecan and temozolomide",
]  # fmt: skip
_LETTERED = (
    ["Arm A", "Arm B", "Arm C", "Arm D"],
    ["Group 1", "Group 2", "Group 3", "Group 4"],
    ["Cohort I", "Cohort II", "Cohort III", "Cohort IV"],
)
_LEAVES = [
    ["No.", "%"], ["n", "%"], ["No. of patients", "%"], ["Grade 1–2", "Grade 3–4"], ["All grades", "Grade ≥3"], ["Any", "3", "4"],
    ["Grade 3", "Grade 4"], ["No. (%)"], ["Number", "Percentage"], ["G1/2", "G3", "G4"], ["Median", "Range"],
]  # fmt: skip
_EVENTS = [
    "Stomatitis", "Fatigue", "Alopecia", "Nausea/vomiting", "Neutropenia", "Febrile neutropenia", "Anaemia", "Diarrhoea", "Infection",
    "Raised transaminases", "Thrombocytopenia", "Hand–foot skin reaction", "Peripheral oedema", "Constipation", "Loss of appetite",
    "Sensory neuropathy", "Hyponatraemia", "Cough", "Skin rash",
]  # fmt: skip
_TRAITS = [
    ("Sex", ["Men", "Women"]), ("ECOG performance status", ["0", "1", "2"]), ("Stage at entry", ["III", "IV"]),
    ("Earlier chemotherapy", ["Yes", "No"]), ("Tumour size", ["≤5 cm", ">5 cm"]), ("Origin", ["Limb", "Trunk", "Uterus", "Other"]),
    ("Liver metastases", ["Present", "Absent"]),
]  # fmt: skip


def arms(rng: random.Random, name: str) -> Known:
    """Arms above leaves; now and then something over all arms, sizes on a line of their own, a total, a p-value."""
    number = rng.choice([2, 2, 2, 3, 3, 4])
    named = rng.sample(_REGIMENS, number) if rng.random() < 0.7 else rng.choice(_LETTERED)[:number]
    sizes = [rng.randint(15, 260) for _ in named]
    leaves = rng.choice(_LEAVES) if rng.random() < 0.75 else []
    total = rng.random() < 0.25
    tested = rng.random() < 0.4
    traits = rng.random() < 0.4
    header = _header(rng, (named, sizes), leaves, total, tested, traits)
    rows = _rows(rng, sizes + ([sum(sizes)] if total else []), leaves, tested, traits)
    caption = (
        "Baseline data of the arms" if traits else rng.choice(["Adverse events by arm", "Toxicities during treatment"])
    )
    return Known(name, "arms", rng.choice("1234"), caption, header, rows)


def _header(
    rng: random.Random, told: tuple[list[str], list[int]], leaves: list[str], total: bool, tested: bool, traits: bool
) -> tuple[tuple[Span, ...], ...]:
    named, sizes = told
    wide = max(len(leaves), 1)
    sized = rng.choice(["beside", "beside", "below", "none"])
    show = [f"{a} ({rng.choice('nN')} = {n})" if sized == "beside" else a for a, n in zip(named, sizes, strict=True)]
    groups: list[Span] = [(x, wide) for x in show] + ([("Total", wide)] if total else [])
    stub = rng.choice(
        ["Characteristic", "Variable", "Parameter"] if traits else ["Toxicity", "Adverse event", "Event", "Side effect"]
    )
    high = rng.random() < 0.5 or not leaves
    test = rng.choice(["P", "P value", "p-value"])
    rows: list[list[Span]] = [[(stub if high else "", 1), *groups, *([(test if high else "", 1)] if tested else [])]]
    if rng.random() < 0.3:
        over = rng.choice(["Treatment arm", "No. (%)", "Treatment group", "Patients (%)"])
        rows.insert(0, [("", 1), (over, wide * len(groups)), *([("", 1)] if tested else [])])
        if high and rng.random() < 0.5:
            rows[0][0], rows[1][0] = rows[1][0], ("", 1)
    if sized == "below":
        rows.append(
            [
                ("", 1),
                *((f"(n = {n})", wide) for n in sizes + ([sum(sizes)] if total else [])),
                *([("", 1)] if tested else []),
            ]
        )
    if leaves:
        rows.append(
            [
                ("" if high else stub, 1),
                *((x, 1) for _ in groups for x in leaves),
                *([("" if high else test, 1)] if tested else []),
            ]
        )
    return tuple(tuple(r) for r in rows)


def _rows(
    rng: random.Random, sizes: list[int], leaves: list[str], tested: bool, traits: bool
) -> tuple[tuple[str, ...], ...]:
    wide = len(sizes) * max(len(leaves), 1)
    items: list[tuple[str, list[str]]] = (
        rng.sample(_TRAITS, rng.randint(3, 6)) if traits else [("", rng.sample(_EVENTS, rng.randint(5, 14)))]
    )
    rows: list[tuple[str, ...]] = []
    for group, labels in items:
        if group:
            rows.append((group, *[""] * (wide + tested)))
        for n, label in enumerate(labels):
            cells = [c for size in sizes for c in _cells(rng, size, leaves)]
            p = rng.random() ** 2
            shown = "" if traits and n else "<0.001" if p < 0.001 else f"{p:.2f}"
            rows.append((label, *cells, *([shown] if tested else [])))
    return tuple(rows)


def _cells(rng: random.Random, size: int, leaves: list[str]) -> list[str]:
    n = round(size * rng.uniform(0.02, 0.7))
    if not leaves or leaves == ["No. (%)"]:
        return [f"{n} ({100 * n / size:.0f})"]
    if leaves[-1] in ("%", "Percentage"):
        return [str(n), f"{100 * n / size:.1f}"]
    if leaves == ["Median", "Range"]:
        return [str(rng.randint(30, 70)), f"{rng.randint(3, 29)}–{rng.randint(71, 90)}"]
    return [str(max(0, round(n / (k + 1)) - k)) for k in range(len(leaves))]


def phases(rng: random.Random, name: str) -> Known:
    """Arms told anew under two phases of treatment, of which the second may have more arms."""
    lettered = rng.choice(_LETTERED)
    first = rng.randint(2, 3)
    second = min(4, first + rng.randint(0, 1))
    spans = rng.choice(
        [
            ("Induction", "Maintenance"),
            ("During radiotherapy", "After radiotherapy"),
            ("Cycles 1 to 3 (%)", "Later cycles (%)"),
        ]
    )
    leaves = [*lettered[:first], *lettered[:second]]
    rows = tuple((e, *(f"{rng.uniform(0, 60):.1f}" for _ in leaves)) for e in rng.sample(_EVENTS, rng.randint(5, 12)))
    top = (("Toxicity", 1), (spans[0], first), (spans[1], second))
    header = (top, (("", 1), *((x, 1) for x in leaves)))
    return Known(name, "phases", "3", "Severe toxicities by phase", header, rows)


ARMS = (arms, arms, arms, phases)
