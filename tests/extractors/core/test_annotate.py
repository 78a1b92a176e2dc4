"""Vocabulary layers and the document's own abbreviations."""

from __future__ import annotations

from extractors.core.abbreviations import fits, key_entries
from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.core.paper import Paper
from extractors.core.vocabulary import fold, vocabulary


def paper(text: str) -> Paper:
    return annotate(Document("d", text))


def labels(text: str, layer: str) -> list[str]:
    return [m.label for s in paper(text).sentences for m in s.of(layer)]


def test_one_synonym_covers_spelling_hyphen_and_plural() -> None:
    assert fold("Gastro-intestinal stromal tumours") == fold("gastro intestinal stromal tumor")
    text = "Results\n\nGastro-intestinal stromal tumours and clear-cell sarcomas; thrombocytopaenia."
    assert labels(text, "histotype") == ["gastrointestinal stromal tumor", "clear cell sarcoma"]
    assert labels(text, "toxicity") == ["platelet count decreased"]


def test_the_longest_name_wins() -> None:
    assert labels("Results\n\nOne dedifferentiated liposarcoma.", "histotype") == ["dedifferentiated liposarcoma"]


def test_codes_ride_along() -> None:
    concept = vocabulary().lookup("GIST", "histotype")
    assert concept is not None
    assert dict(concept.codes)["oncotree"] == "GIST"


def test_single_letters_introduced_in_parentheses() -> None:
    text = "Methods\n\nPatients took regorafenib (R) plus everolimus (E).\n\nResults\n\nOn R + E two responded; R alone did nothing."
    found = [m.label for s in paper(text).sentences[1:] for m in s.of("drug")]
    assert found == ["regorafenib", "everolimus", "regorafenib"]


def test_the_same_letters_mean_what_this_paper_says() -> None:
    tumour = "Results\n\nFour had osteosarcoma (OS). One OS of the femur progressed and median OS was 8 months after overall survival (OS) analysis."
    kinds = [(m.layer, m.label) for s in paper(tumour).sentences for m in s.mentions if m.text == "OS"]
    assert ("histotype", "osteosarcoma") in kinds
    assert ("endpoint", "overall survival") in kinds


def test_survival_is_the_default_reading_of_os() -> None:
    assert "overall survival" in labels("Results\n\nThe median OS was 14 months.", "endpoint")


def test_ambiguous_abbreviations_stay_silent_unless_introduced() -> None:
    assert labels("Results\n\nTwo with AS responded.", "histotype") == []
    assert labels("Results\n\nTwo had angiosarcoma (AS). One AS responded.", "histotype")[-1] == "angiosarcoma"


def test_keys_and_legends_introduce() -> None:
    assert dict(key_entries("ASPS: alveolar soft part sarcoma. NA: not applicable.")) == {
        "ASPS": "alveolar soft part sarcoma",
        "NA": "not applicable",
    }
    assert ("UPS", "undifferentiated pleomorphic sarcoma") in set(
        key_entries("swimmer plot. SS synovial sarcoma; UPS undifferentiated pleomorphic sarcoma.")
    )


def test_letters_must_fit_where_no_colon_stands() -> None:
    assert fits("EpS", "epithelioid sarcoma")
    assert not fits("ND", "epithelioid sarcoma")


def test_sentences_carry_section_and_quantities() -> None:
    sentence = paper("Results\n\nSeven of 12 patients (58 %) responded.").sentences[0]
    assert sentence.section == "results"
    assert [q.kind for q in sentence.quantities] == ["fraction", "percent"]
    assert sentence.text == "Seven of 12 patients (58 %) responded."
