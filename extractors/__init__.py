"""The functional core: a paper in, findings out. No files written, no network, no Prefect.

Importing the package loads no extractor (spaCy, NumPy): a command that reads no paper starts at once.
"""

from extractors import threads  # noqa: F401  (before NumPy)
