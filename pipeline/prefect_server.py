"""A Prefect server of our own on loopback: only a real one turns a schedule into runs (an in-process one does not)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from extractors.core.document import InputError
from pipeline.quiet import quieten


@contextmanager
def prefect_server(wait: float = 60.0) -> Iterator[str]:
    """The address of a Prefect server's API: the user's own (`PREFECT_API_URL`), else one started here and stopped after.

    Must be entered before Prefect is imported.

    Raises
    ------
    InputError
        When the server does not answer within `wait` seconds.
    """
    quieten(scheduling=True)
    if given := os.environ.get("PREFECT_API_URL"):
        yield given
        return
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "prefect",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ui",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/api"
    try:
        _await(address, server, wait)
        os.environ["PREFECT_API_URL"] = address
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(address: str, server: subprocess.Popen[bytes], wait: float) -> None:
    deadline = time.monotonic() + wait
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{address}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise InputError(
        f"Prefect's server did not answer at {address} within {wait:g} s; start one and set PREFECT_API_URL"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
