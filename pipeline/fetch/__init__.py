"""Harvesting open-access full texts and abstracts, politely, with resume and each document's licence."""

from pipeline.fetch.harvest import Harvest, harvest
from pipeline.fetch.sources import SOURCES

__all__ = ["SOURCES", "Harvest", "harvest"]
