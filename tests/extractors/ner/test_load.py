"""The shipped model loads as it lies in the package, and finds names that nobody ever taught it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from extractors.ner.load import SHIPPED, load_ner


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_ner()


def entities(nlp: Language, text: str) -> set[tuple[str, str]]:
    return {(entity.text, entity.label_) for entity in nlp(text).ents}


def test_labels_are_ours(nlp: Language) -> None:
    assert sorted(nlp.get_pipe("ner").labels) == ["DISEASE", "DRUG"]  # type: ignore[attr-defined]


def test_model_is_at_most_15_megabytes() -> None:
    assert sum(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file()) <= 15e6


def test_model_holds_no_words_of_the_training_texts() -> None:
    strings = json.loads((SHIPPED / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert set(strings) <= {"DRUG", "DISEASE", ""}


def test_model_config_names_no_path() -> None:
    config = (SHIPPED / "config.cfg").read_text(encoding="utf-8")
    assert "/" not in config.replace("CDK4/6", "")


@pytest.mark.parametrize(
    ("text", "drug"),
    [
        ("Both women were given vorlutinib 40 mg once daily.", "vorlutinib"),
        ("Second-line melzacitamab was stopped after two infusions.", "melzacitamab"),
        ("Six patients took QVX-2209 for a median of four months.", "QVX-2209"),
        ("The disease progressed on doxorubicin and on brastelisib.", "brastelisib"),
        ("Tamoclaxel14 was given every three weeks.", "Tamoclaxel"),
        ("Partial remission followed nelfosirolimus\nin one of four patients.", "nelfosirolimus"),
    ],
)
def test_finds_a_drug_that_does_not_exist(nlp: Language, text: str, drug: str) -> None:
    assert (drug, "DRUG") in entities(nlp, text)


@pytest.mark.parametrize(
    ("text", "tumour"),
    [
        ("A girl of nine had a velmomyosarcoma of the left calf.", "velmomyosarcoma"),
        ("Three patients with sclerosing keratofibroblastoma were followed up.", "sclerosing keratofibroblastoma"),
        ("Histology confirmed a nevoblastoma with necrosis.", "nevoblastoma"),
        ("Median survival in Orbeck tumour was nine months.", "Orbeck tumour"),
    ],
)
def test_finds_a_tumour_that_does_not_exist(nlp: Language, text: str, tumour: str) -> None:
    assert (tumour, "DISEASE") in entities(nlp, text)


@pytest.mark.parametrize(
    "text",
    [
        "Patient Age Sex Prior TKI Response PFS (months)\n1 61 F yes PR 7.5\n2 48 M no SD 3.0",
        "PFS and OS were estimated; CR, PR and SD were assessed by CT or MRI according to RECIST.",
        "The protocol was approved by the IRB and registered as NCT09876543.",
    ],
)
def test_short_capitals_are_no_drugs(nlp: Language, text: str) -> None:
    assert not [name for name, label in entities(nlp, text) if label == "DRUG"]


def test_offsets_are_those_of_the_text(nlp: Language) -> None:
    text = "Nausea  occurred\nin two patients on vorlutinib/melzacitamab."
    spans = {text[e.start_char : e.end_char] for e in nlp(text).ents}
    assert {"vorlutinib", "melzacitamab", "Nausea"} <= spans


def fake_package(folder: Path, name: str, label: str, words: list[str]) -> None:
    """Install a pipeline that marks `words` with `label` as an importable package of that name."""
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": word} for word in words])  # type: ignore[attr-defined]
    (folder / name).mkdir()
    pipeline.to_disk(folder / name / "data")
    loader = "import pathlib, spacy\n\ndef load(**kw):\n    return spacy.load(pathlib.Path(__file__).parent / 'data', **kw)\n"
    (folder / name / "__init__.py").write_text(loader, encoding="utf-8")
    metadata = folder / f"{name}-0.5.4.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.5.4\n", encoding="utf-8")


def test_scispacy_chemicals_become_drugs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_package(tmp_path, "en_ner_bc5cdr_md", "CHEMICAL", ["lithium"])
    monkeypatch.syspath_prepend(str(tmp_path))
    assert entities(load_ner("en_ner_bc5cdr_md"), "Serum lithium rose.") == {("lithium", "DRUG")}
    sys.modules.pop("en_ner_bc5cdr_md", None)


def test_scispacy_unnamed_entities_are_told_apart_by_their_endings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_package(tmp_path, "en_core_sci_sm", "ENTITY", ["sunitinib", "chordoma", "patients"])
    monkeypatch.syspath_prepend(str(tmp_path))
    found = entities(load_ner("en_core_sci_sm"), "Of the patients with chordoma two took sunitinib.")
    assert found == {("chordoma", "DISEASE"), ("sunitinib", "DRUG")}
    sys.modules.pop("en_core_sci_sm", None)


def test_absent_package_is_named_in_the_error() -> None:
    with pytest.raises(OSError, match="en_core_sci_scibert is not installed"):
        load_ner("en_core_sci_scibert")


def test_unknown_model_is_refused() -> None:
    with pytest.raises(ValueError, match="en_core_web_trf"):
        load_ner("en_core_web_trf")
