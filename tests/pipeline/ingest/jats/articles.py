"""Articles of our own writing for the reader's tests."""

from __future__ import annotations

from pathlib import Path

FRONT = """<front><journal-meta><journal-title-group><journal-title>Annals of Invented Oncology</journal-title>
</journal-title-group></journal-meta><article-meta><article-id pub-id-type="doi">10.0000/invented.1</article-id>
<title-group><article-title>Drug <italic>A</italic> in
 nine patients</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>J</given-names></name></contrib>
</contrib-group><pub-date><year>2020</year></pub-date><permissions>
<license xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://creativecommons.org/licenses/by/4.0/">
<license-p>Free to share.</license-p></license></permissions>
<abstract><sec><title>Background</title><p>Little is known.</p></sec>
<sec><title>Results</title><p>Three of nine responded.</p></sec></abstract></article-meta></front>"""


def article(body: str = "", back: str = "", front: str = FRONT, prolog: str = "") -> str:
    """A whole article around the given parts."""
    return f"{prolog}<article article-type='case-report'>{front}<body>{body}</body><back>{back}</back></article>"


def saved(folder: Path, text: str, name: str = "paper.nxml") -> Path:
    """The article as a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
