"""Readers: one a format, chosen by the file's ending; each gives a `Document` or an `InputError`."""

from pipeline.ingest.read import SUFFIXES, find_documents, other_files, read

__all__ = ["SUFFIXES", "find_documents", "other_files", "read"]
