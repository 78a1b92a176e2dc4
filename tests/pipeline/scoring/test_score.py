"""The scorer agrees with the contract's reference scorer to the digit, and tells misses from spurious records."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.core.document import InputError
from pipeline.scoring import load_gold, load_jsonl, score
from pipeline.scoring.agree import agrees, same_patient
from pipeline.scoring.gold import Gold


def _dose(**changes: object) -> dict[str, object]:
    fact = {"doc": "d", "kind": "dose", "drug": "pazopanib", "low": 800, "high": 800, "unit": "mg", "role": "planned"}
    return {**fact, "anchor": [10, 20], "provenance": [{"start": 10, "end": 20}], **changes}


def test_equal_records_match_and_others_count_on_both_sides() -> None:
    report = score(Gold({"d": [_dose(), _dose(drug="sunitinib", low=50, high=50)]}), [_dose(), _dose(low=5, high=5)])
    tally = report.kinds["dose"]
    assert (tally.matched, tally.gold, tally.predicted) == (1, 2, 2)
    assert [f["drug"] for _, f in report.missed] == ["sunitinib"]
    assert [f["low"] for _, f in report.spurious] == [5]


@pytest.mark.parametrize("attribution", ["cited", "definition"])
def test_only_own_results_and_planned_doses_are_scored(attribution: str) -> None:
    assert score(Gold({"d": [_dose()]}), [_dose(attribution=attribution)]).kinds["dose"].predicted == 0


def test_derived_figures_are_never_scored() -> None:
    assert score(Gold({"d": [_dose()]}), [_dose(method="derived.total")]).kinds["dose"].predicted == 0


def test_optional_facts_are_neither_demanded_nor_held_against() -> None:
    gold = Gold({"d": [_dose(optional=True)]})
    assert score(gold, []).kinds["dose"].gold == 0
    assert score(gold, [_dose()]).kinds["dose"].predicted == 0


def test_synonyms_and_numbers_agree_as_the_contract_says() -> None:
    assert agrees("drug", {"drug": "Votrient"}, {"drug": "pazopanib"})
    assert agrees("value", {"kind": "x", "value": 2.73}, {"value": 2.74})
    assert not agrees("value", {"kind": "x", "value": 2.73}, {"value": 2.6})
    assert agrees("grade", {"grade": "3–4"}, {"grade": "3-4"})
    assert agrees("grade", {"grade": ""}, {"grade": "any"})


def test_numbered_patients_match_by_number_and_narrative_ones_by_place() -> None:
    assert same_patient({"patient": "Patient 5"}, {"patient": "5"})
    assert not same_patient({"patient": "5"}, {"patient": "6"})
    gold = {"patient": "74M", "anchor": [1000, 1010]}
    assert same_patient(gold, {"patient": "man of 74", "provenance": [{"start": 1500, "end": 1510}]})
    assert not same_patient(gold, {"patient": "man of 74", "provenance": [{"start": 2500, "end": 2510}]})


def test_gold_is_checked_before_it_is_trusted(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"kind": "dose", "anchor": [5, 5]}\n')
    with pytest.raises(InputError, match=r"a\.jsonl:1: anchor"):
        load_gold(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"kind": "dose"}\n{"kind"\n')
    with pytest.raises(InputError, match=r"a\.jsonl:2: not JSON"):
        load_gold(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        load_gold(tmp_path / "absent")


def _perturbed(gold: Path, seed: int) -> list[dict[str, object]]:
    """Gold turned into predictions, a third of them spoilt in one way or another."""
    rng = random.Random(seed)
    records = []
    for path in sorted(gold.glob("*.jsonl")):
        if path.name.endswith(".findings.jsonl"):
            continue
        for fact in load_jsonl(path):
            fact = {k: v for k, v in fact.items() if k not in ("optional", "added", "in_table")}
            start, end = fact.get("anchor", [0, 1])
            shift = rng.choice([0, 0, 0, 300, 700, 5000])
            fact["provenance"] = [{"start": start + shift, "end": end + shift}]
            roll = rng.random()
            if roll < 0.1:
                continue
            if roll < 0.35:
                field = rng.choice(
                    [k for k in fact if k not in ("doc", "kind", "provenance", "anchor", "anchor_more", "drugs")]
                )
                fact[field] = rng.choice([None, 7, "3-4", "osteosarcoma", fact[field]])
            records.append({"attribution": "own", "method": "test", **fact})
    return records


@pytest.mark.parametrize(
    ("folder", "flags"), [("gold", []), ("gold", ["--prose"]), ("gold", ["--elsewhere"]), ("dev_corpus/gold", [])]
)
def test_agrees_to_the_digit_with_the_reference_scorer(
    shared: Path, tmp_path: Path, folder: str, flags: list[str]
) -> None:
    records = _perturbed(shared / folder, seed=11)
    for record in records:
        record["drugs"] = record.get("drugs") or []
    pred = tmp_path / "records.jsonl"
    pred.write_text("".join(json.dumps(r) + "\n" for r in records))
    command = [sys.executable, str(shared / "tools" / "score.py"), "--gold", str(shared / folder), "--pred", str(pred)]
    subprocess.run([*command, *flags, "--json", str(tmp_path / "ref.json")], check=True, capture_output=True)
    reference = json.loads((tmp_path / "ref.json").read_text())
    ours = score(
        load_gold(shared / folder), load_jsonl(pred), prose="--prose" in flags, elsewhere="--elsewhere" in flags
    )
    assert reference["all"]["matched"] > 100
    assert ours.as_json() == reference
