"""Layout: what each stretch of a flattened paper is, and the prose put together again."""

from extractors.layout.flow import Prose, read_prose

__all__ = ["Prose", "read_prose"]
