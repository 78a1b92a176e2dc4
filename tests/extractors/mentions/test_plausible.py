"""Names that can be drugs or tumours, and the model's usual mistakes."""

from __future__ import annotations

import pytest

from extractors.mentions.plausible import may_be_drug, may_be_tumour


@pytest.mark.parametrize(
    ("name", "drug"),
    [
        ("zoltavertinib", True),
        ("melocitamab", True),
        ("anthracyclines", True),
        ("AZQ4417", True),
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
def test_a_drug_has_a_stem_a_class_or_a_code(name: str, drug: bool) -> None:
    assert may_be_drug(name) is drug


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
