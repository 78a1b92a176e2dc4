"""Every extractor there is."""

from __future__ import annotations

from typing import Any

from extractors.cohorts import Cohorts
from extractors.core.extractor import Extractor
from extractors.doses import Doses
from extractors.forms import FormCohorts, FormDoses, FormHistotypes, FormResponses, FormTimes, FormToxicities
from extractors.histotypes import Histotypes
from extractors.mentions import Mentions
from extractors.patients import Patients
from extractors.responses import Responses
from extractors.tabular import (
    TabularCohorts,
    TabularDoses,
    TabularHistotypes,
    TabularPatients,
    TabularResponses,
    TabularTimes,
    TabularToxicities,
)
from extractors.times import Times
from extractors.toxicities import Toxicities

EXTRACTORS: tuple[Extractor[Any], ...] = (
    Doses(),
    Histotypes(),
    Responses(),
    Times(),
    Toxicities(),
    Patients(),
    Cohorts(),
    Mentions(),
    TabularPatients(),
    TabularDoses(),
    TabularResponses(),
    TabularTimes(),
    TabularToxicities(),
    TabularHistotypes(),
    TabularCohorts(),
    FormDoses(),
    FormResponses(),
    FormTimes(),
    FormToxicities(),
    FormHistotypes(),
    FormCohorts(),
)
"""Every extractor, in the order in which findings are listed."""

__all__ = ["EXTRACTORS"]
