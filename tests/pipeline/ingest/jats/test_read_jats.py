from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from extractors.core.document import Document, SectionKind
from pipeline.ingest.jats import read_jats
from tests.pipeline.ingest.jats.articles import article, saved


def read(folder: Path, body: str = "", back: str = "") -> Document:
    return read_jats(saved(folder, article(body, back)), "paper")


def test_front_matter_is_kept_apart_from_the_text(tmp_path: Path) -> None:
    document = read(tmp_path, "<p>Text.</p>")
    assert document.title == "Drug A in nine patients"
    assert document.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert document.metadata["doi"] == "10.0000/invented.1"
    assert document.metadata["authors"] == "Doe J"
    assert (document.id, document.format) == ("paper", "jats")


def test_sections_cover_the_text_in_order_and_do_not_overlap(tmp_path: Path) -> None:
    body = """<p>An opening without heading.</p><sec sec-type="materials|methods"><title>How we did it</title>
    <p>One.</p>    <sec><title>Statistics</title><p>Two.</p></sec></sec>
    <sec><title>3. Results</title><p>Three.</p><fig><label>Figure 1</label><caption><p>A curve.</p></caption></fig>
    <sec><title>Case 1</title><p>A woman.</p></sec><sec><title>Toxicity</title><p>None.</p></sec></sec>"""
    document = read(tmp_path, body, "<ack><title>Acknowledgements</title><p>Thanks.</p></ack>")
    assert document.sections is not None
    assert [(s.kind, s.title) for s in document.sections] == [
        (SectionKind.TITLE, "Drug A in nine patients"),
        (SectionKind.ABSTRACT, "Abstract"),
        (SectionKind.ABSTRACT_BACKGROUND, "Background"),
        (SectionKind.ABSTRACT_RESULTS, "Results"),
        (SectionKind.BACKGROUND, ""),
        (SectionKind.METHODS, "How we did it"),
        (SectionKind.METHODS, "Statistics"),
        (SectionKind.RESULTS, "3. Results"),
        (SectionKind.LEGEND, "Figure 1"),
        (SectionKind.CASES, "Case 1"),
        (SectionKind.RESULTS, "Toxicity"),
        (SectionKind.BACK_MATTER, "Acknowledgements"),
    ]
    bounds = [(s.start, s.end) for s in document.sections]
    assert bounds[0][0] == 0
    assert bounds[-1][1] == len(document.text)
    assert all(left[1] == right[0] for left, right in pairwise(bounds))
    legend = next(s for s in document.sections if s.kind is SectionKind.LEGEND)
    assert document.text[legend.start : legend.end].strip() == "Figure 1 A curve."


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        (
            "seen before<sup><xref ref-type='bibr'>12</xref>,<xref ref-type='bibr'>13</xref></sup>.",
            "seen before[12,13].",
        ),
        ("seen before<xref ref-type='bibr'><sup>4-6</sup></xref>.", "seen before[4-6]."),
        ("seen before.<xref ref-type='bibr'>7</xref> Next", "seen before.[7] Next"),
        ("seen before [<xref ref-type='bibr'>1</xref>, <xref ref-type='bibr'>2</xref>].", "seen before [1, 2]."),
        ("(<xref ref-type='bibr'>Doe, 2001</xref>)", "(Doe, 2001)"),
        ("5 × 10<sup>9</sup>/L at 75 mg/m<sup>2</sup>", "5 × 10⁹/L at 75 mg/m²"),
        ("12<sup>a</sup> and H<sub>2</sub>O", "12a and H2O"),
        ("a&#160;b\n   c", "a b c"),
    ],
)
def test_inline_markup_prints_as_text(tmp_path: Path, markup: str, printed: str) -> None:
    assert printed in read(tmp_path, f"<sec><title>Results</title><p>{markup}</p></sec>").text


def test_references_tagged_or_printed_become_numbered_lines(tmp_path: Path) -> None:
    back = """<ref-list><title>References</title>
    <ref><label>1.</label><element-citation><person-group><name><surname>Roe</surname><given-names>AB</given-names></name>
    </person-group><article-title>On sums</article-title><source>J Sums</source><year>1999</year><volume>3</volume>
    <fpage>1</fpage><lpage>9</lpage></element-citation></ref>
    <ref><label>2</label><mixed-citation>Poe C. <italic>Tales</italic>. 2001.</mixed-citation></ref></ref-list>"""
    document = read(tmp_path, "<p>Text.</p>", back)
    assert "1. Roe AB. On sums. J Sums. 1999 3:1-9.\n2. Poe C. Tales. 2001.\n" in document.text
    assert document.sections is not None
    assert document.sections[-1].kind is SectionKind.REFERENCES


def test_entities_of_the_unfetched_dtd_are_read_as_html_names(tmp_path: Path) -> None:
    prolog = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "JATS-archivearticle1.dtd">'
    path = saved(tmp_path, article("<p>dose &ge; 5&nbsp;mg</p>", prolog=prolog))
    assert "dose ≥ 5 mg" in read_jats(path, "paper").text


def test_lists_inside_a_paragraph_stand_on_lines_of_their_own(tmp_path: Path) -> None:
    body = (
        "<p>We asked for:<list><list-item><p>one</p></list-item><list-item><p>two</p></list-item></list>and more.</p>"
    )
    assert "We asked for:\none\ntwo\nand more.\n" in read(tmp_path, body).text


def test_replies_are_left_out_and_said_so(tmp_path: Path) -> None:
    text = article("<p>Text.</p>").replace(
        "</article>", "<sub-article><body><p>Reply.</p></body></sub-article></article>"
    )
    document = read_jats(saved(tmp_path, text), "paper")
    assert "Reply" not in document.text
    assert document.warnings == ("1 sub-article(s) or response(s) left out",)
