"""Imported before Prefect: telemetry off, logs quiet, the in-process server kept to itself."""

from __future__ import annotations

import os

DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # a busy machine starts it slowly
}
# What the in-process server does beside answering: of no use to a single run.
SERVICES = ("SCHEDULER", "LATE_RUNS", "CANCELLATION_CLEANUP", "FOREMAN", "TRIGGERS", "PAUSE_EXPIRATIONS")


def quieten(*, scheduling: bool = False) -> None:
    """Set what the user has not set; must run before Prefect is imported.

    With `scheduling` the server keeps its own services, which turn a schedule into runs.
    """
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    if not scheduling and "PREFECT_API_URL" not in os.environ and os.environ.get("SERIATIM_SCHEDULING") != "1":
        for service in SERVICES:
            os.environ.setdefault(f"PREFECT_SERVER_SERVICES_{service}_ENABLED", "false")
        os.environ.setdefault("PREFECT_API_BLOCKS_REGISTER_ON_START", "false")  # no run uses blocks
    if scheduling:
        os.environ["SERIATIM_SCHEDULING"] = "1"
