"""Tables as PDF-to-text tools leave them: rows of cells without rules, short capitals everywhere.

Models trained on prose call those capitals drugs. Here each cell's column says what it is: drugs stand in treatment
columns, tumours and their abbreviations in histology columns, and everything else is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from extractors.ner.corpora import Annotated, Span
from extractors.ner.invented_drugs import drug_name
from extractors.ner.invented_tumours import tumour_name
from extractors.ner.labels import DISEASE, DRUG
from extractors.ner.oncology_sentences import SITES, initials
from extractors.ner.short_capitals import short_capital

Cell = Callable[[Random], tuple[str, str | None]]

HEADERS = {
    "number": ("No.", "Patient", "Case", "ID", "#"),
    "age": ("Age", "Age (years)", "Age, y"),
    "sex": ("Sex", "Gender", "M/F"),
    "histology": ("Histology", "Tumor type", "Histotype", "Diagnosis", "Histological subtype"),
    "site": ("Site", "Primary", "Location", "Metastases"),
    "treatment": ("Treatment", "Drug", "TKI", "Regimen", "Prior therapy", "TT", "Systemic therapy"),
    "capital": ("Response", "Best response", "RECIST", "Status", "ECOG PS", "Outcome", "Toxicity", "Mutation"),
    "months": ("PFS (months)", "OS (months)", "Duration", "PFS", "TTP, mo", "Follow-up"),
}


def treatment(random: Random) -> tuple[str, str | None]:
    """Return a drug cell: a drug in lower case or capitalised."""
    name = drug_name(random)
    return (name.capitalize() if random.random() < 0.5 and name.islower() else name), DRUG


def histology(random: Random) -> tuple[str, str | None]:
    """Return a tumour cell: the abbreviation (two times in three) or the name."""
    name = tumour_name(random)
    if random.random() < 0.65:
        return initials(name)[:5], DISEASE
    return (name[0].upper() + name[1:] if random.random() < 0.6 else name), DISEASE


def months(random: Random) -> tuple[str, str | None]:
    """Return a duration cell such as `6.2`, `14+`, `3-9`."""
    return random.choice(
        (
            f"{random.uniform(0.5, 60):.1f}",
            f"{random.randint(1, 60)}+",
            f"{random.randint(1, 9)}-{random.randint(10, 40)}",
        )
    ), None


CELLS: dict[str, Cell] = {
    "number": lambda random: (str(random.randint(1, 60)), None),
    "age": lambda random: (str(random.randint(2, 88)), None),
    "sex": lambda random: (random.choice(("M", "F", "male", "female")), None),
    "histology": histology,
    "site": lambda random: (random.choice(SITES).capitalize(), None),
    "treatment": treatment,
    "capital": lambda random: (short_capital(random), None),
    "months": months,
}


def join(cells: list[tuple[str, str | None]], random: Random) -> tuple[str, list[Span]]:
    """Join cells by one space or several, as columns come out, and mark the entities."""
    text, entities = "", list[Span]()
    gap = random.choice((" ", " ", "  ", "   ", " | ", "\t"))
    for value, kind in cells:
        text += gap if text else ""
        if kind:
            entities.append((len(text), len(text) + len(value), kind))
        text += value
    return text, entities


def patient_table(random: Random) -> tuple[str, list[Span]]:
    """Return a header and one to six rows of patients, columns in random number and order."""
    columns = random.sample([*CELLS, "capital", "capital"], random.randint(4, 8))
    text = " ".join(random.choice(HEADERS[column]) for column in columns)
    entities: list[Span] = []
    for _ in range(random.randint(1, 6)):
        row, marked = join([CELLS[column](random) for column in columns], random)
        entities += [(start + len(text) + 1, end + len(text) + 1, kind) for start, end, kind in marked]
        text += "\n" + row
    return text, entities


def legend(random: Random) -> tuple[str, list[Span]]:
    """Return an abbreviation legend: `PFS progression-free survival, QCS quorose cell sarcoma`."""
    meanings = {
        "PFS": "progression-free survival",
        "OS": "overall survival",
        "PR": "partial response",
        "CR": "complete response",
        "SD": "stable disease",
        "PD": "progressive disease",
        "TKI": "tyrosine kinase inhibitor",
        "NA": "not available",
        "ORR": "objective response rate",
        "RT": "radiotherapy",
        "TT": "targeted therapy",
    }
    mark, comma = random.choice((" ", ": ", " = ", ", ")), random.choice((", ", "; ", ". "))
    text, entities = random.choice(("", "Abbreviations: ", "Note. ")), list[Span]()
    for _ in range(random.randint(3, 7)):
        if random.random() < 0.6:
            short = random.choice(list(meanings))
            text += f"{short}{mark}{meanings[short]}{comma}"
            continue
        name = tumour_name(random)
        for value, tail in ((initials(name), mark), (name, comma)):
            entities.append((len(text), len(text) + len(value), DISEASE))
            text += value + tail
    return text.rstrip(), entities


def flattened_tables(count: int, random: Random) -> list[Annotated]:
    """Return `count` flattened tables and legends (one in five)."""
    tables = [legend(random) if random.random() < 0.2 else patient_table(random) for _ in range(count)]
    return [Annotated(f"table-{n}", text, tuple(entities)) for n, (text, entities) in enumerate(tables)]
