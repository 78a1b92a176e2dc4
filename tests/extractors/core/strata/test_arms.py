"""Names of regimens: short forms, letters, and an arm's part in a trial."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.core.strata import population


def _arms(text: str) -> dict[str, tuple[str, ...]]:
    arms = population(annotate(Document("d", f"Methods\n\n{text}\n"))).arms
    named = {**arms.shorts, **arms.letters, "more": arms.more, "less": arms.less}
    return {name: tuple(t.label for t in terms) for name, terms in named.items() if terms}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Patients were randomised to sunitinib plus vorinostat (SV) or sunitinib plus placebo (SP).",
            {
                "SV": ("sunitinib", "vorinostat"),
                "SP": ("sunitinib",),
                "more": ("sunitinib", "vorinostat"),
                "less": ("sunitinib",),
            },
        ),
        (
            "Patients were allocated to doxorubicin plus ifosfamide (arm A) or to trabectedin (arm B).",
            {"A": ("doxorubicin", "ifosfamide"), "B": ("trabectedin",)},
        ),
        # what an arm gives in turn is no regimen
        ("They had sunitinib followed by sunitinib (arm A) or vorinostat (arm B).", {}),
        ("All patients received doxorubicin plus ifosfamide.", {}),
    ],
)
def test_names_of_regimens(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert _arms(text) == expected
