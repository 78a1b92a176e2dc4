"""Trials summarised as a form of fixed keys ("Clinical Trial Results" of The Oncologist)."""

from extractors.forms.cohorts import FormCohorts, FormHistotypes
from extractors.forms.doses import FormDoses
from extractors.forms.efficacy import FormResponses, FormTimes, FormToxicities

__all__ = ["FormCohorts", "FormDoses", "FormHistotypes", "FormResponses", "FormTimes", "FormToxicities"]
