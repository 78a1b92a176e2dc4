"""How figures are printed: counts, rates and intervals in one style."""

from __future__ import annotations

from pipeline.records import Base


def rate(value: float | None) -> str:
    """A percentage; whole numbers from ten upwards, one decimal below."""
    if value is None:
        return "–"
    return f"{value:.0f} %" if value >= 9.95 or value == 0 else f"{value:.1f} %"


def interval(bounds: tuple[float, float] | None) -> str:
    """An interval in percent, without the sign."""
    return "" if bounds is None else f"{bounds[0]:.1f}–{bounds[1]:.1f}"


def count(n: int | None, total: int | None) -> str:
    """n of total; a question mark stands for a total that nothing states."""
    if n is None:
        return "–" if total is None else f"? / {total}"
    return f"{n} / {'?' if total is None else total}"


def anchor(record_id: str) -> str:
    """Where the appendix shows a record."""
    return f"#r-{record_id}"


def first(records: tuple[str, ...]) -> str:
    """The link to the first of some records."""
    return anchor(records[0]) if records else "#appendix"


def regimen(drugs: list[str] | tuple[str, ...]) -> str:
    """Drugs of a regimen."""
    return " + ".join(drugs)


def number(value: float | int | str | None) -> str:
    """A number without trailing zeros; empty when absent."""
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:g}"


def dose(low: float, high: float, unit: str) -> str:
    """An amount or a range with its unit as written by UCUM."""
    shown = number(low) if low == high else f"{number(low)}–{number(high)}"
    return f"{shown} {unit}".strip()


def statement(record: Base) -> list[tuple[str, str]]:
    """A record's own fields that say something, as label and value."""
    skip = {*Base.model_fields, "kind", "record_id"}
    fields = [(k, getattr(record, k)) for k in type(record).model_fields if k not in skip]
    fields += [(k, getattr(record, k)) for k in ("histotype", "patient", "subgroup") if k in Base.model_fields]
    said = [("drugs", regimen(record.drugs))] if record.drugs else []
    said += [(k.replace("_", " "), _plain(v)) for k, v in fields if v not in (None, "", [], False)]
    return list(dict.fromkeys(said))


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
