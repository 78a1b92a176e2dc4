"""Papers of our own making: random case-series and trial tables among random sentences, from a seed."""

from __future__ import annotations

from random import Random

from bench.tables.grids import Grid, KnownPaper, KnownTable, Span

_DRUGS = (
    "pazopanib", "sorafenib", "docetaxel", "gemcitabine", "trabectedin", "everolimus", "doxorubicin", "ifosfamide",
    "imatinib",
)  # fmt: skip
_EVENTS = (
    "Fatigue", "Nausea and vomiting", "Neutropenia", "Febrile neutropenia", "Anaemia", "Thrombocytopenia", "Diarrhoea",
    "Hand-foot syndrome", "Peripheral sensory neuropathy", "Hypertension", "Mucositis",
    "Increased alanine aminotransferase or aspartate aminotransferase",
)  # fmt: skip
_TRAITS = {
    "Sex": ("Female", "Male"),
    "Performance status (ECOG)": ("0", "1", "≥2"),
    "Histology": (
        "Leiomyosarcoma",
        "Undifferentiated pleomorphic sarcoma",
        "Synovial sarcoma",
        "Other or not specified",
    ),
    "Prior lines of treatment": ("None", "1", "2 or more"),
    "Site of the primary tumour": ("Extremity", "Retroperitoneum or abdominal wall", "Trunk", "Head and neck"),
}
_TUMOURS = ("Angiosarcoma", "Chordoma", "Clear cell sarcoma", "Solitary fibrous tumour", "Dedifferentiated liposarcoma")
_WORDS = (
    "patients", "tumour", "response", "treatment", "median", "survival", "progression", "disease", "therapy", "observed",
    "reported", "clinical", "dose", "toxicity", "administration", "evaluation", "combination", "retrospective", "analysis",
    "histological", "significant", "improvement", "months", "with", "after", "during", "among", "between", "although",
    "whereas", "therefore", "previously", "metastatic", "unresectable", "recurrent", "the", "of", "in", "and",
)  # fmt: skip


def papers(seed: int, count: int) -> list[KnownPaper]:
    """`count` papers with four tables each; the same seed gives the same papers."""
    return [_paper(Random(seed * 1000 + n), n) for n in range(count)]


def _paper(rng: Random, n: int) -> KnownPaper:
    makers = [_characteristics, _toxicity, _patients, _response]
    rng.shuffle(makers)
    tables = tuple(maker(rng, str(k)) for k, maker in enumerate(makers, 1))
    headings = ("Background", "Methods", "Results", "Discussion")
    flow = [text for h in headings for text in (h, *(_prose(rng) for _ in range(rng.randint(2, 4))))]
    return KnownPaper(
        f"invented{n:02d}",
        f"A series of {_DRUGS[n % len(_DRUGS)]} in rare tumours",
        tuple(flow),
        tables,
        frozenset(headings),
    )


def _prose(rng: Random) -> str:
    sentences = [
        " ".join(rng.choices(_WORDS, k=rng.randint(8, 24))).capitalize() + "." for _ in range(rng.randint(4, 9))
    ]
    return " ".join(sentences)


def _count(rng: Random, total: int) -> str:
    n = rng.randint(0, total)
    return f"{n} ({100 * n / total:.1f})"


def _rows(cells: list[list[str]], at: int) -> list[Span]:
    return [Span(c, at + i, k) for i, row in enumerate(cells) for k, c in enumerate(row) if c]


def _characteristics(rng: Random, number: str) -> KnownTable:
    arms = rng.sample(_DRUGS, rng.randint(1, 3))
    sizes = [rng.randint(12, 90) for _ in arms]
    head = [Span("Characteristic", 0, 0)] + [
        Span(f"{a.capitalize()} (n = {s})", 0, k) for k, (a, s) in enumerate(zip(arms, sizes, strict=True), 1)
    ]
    body = [
        [
            "Age (years), median (range)",
            *(f"{rng.randint(40, 60)} ({rng.randint(18, 39)}–{rng.randint(61, 85)})" for _ in arms),
        ]
    ]
    for trait in rng.sample(sorted(_TRAITS), 3):
        body.append([trait, *("" for _ in arms)])
        body += [[value, *(_count(rng, s) for s in sizes)] for value in _TRAITS[trait]]
    grid = Grid(tuple(head + _rows(body, 1)), 1)
    return KnownTable(number, "Characteristics of the patients at baseline.", grid, ("Data are n (%) unless stated.",))


def _toxicity(rng: Random, number: str) -> KnownTable:
    arms, grades = rng.sample(_DRUGS, 2), rng.choice((("Any", "≥3"), ("1–2", "3", "4")))
    per = len(grades)
    head = [Span("Adverse event", 0, 0, 2)]
    head += [Span(f"{a.capitalize()}, n (%)", 0, 1 + n * per, 1, per) for n, a in enumerate(arms)]
    head += [Span(g, 1, 1 + n * per + k) for n in range(2) for k, g in enumerate(grades)]
    body = [
        [e, *(_count(rng, 40) if rng.random() < 0.85 else "–" for _ in range(2 * per))]
        for e in rng.sample(_EVENTS, rng.randint(5, 11))
    ]
    notes = (
        "Graded by CTCAE version 4.0.",
        "Patients may have had more than one event of a kind during treatment with either drug.",
    )
    return KnownTable(
        number,
        "Adverse events by grade and treatment arm in the safety population.",
        Grid(tuple(head + _rows(body, 2)), 2),
        notes,
    )


def _patients(rng: Random, number: str) -> KnownTable:
    names = ["Pt", "Age/sex", "Tumour", "Previous treatment", "Dose (mg)", "Best response", "PFS (mo)"]
    body = []
    for k in range(1, rng.randint(6, 14)):
        drugs = ", ".join(rng.sample(_DRUGS, rng.randint(1, 3)))
        months = f"{rng.randint(1, 30)}{rng.choice(('', '', '+'))}"
        body.append(
            [
                str(k),
                f"{rng.randint(18, 80)}/{rng.choice('FM')}",
                rng.choice(_TUMOURS),
                drugs,
                str(rng.choice((400, 600, 800))),
                rng.choice(("PR", "SD", "PD", "")),
                months,
            ]
        )
    head = [Span(c, 0, k) for k, c in enumerate(names)]
    return KnownTable(
        number,
        "The patients one by one.",
        Grid(tuple(head + _rows(body, 1)), 1),
        ("Pt, patient; PFS, progression-free survival.",),
    )


def _response(rng: Random, number: str) -> KnownTable:
    head = [
        Span("Histology", 0, 0, 2),
        Span("Drug", 0, 1, 2),
        Span("Response", 0, 2, 1, 3),
        Span("Median PFS, months (95% CI)", 0, 5, 2),
    ]
    head += [Span(c, 1, 2 + k) for k, c in enumerate(("CR", "PR", "SD"))]
    body, at = [], 2
    for tumour in rng.sample(_TUMOURS, 3):
        drugs = rng.sample(_DRUGS, rng.randint(1, 3))
        body.append(Span(tumour, at, 0, len(drugs)))
        for d in drugs:
            low = rng.randint(1, 4)
            row = [
                "",
                d.capitalize(),
                *(str(rng.randint(0, 9)) for _ in range(3)),
                f"{low + 1.5} ({low}.1–{low + 5}.3)",
            ]
            body += [Span(c, at, k) for k, c in enumerate(row) if c]
            at += 1
    return KnownTable(number, "Responses by histology and drug.", Grid(tuple(head + body), 2))
