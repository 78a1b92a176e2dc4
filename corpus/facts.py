"""Fact specifications of a source, `kind value value key=value`, turned into gold records of the contract.

The values by position, a kind:

    n     FIELD VALUE                          cohort; ages are in years unless unit= says otherwise
    char  LABEL N [PERCENT]                    cohort, a row of a characteristics table
    hist  LABEL N [TOTAL [PERCENT]]            histotype
    dose  DRUG LOW[-HIGH] UNIT FREQ ROUTE ROLE dose
    resp  CATEGORY [N [TOTAL [PERCENT]]]       response
    time  ENDPOINT STATISTIC VALUE UNIT        time_to_event
    tox   TERM GRADE [N [TOTAL [PERCENT]]]     toxicity
    pt    FIELD VALUE                          patient

`_` is an absent value. Keys: crit, pt, drugs (a+b), hist, sub, ci (a..b), range (a..b), at (timepoint), unit, attr;
the flags `opt` (optional) and `cens` (censored). `#name` names a fact; the mark `=name` is a further place of all facts
so named.
"""

from __future__ import annotations

import re
import shlex
from typing import Any

Fact = dict[str, Any]
KINDS = {
    "n": "cohort",
    "char": "cohort",
    "hist": "histotype",
    "dose": "dose",
    "resp": "response",
    "time": "time_to_event",
    "tox": "toxicity",
    "pt": "patient",
}
FLAGS = ("opt", "cens")
CONTEXT = {"response": ("crit", "pt", "drugs", "hist"), "time_to_event": ("pt", "drugs", "hist")}
CONTEXT |= {"dose": ("pt", "hist"), "toxicity": ("pt", "drugs"), "patient": ("pt",), "cohort": (), "histotype": ()}


def number(text: str | None) -> float | int | str | None:
    """A number where the text is one, None for `_`, the text itself otherwise."""
    if text is None or text == "_":
        return None
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text


def text_of(text: str | None) -> str:
    return "" if text in (None, "_") else str(text)


def pair(text: str | None) -> tuple[Any, Any]:
    low, _, high = (text or "_.._").partition("..")
    return number(low), number(high)


def read(spec: str, document: str, context: dict[str, str]) -> Fact:
    """One gold record (without its anchor); `name` holds the fact's name if it has one."""
    words = shlex.split(spec)
    short, values, keys = words[0], [], {}
    for word in words[1:]:
        key = re.fullmatch(r"([a-z]+)=(.*)", word, re.DOTALL)
        if word in FLAGS or word.startswith("#"):
            keys[word if word in FLAGS else "name"] = word.lstrip("#")
        elif key:
            keys[key.group(1)] = key.group(2)
        else:
            values.append(word)
    if short not in KINDS:
        raise ValueError(f"unknown kind of fact: {spec!r}")
    kind = KINDS[short]
    keys = {k: v for k, v in context.items() if k in CONTEXT[kind]} | keys
    fact = _common(document, kind, keys) | _fields(short, [*values, *["_"] * (7 - len(values))], keys)
    if kind == "dose" and fact["role"] == "planned" and "attr" not in keys:
        fact["attribution"] = "planned"
    if "opt" in keys:
        fact["optional"] = True
    if "name" in keys:
        fact["name"] = keys["name"]
    return fact


def _common(document: str, kind: str, keys: dict[str, str]) -> Fact:
    return {
        "doc": document,
        "kind": kind,
        "attribution": keys.get("attr", "own"),
        "drugs": sorted(d for d in text_of(keys.get("drugs")).split("+") if d),
        "histotype": text_of(keys.get("hist")),
        "patient": text_of(keys.get("pt")),
        "subgroup": text_of(keys.get("sub")),
    }


def _fields(short: str, v: list[str], keys: dict[str, str]) -> Fact:
    ci_low, ci_high = pair(keys.get("ci"))
    if short == "n":
        unit = keys.get("unit", "a" if v[0].startswith("age_") else "")
        value = v[1] if v[0].startswith("accrual_") else number(v[1])
        return {"field": v[0], "value": value, "unit": unit, "n": number(keys.get("n")), "percent": number(v[2])}
    if short == "char":
        label = f"characteristic:{v[0]}"
        return {"field": label, "value": number(v[1]), "unit": keys.get("unit", ""), "n": number(v[1])} | {
            "percent": number(v[2])
        }
    if short == "hist":
        return {"histotype": v[0], "n": number(v[1]), "total": number(v[2]), "percent": number(v[3])}
    if short == "dose":
        low, _, high = v[1].partition("-")
        amounts = {"drug": v[0], "low": number(low), "high": number(high or low), "unit": v[2]}
        return amounts | {"route": text_of(v[4]), "frequency": text_of(v[3]), "role": v[5]}
    if short == "resp":
        counts = {"n": number(v[1]), "total": number(v[2]), "percent": number(v[3])}
        shown = {"criteria": text_of(keys.get("crit")), "category": v[0]} | counts
        return shown | {"ci_low": ci_low, "ci_high": ci_high, "timepoint": text_of(keys.get("at"))}
    if short == "time":
        low, high = pair(keys.get("range"))
        shown = {"endpoint": v[0], "statistic": text_of(v[1]), "value": number(v[2]), "unit": v[3]}
        shown |= {"ci_low": ci_low, "ci_high": ci_high, "range_low": low, "range_high": high}
        return shown | {"timepoint": text_of(keys.get("at")), "censored": "cens" in keys}
    if short == "tox":
        counts = {"n": number(v[2]), "total": number(v[3]), "percent": number(v[4])}
        return {"term": v[0], "grade": text_of(v[1])} | counts
    return {"field": v[0], "value": number(v[1])}
