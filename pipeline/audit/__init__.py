"""The audit: every number that was read is recomputed, and what does not fit is said with its places.

A finding changes no record's values; it names the records it involves, they carry its id, and their confidence sinks.

Importing the package loads no check: `pipeline.audit.auditing` does.
"""
