"""Random tables as case series print them: patients, characteristics, regimens, toxicities, responses, hazards."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.properties.flatten_arms import ARMS
from tests.properties.flatten_known import Known

_TUMOURS = ["Leiomyosarcoma", "Angiosarcoma", "Chordoma", "Desmoid tumour", "Synovial sarcoma", "Ewing sarcoma",
            "Myxoid liposarcoma", "Epithelioid sarcoma", "Chondrosarcoma grade II", "Solitary fibrous tumour",
            "Melanoma", "Thymic carcinoma", "Clear cell sarcoma", "Osteosarcoma"]  # fmt: skip
_SITES = ["Lung", "Liver", "Left thigh", "Retroperitoneum", "Uterus", "Pelvis", "Head and neck", "Bone", "Chest wall",
          "Lung, liver", "Abdominal wall"]  # fmt: skip
_DRUGS = ["Sorafenib", "Imatinib", "Everolimus", "Gemcitabine + docetaxel", "Doxorubicin", "Ifosfamide", "Trabectedin",
          "Vincristine, actinomycin D", "Pembrolizumab", "Methotrexate/vinblastine", "None"]  # fmt: skip
_EVENTS = ["Fatigue", "Nausea", "Diarrhoea", "Hand-foot syndrome", "Neutropenia", "Febrile neutropenia", "Anaemia",
           "Thrombocytopenia", "Raised liver enzymes", "Hypertension", "Mucositis", "Rash", "Weight loss",
           "Peripheral neuropathy", "Dyspnoea", "Proteinuria"]  # fmt: skip
_DASHES = ["–", "-", "—"]


def random_table(rng: random.Random, name: str) -> Known:
    """One table of a random kind."""
    return rng.choice(KINDS)(rng, name)


def _pick(rng: random.Random, pool: list[str], least: int, most: int) -> list[str]:
    return rng.sample(pool, min(len(pool), rng.randint(least, most)))


def patients(rng: random.Random, name: str) -> Known:
    """A row a patient, numbered or not, some cells empty."""
    columns: list[tuple[str, Callable[[], str]]] = [
        (rng.choice(["Patient", "Patient no.", "No.", "Case"]), str),
        (rng.choice(["Age (years)", "Age", "Age at diagnosis (years)"]), lambda: str(rng.randint(6, 84))),
        ("Sex", lambda: rng.choice("MF")),
        (rng.choice(["Histology", "Diagnosis", "Pathology"]), lambda: rng.choice(_TUMOURS)),
        (rng.choice(["Primary site", "Site"]), lambda: rng.choice(_SITES)),
        (rng.choice(["Prior lines", "Previous lines of treatment"]), lambda: str(rng.randint(0, 5))),
        (rng.choice(["Dose (mg)", "Starting dose (mg)"]), lambda: str(rng.choice([100, 200, 400, 600, 800]))),
        ("Best response", lambda: rng.choice(["CR", "PR", "SD", "PD", "NE"])),
        (rng.choice(["PFS (months)", "Duration of treatment (months)"]), lambda: f"{rng.uniform(0.5, 30):.1f}"),
        ("Toxicity", lambda: rng.choice([*_EVENTS, "", "", "None"])),
        (
            rng.choice(["Status", "Status at last follow-up"]),
            lambda: rng.choice(["AWD", "DOD", "NED", "Alive", "Dead"]),
        ),
    ]
    kept = [columns[0], *sorted(rng.sample(columns[1:], rng.randint(3, 9)), key=columns.index)]
    gap = rng.choice(["", rng.choice(_DASHES), "NA"])
    rows = []
    for n in range(1, rng.randint(4, 16)):
        cells = [str(n), *(make() for _, make in kept[1:])]
        rows.append(tuple(gap if k > 1 and rng.random() < 0.06 else c for k, c in enumerate(cells)))
    return Known(
        name,
        "patients",
        "1",
        "Characteristics and outcome of the patients",
        (tuple((t, 1) for t, _ in kept),),
        tuple(rows),
    )


def characteristics(rng: random.Random, name: str) -> Known:
    """Groups of items with counts, one to three cohorts."""
    arms = rng.randint(1, 3)
    sizes = [rng.randint(12, 180) for _ in range(arms)]
    style = rng.choice(["n (%)", "n (%)", "n", "two"])
    arms = 1 if style == "two" else arms

    def values(size: int, share: float) -> list[str]:
        n = round(size * share)
        pct = f"{100 * n / size:.1f}"
        return [str(n), f"{pct} %"] if style == "two" else [f"{n} ({pct})" if style == "n (%)" else str(n)]

    wide = 2 if style == "two" else arms
    rows: list[tuple[str, ...]] = []
    for group, items in [
        ("Sex", ["Male", "Female"]),
        ("Age (years)", ["Median", "Range"]),
        ("Performance status", ["0", "1", "2"]),
        ("Histological subtype", _pick(rng, _TUMOURS, 3, 7)),
        ("Site of metastases", _pick(rng, _SITES, 2, 5)),
        ("Previous lines of treatment", ["0", "1", "2", "≥3"]),
    ][: rng.randint(3, 6)]:
        rows.append((group, *[""] * wide))
        for item in items:
            if item == "Median":
                cells = [str(rng.randint(30, 66)) for _ in range(arms)]
            elif item == "Range":
                cells = [f"{rng.randint(3, 20)}–{rng.randint(70, 88)}" for _ in range(arms)]
            else:
                cells = [x for s in sizes[:arms] for x in values(s, rng.uniform(0.05, 0.7))]
            rows.append((item, *(cells + [""] * wide)[:wide]))
    heads = {"two": ["No.", "%"], "n": [f"N = {s}" for s in sizes], "n (%)": [f"N = {s}, n (%)" for s in sizes]}[style]
    names = ["Sorafenib", "Imatinib", "All patients"] if arms > 1 else [""]
    head = [f"{a} {h}".strip() for a, h in zip(names, heads, strict=False)] if style != "two" else heads
    first = rng.choice(["Characteristic", "Variable", "Characteristics"])
    return Known(
        name, "characteristics", "1", "Patient characteristics", (((first, 1), *((h, 1) for h in head)),), tuple(rows)
    )


def toxicity(rng: random.Random, name: str) -> Known:
    """Events by grade, with a spanning header and groups by drug now and then."""
    size = rng.randint(10, 120)
    count = rng.choice(["n", "n (%)"])
    grades = rng.choice([["1", "2", "3", "4"], ["1–2", "3–4"], ["1", "2", "3–4"]])
    nothing = rng.choice(["0", rng.choice(_DASHES), rng.choice(_DASHES)])
    total = rng.random() < 0.5

    def show(n: int) -> str:
        if n == 0 and nothing != "0":
            return nothing
        return f"{n} ({round(100 * n / size)})" if count == "n (%)" else str(n)

    rows: list[tuple[str, ...]] = []
    wide = len(grades) + total
    for drug in rng.sample(_DRUGS[:4], 2) if rng.random() < 0.3 else [""]:
        if drug:
            rows.append((f"{drug} (n = {size})", *[""] * wide))
        for event in _pick(rng, _EVENTS, 4, 12):
            parts = [max(0, round(rng.gauss(0.16, 0.12) * size * (0.5 if k else 1))) for k in range(len(grades))]
            rows.append((event, *(show(n) for n in ([sum(parts)] if total else []) + parts)))
    lead = [("Total", 1)] if total else []
    if rng.random() < 0.5:
        top = (("", 1), *(("", 1) for _ in lead), ("Grade", len(grades)))
        header = (top, (("Adverse event", 1), *lead, *((g, 1) for g in grades)))
    else:
        header = ((("Adverse event", 1), *lead, *((f"Grade {g}", 1) for g in grades)),)
    return Known(name, "toxicity", "2", "Adverse events", header, tuple(rows))


def responses(rng: random.Random, name: str) -> Known:
    """Best responses by tumour."""
    rows, sums = [], [0] * 5
    for tumour in _pick(rng, _TUMOURS, 4, 10):
        parts = [rng.choice([0, 0, 0, 1]), rng.randint(0, 4), rng.randint(0, 8), rng.randint(0, 9)]
        n = sum(parts)
        rate = f"{round(100 * (parts[0] + parts[1]) / n)}" if n else "0"
        rows.append((tumour, *map(str, (n, *parts)), rate))
        sums = [a + b for a, b in zip(sums, (n, *parts), strict=True)]
    if rng.random() < 0.6:
        rows.append(("Total", *map(str, sums), f"{round(100 * (sums[1] + sums[2]) / max(sums[0], 1))}"))
    head = ["Histology", "n", "CR", "PR", "SD", "PD", "ORR (%)"]
    return Known(name, "responses", "3", "Best response by histology", (tuple((h, 1) for h in head),), tuple(rows))


def regimens(rng: random.Random, name: str) -> Known:
    """Drugs with dose, route, schedule."""
    rows = [
        (
            drug,
            f"{rng.choice([20, 75, 100, 400, 800, 900])} mg{rng.choice(['', '/m2', ' daily'])}",
            rng.choice(["Oral", "Intravenous", "IV"]),
            rng.choice(["Every 3 weeks", "Days 1 and 8", "Continuous", "Twice daily", "Weekly"]),
            str(rng.randint(1, 40)),
        )
        for drug in _pick(rng, _DRUGS[:-1], 3, 8)
    ]
    head = ["Regimen", "Dose", "Route", "Schedule", rng.choice(["Patients", "No. of patients"])]
    return Known(name, "regimens", "2", "Regimens given", (tuple((h, 1) for h in head),), tuple(rows))


def hazards(rng: random.Random, name: str) -> Known:
    """Factors with hazard ratio, interval, p, once or for two outcomes."""
    twice = rng.random() < 0.4
    rows: list[tuple[str, ...]] = []
    for factor in _pick(rng, ["Age ≥ 60 years", "Male sex", "Performance status ≥ 1", "Grade 3", "Metastatic disease",
                              "Previous radiotherapy", "Tumour size > 10 cm", "Treatment with sorafenib"], 3, 7):  # fmt: skip
        cells: list[str] = []
        for _ in range(1 + twice):
            ratio = rng.uniform(0.4, 3)
            p = rng.random() ** 3
            cells += [f"{ratio:.2f}", f"{ratio * 0.5:.2f}–{ratio * 2:.2f}", "<0.001" if p < 0.001 else f"{p:.3f}"]
        rows.append((factor, *cells))
    low = (("Factor", 1), *((h, 1) for _ in range(1 + twice) for h in ("Hazard ratio", "95% CI", "p")))
    head = ((("", 1), ("Progression-free survival", 3), ("Overall survival", 3)), low) if twice else (low,)
    return Known(name, "hazards", "4", "Multivariate analysis", head, tuple(rows))


KINDS = (patients, characteristics, toxicity, responses, regimens, hazards, *ARMS)
