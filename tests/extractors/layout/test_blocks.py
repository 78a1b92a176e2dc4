"""Headings alone on their line, numbered or not."""

from __future__ import annotations

import pytest

from extractors.core.document import SectionKind
from extractors.layout.blocks import BlockKind, split


@pytest.mark.parametrize("heading", ["Results", "3. Results", "3 Results", "3.2. Results", "## Results"])
def test_a_heading_opens_a_section(heading: str) -> None:
    blocks = list(split(f"Some words end here.\n\n{heading}\nTwenty patients were treated in all.\n"))
    assert [b.section for b in blocks if b.kind is BlockKind.HEADING] == [SectionKind.RESULTS]


@pytest.mark.parametrize("line", ["results", "3 results"])
def test_running_words_are_no_heading(line: str) -> None:
    blocks = list(split(f"Some words end here.\n\n{line}\nof the treatment were poor.\n"))
    assert not [b for b in blocks if b.kind is BlockKind.HEADING]
