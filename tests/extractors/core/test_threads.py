"""Several threads of a process may read papers at once, as the workers of a Dask cluster do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document

NAMES = ("chordoma", "angiosarcoma", "liposarcoma", "osteosarcoma", "PEComa", "desmoid tumour")


@pytest.fixture
def busy() -> Iterator[None]:
    """Threads change places as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_papers_read_beside_one_another_are_as_read_alone(busy: None) -> None:
    papers = [
        Document(
            name, f"Results\n\nOf {k + 9} patients with {name} on agent QX-{k}41{k}, {k + 1} responded (n = {k}).\n"
        )
        for k, name in enumerate(NAMES)
    ] * 4

    def read(paper: Document) -> list[tuple[str, int, int, str]]:
        return [(m.layer, m.start, m.end, m.text) for s in annotate(paper).sentences for m in s.mentions]

    with ThreadPoolExecutor(6) as pool:
        beside = list(pool.map(read, papers))
    assert beside == [read(paper) for paper in papers]
