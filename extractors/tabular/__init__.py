"""What tables say: from grids to findings of every kind, one extractor a kind."""

from extractors.tabular.cohorts import TabularCohorts
from extractors.tabular.doses import TabularDoses
from extractors.tabular.histotypes import TabularHistotypes
from extractors.tabular.patients import TabularPatients
from extractors.tabular.responses import TabularResponses
from extractors.tabular.times import TabularTimes
from extractors.tabular.toxicities import TabularToxicities

__all__ = [
    "TabularCohorts",
    "TabularDoses",
    "TabularHistotypes",
    "TabularPatients",
    "TabularResponses",
    "TabularTimes",
    "TabularToxicities",
]
