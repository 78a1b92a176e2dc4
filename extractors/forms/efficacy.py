"""Responses, times and adverse events of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.core.contract import ResponseFinding, Term, TimeFinding, ToxicityFinding
from extractors.core.paper import Paper
from extractors.core.vocabulary import vocabulary
from extractors.forms.form import Form, Section, evidence, form_of
from extractors.quantities.units import duration_unit

_METHOD = re.compile(
    r"\bEvaluation\s+method\s*:?\s*(?P<name>(?:i|m)?RECIST(?:\s*(?:v(?:ersion)?\.?\s*)?1\.[01])?|WHO|PERCIST|Choi)\b",
    re.I,
)
_RESPONSE = re.compile(
    r"\bResponse\s+assessment\s*:?\s+(?P<category>CR|PR|SD|PD)\s*:?\s+(?P<said>n\s*=\s*(?P<n>\d{1,4})\b(?:\s*\(\s*(?P<percent>\d{1,3}(?:\.\d+)?)\s*%?\s*\))?)",
    re.I,
)
_NUMBER = r"\d{1,4}(?:\.\d+)?"
_UNIT = r"(?:days?|weeks?|months?|years?)"
_TIME = re.compile(
    r"(?:\(\s*Median\s*\)|\bMedian)\s+duration\s+assessments?\s*:?\s+(?P<what>PFS|OS|TTP|TTF|DFS|EFS|RFS|response\s+duration|duration\s+of\s+(?:response|treatment))\s*:?\s+"
    rf"(?P<said>(?:(?P<value>{_NUMBER})\s*(?P<unit>{_UNIT})?|not\s+reached|NR\b)(?:[\s,;(]*(?:95\s*%\s*)?CI\s*[:,]?\s*(?P<low>{_NUMBER})\s*[-‐–—]\s*(?P<high>{_NUMBER})?)?)",
    re.I,
)
_UNITS = re.compile(rf"\bKaplan\s?[-‐–—]\s?Meier\s+time\s+units\s*:?\s*(?P<unit>{_UNIT})\b", re.I)
_EVENTS = re.compile(r"\bName\s+\*?NC\s*/\s*NA\s+1\s+2\s+3\s+4\s+5\s+All\s+grades?\b", re.I)
_EVENT = re.compile(
    r"^[ \t]*(?P<name>[A-Za-z][^\n\r%]{1,80}?(?:\r?\n[^\n\r%\d]{1,60}?)?)\s+(?P<shares>(?:\d{1,3}\s?%\s*){7})", re.M
)
_GRADES = ("", "1", "2", "3", "4", "5", "any")


class FormResponses:
    """Reads how many of a form's patients had which response."""

    name = "forms.responses"
    needs: frozenset[str] = frozenset()
    finding = ResponseFinding

    def extract(self, paper: Paper) -> Iterator[ResponseFinding]:
        """Yield findings section by section."""
        form = form_of(paper)
        for section in form.of("assessment method"):
            drugs, subgroup = form.stratum(section)
            method = next(form.find(_METHOD, section), None)
            for m in form.find(_RESPONSE, section):
                yield ResponseFinding(
                    category=m["category"].upper(), n=int(m["n"]), percent=Decimal(m["percent"]) if m["percent"] else None,
                    criteria=_criteria(method), drugs=drugs, subgroup=subgroup, evidence=evidence(m, "said"),
                    method="response.form", confidence=0.95,
                )  # fmt: skip


def _criteria(method: re.Match[str] | None) -> str:
    return " ".join(re.sub(r"v(?:ersion)?\.?\s*(?=1)", "", method["name"]).split()) if method else ""


class FormTimes:
    """Reads the medians of a form."""

    name = "forms.times"
    needs: frozenset[str] = frozenset()
    finding = TimeFinding

    def extract(self, paper: Paper) -> Iterator[TimeFinding]:
        """Yield findings section by section; a bare number takes the unit that the form names for its curves."""
        form = form_of(paper)
        for section in form.of("assessment method"):
            yield from _times(form, section)


def _times(form: Form, section: Section) -> Iterator[TimeFinding]:
    drugs, subgroup = form.stratum(section)
    for m in form.find(_TIME, section):
        usual = _UNITS.search(form.text, m.end(), section.end)
        unit = duration_unit(m["unit"] or (usual["unit"] if usual else ""))
        if m["value"] and not unit:
            continue
        what = " ".join(m["what"].lower().split())
        name = "treatment_duration" if "treatment" in what else "DOR" if "response" in what else m["what"].upper()
        low, high = (Decimal(m[g]) if m[g] else None for g in ("low", "high"))
        yield TimeFinding(
            endpoint=name, statistic="median", value=Decimal(m["value"]) if m["value"] else None, unit=unit, ci_low=low,
            ci_high=high, drugs=drugs, subgroup=subgroup, evidence=evidence(m, "said"), method="time_to_event.form",
            confidence=0.95,
        )  # fmt: skip


class FormToxicities:
    """Reads the adverse events of a form: shares by grade, "NC/NA" (no change) first."""

    name = "forms.toxicities"
    needs: frozenset[str] = frozenset()
    finding = ToxicityFinding

    def extract(self, paper: Paper) -> Iterator[ToxicityFinding]:
        """Yield findings row by row."""
        form = form_of(paper)
        for section in form.of("adverse events"):
            if (head := next(form.find(_EVENTS, section), None)) is None:
                continue
            drugs, subgroup = form.stratum(section)
            for m in _EVENT.finditer(form.text, head.end(), section.end):
                known = vocabulary().lookup(" ".join(m["name"].split()), "toxicity")
                term = Term(printed=" ".join(m["name"].split()), concept=known.label if known else "")
                for grade, share in zip(_GRADES, re.findall(r"\d{1,3}", m["shares"]), strict=True):
                    if grade:
                        yield ToxicityFinding(
                            term=term, grade=grade, percent=Decimal(share), drugs=drugs, subgroup=subgroup,
                            evidence=evidence(m), method="toxicity.form", confidence=0.9,
                        )  # fmt: skip
