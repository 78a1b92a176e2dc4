"""Patients of a form: how many, sex, age, lines before, performance status, subtypes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.core.contract import CohortFinding, HistotypeFinding, Term
from extractors.core.paper import Paper
from extractors.core.vocabulary import vocabulary
from extractors.forms.form import Form, Section, evidence, form_of

_SEX = re.compile(r"\bNumber\s+of\s+patients,\s+(?P<sex>male|female)\s*:?\s*(?P<n>\d{1,4})\b", re.I)
_RANGE = r"\s*:?\s*(?P<median>\d{1,3}(?:\.\d+)?)\s*(?:years?)?\s*\(\s*(?P<low>\d{1,3}(?:\.\d+)?)\s*[-‐–—]\s*(?P<high>\d{1,3}(?:\.\d+)?)"
_AGE = re.compile(rf"^\s*Age\s*:?\s+Median\s*\(range\){_RANGE}", re.I | re.M)
_LINES = re.compile(rf"\bNumber\s+of\s+prior\s+systemic\s+therapies\s*:?\s+Median\s*\(range\){_RANGE}", re.I)
_COUNTED = re.compile(
    r"\bNumber\s+of\s+patients\s+(?P<what>enrolled|evaluable\s+for\s+toxicity|evaluated\s+for\s+efficacy)\s*:?\s*(?P<n>\d{1,4})\b",
    re.I,
)
_STATUS = re.compile(
    r"\bPerformance\s+status\s*:?\s+(?:ECOG\s*:?\s*)(?P<list>(?:\s*(?:[0-4]|unknown)\s*[-‐–—]\s*\d*\s)+)", re.I
)
_LEVEL = re.compile(r"(?P<level>[0-4]|unknown)[ \t]*[-‐–—][ \t]*(?P<n>\d{1,4})\b", re.I)
_TYPES = re.compile(
    r"\b(?:Cancer\s+types\s+or\s+histologic\s+subtypes|Histologic\s+subtypes)\s*:?\s+(?P<list>(?:[^\n\r]{2,70}?[ ,:=(]\d{1,4}\)?\s*[;\n\r]+\s*){1,14})",
    re.I,
)
_TYPE = re.compile(r"(?P<name>[A-Za-z][^;\n\r]{1,66}?)[ ,:(]+(?:n\s*=\s*)?(?P<n>\d{1,4})\)?[ \t]*(?=[;\n\r]|$)")


class FormCohorts:
    """Reads the patients of a trial's form."""

    name = "forms.cohorts"
    needs: frozenset[str] = frozenset()
    finding = CohortFinding

    def extract(self, paper: Paper) -> Iterator[CohortFinding]:
        """Yield findings section by section."""
        form = form_of(paper)
        for section in form.sections:
            yield from _patients(form, section)
            yield from _listed(form, section)


class FormHistotypes:
    """Reads the tumour types that a form counts."""

    name = "forms.histotypes"
    needs: frozenset[str] = frozenset()
    finding = HistotypeFinding

    def extract(self, paper: Paper) -> Iterator[HistotypeFinding]:
        """Yield findings section by section."""
        form = form_of(paper)
        for section in form.of("patient"):
            drugs, subgroup = form.stratum(section)
            for m in _types(form, section):
                known = vocabulary().lookup(m["name"], "histotype")
                if known is not None:
                    yield HistotypeFinding(
                        histotype=Term(printed=m["name"], concept=known.label), n=int(m["n"]), drugs=drugs,
                        subgroup=subgroup, evidence=evidence(m), method="histotype.form", confidence=0.9,
                    )  # fmt: skip


def _finding(
    form: Form, section: Section, m: re.Match[str], group: str, field: str, unit: str = "", part: str = ""
) -> CohortFinding:
    drugs, subgroup = form.stratum(section)
    number = Decimal(m[group])
    value = int(number) if number == number.to_integral_value() else number
    return CohortFinding(
        field=field, value=value, unit=unit, n=int(number) if field.startswith("characteristic") else None, drugs=drugs,
        subgroup="; ".join(w for w in (subgroup, part) if w), evidence=evidence(m, group), method="cohort.form",
        confidence=0.95,
    )  # fmt: skip


def _patients(form: Form, section: Section) -> Iterator[CohortFinding]:
    for m in form.find(_SEX, section):
        yield _finding(form, section, m, "n", f"n_{m['sex'].lower()}")
    for pattern, name, unit in ((_AGE, "age", "a"), (_LINES, "prior_lines", "")):
        for m in form.find(pattern, section):
            for group, statistic in (("median", "median"), ("low", "min"), ("high", "max")):
                yield _finding(form, section, m, group, f"{name}_{statistic}", unit)
    for m in form.find(_COUNTED, section):
        what = m["what"].lower().split()
        if what == ["enrolled"]:
            yield _finding(form, section, m, "n", "n_patients")
        else:
            yield _finding(form, section, m, "n", "n_evaluable", part=what[-1])


def _listed(form: Form, section: Section) -> Iterator[CohortFinding]:
    """Levels of performance status, and subtypes that are no tumour types."""
    for m in form.find(_STATUS, section):
        for level in _LEVEL.finditer(form.text, m.start("list"), m.end("list")):
            yield _finding(form, section, level, "n", f"characteristic:ECOG performance status: {level['level']}")
    for m in _types(form, section):
        if vocabulary().lookup(m["name"], "histotype") is None:
            name = " ".join(m["name"].split())
            yield _finding(form, section, m, "n", f"characteristic:Cancer types or histologic subtypes: {name}")


def _types(form: Form, section: Section) -> Iterator[re.Match[str]]:
    for m in form.find(_TYPES, section):
        yield from _TYPE.finditer(form.text, m.start("list"), m.end("list"))
