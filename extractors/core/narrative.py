"""Narrative patients: one identity over sentences and legends, for a patient told in prose."""

from __future__ import annotations

from extractors.core.paper import Paper, Sentence


def patient_at(paper: Paper, sentence: Sentence, start: int) -> str:
    """The label of the patient that a place within the sentence's text is about, empty for a group."""
    return ""
