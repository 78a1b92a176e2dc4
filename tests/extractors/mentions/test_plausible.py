"""Names that can be drugs or tumours, and the model's usual mistakes."""

from __future__ import annotations

import pytest

from extractors.mentions.plausible import is_coded_drug, may_be_drug, may_be_tumour


@pytest.mark.parametrize(
    ("name", "drug"),
    [
        ("zoltavertinib", True),
        ("melocitamab", True),
        ("anthracyclines", True),
        ("Moriwaki", False),
        ("Karnofsky", False),
        ("creatinine", False),
        ("tyrosine", False),
        ("desmin", False),
        ("4,1-6,3", False),
        ("NCT01234567", False),
        ("Fig.2C", False),
        ("mmol", False),
        ("CD117", False),
    ],
)
def test_a_drug_has_a_stem_or_a_class(name: str, drug: bool) -> None:
    assert may_be_drug(name) is drug


@pytest.mark.parametrize(
    ("sentence", "drug"),
    [
        ("Nine patients received <AZQ4417> by mouth.", True),
        ("They had the oral HDAC inhibitor <AZQ4417> until progression.", True),
        ("Zoltavertinib (<AZQ4417>) was stopped in two.", True),
        ("<AZQ4417> 300 mg was taken twice daily.", True),
        ("We chose <AZQ-4417>, a selective inhibitor of the kinase.", True),
        ("The committee approved the project (<QX2017>-031).", False),
        ("This is the final analysis of <ZORK1907>.", False),
        ("The <ZK-1320> trial closed early.", False),
        ("Cells of the line <HT1080> were resistant.", False),
        ("An anti-CD105 antibody was used for <CD105> staining.", False),
    ],
)
def test_a_code_is_a_drugs_where_its_place_says_so(sentence: str, drug: bool) -> None:
    start, end = sentence.index("<"), sentence.index(">") - 1
    assert is_coded_drug(sentence.replace("<", "").replace(">", ""), start, end) is drug


@pytest.mark.parametrize(
    ("name", "tumour"),
    [
        ("spiradenocarcinoma", True),
        ("giant cell tumour", True),
        ("solid tumors", False),
        ("aggressive tumor", False),
        ("stroma", False),
        ("colitis", False),
        ("edema", False),
    ],
)
def test_a_tumour_ends_as_tumours_do(name: str, tumour: bool) -> None:
    assert may_be_tumour(name) is tumour
