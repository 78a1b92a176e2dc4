"""Doses of a form: a drug's name, the amount under it, route and schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.core.contract import DoseFinding
from extractors.core.paper import Paper
from extractors.forms.form import Form, Section, drug, evidence, form_of
from extractors.quantities.schedules import route, schedule
from extractors.quantities.units import AMOUNT, amount_unit

_DRUG = re.compile(
    r"\bGeneric\s*/\s*Working\s+name\s*:?[ \t]*(?P<name>[^\n\r]{2,60})(?P<rest>(?:(?!\bGeneric\s*/\s*Working)[\s\S]){0,900})",
    re.I,
)
_DOSE = re.compile(
    r"^[ \t]*Dose\s*:?\s+(?P<said>(?P<amount>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>(?:milligrams?|micrograms?|grams?|mg|mcg|µg|μg|ug|g|AUC|IU|units?)\b(?:(?!\s*\n\s*(?:Route|Schedule|Drug|Company|Trade)\b)[^\n\r]|\s*\n(?!\s*(?:Route|Schedule|Drug|Company|Trade)\b)){0,60}))",
    re.I | re.M,
)
_ROUTE = re.compile(r"^[ \t]*Route\s*:?\s+(?P<said>[^\n\r]{1,40})", re.I | re.M)
_SCHEDULE = re.compile(r"\bSchedule\s+of\s+administration\s*:?\s+(?P<said>[^\n\r]{1,120})", re.I)
# "milligrams (mg) per square meter (m2)": the journal glosses its units.
_GLOSS = re.compile(r"\s*\([^()]*\)")
_AMOUNT = re.compile(AMOUNT, re.I)


class FormDoses:
    """Reads what a form's drugs were given in."""

    name = "forms.doses"
    needs: frozenset[str] = frozenset()
    finding = DoseFinding

    def extract(self, paper: Paper) -> Iterator[DoseFinding]:
        """Yield findings drug by drug."""
        form = form_of(paper)
        for section in form.of("drug"):
            for m in form.find(_DRUG, section):
                yield from _dose(form, section, m)


def _dose(form: Form, section: Section, m: re.Match[str]) -> Iterator[DoseFinding]:
    start, end = m.span("rest")
    said = _DOSE.search(form.text, start, end)
    if said is None:
        return
    unit = _unit(said["unit"])
    amount = Decimal(said["amount"].replace(",", ""))
    way, when = _ROUTE.search(form.text, start, end), _SCHEDULE.search(form.text, start, end)
    told = schedule(when["said"]) if when else None
    drugs, subgroup = form.stratum(section)
    yield DoseFinding(
        drug=drug(m["name"]), low=amount, high=amount, unit=unit, route=route(way["said"]) if way else "",
        frequency=told.code if told else "", role="planned", attribution="planned", drugs=drugs,
        subgroup=subgroup, evidence=evidence(said, "said"), method="dose.form", confidence=0.9,
    )  # fmt: skip


def _unit(printed: str) -> str:
    if printed.upper().startswith("AUC"):
        return "AUC"
    plain = _AMOUNT.match(" ".join(_GLOSS.sub("", printed).split()))
    return amount_unit(plain.group()) if plain else ""
