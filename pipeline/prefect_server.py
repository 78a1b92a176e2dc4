"""Prefect servers on loopback: one that turns a schedule into runs, and a lighter one for a single run."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from extractors.core.document import InputError
from pipeline.prefect_database import own_database
from pipeline.quiet import quieten


class NoServerError(Exception):
    """The server of a run did not come up; its message says why."""


class RunServer:
    """Prefect's server for the runs of this process. It loads beside other work: `name` it, import Prefect, wait till `ready`.

    Prefect would start one itself within the flow, but only then, on a port that another process may take meanwhile,
    and it gives up when the first answer takes over five seconds, as happens on a busy machine.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._address = ""

    def start(self) -> None:
        """Begin to load it, unless it runs already, the user has one, or Prefect is imported and so knows its server."""
        if self._process or os.environ.get("PREFECT_API_URL") or "prefect" in sys.modules:
            return
        quieten()
        own_database()
        command = [sys.executable, "-m", "pipeline.prefect_api"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, text=True, **pipes)
        # registered before Prefect's own handlers, so that it ends after they have sent their last events
        atexit.register(self._end, self._process)

    def name(self) -> None:
        """Have Prefect use it; to be called before Prefect is imported, which may go on while the server loads.

        Raises
        ------
        NoServerError
            When it has ended.
        """
        if self._process is None or self._address:
            return
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip()  # told at once
        if not port:  # it closed its output: it is ending
            self._process.wait()
            raise NoServerError(f"Prefect's server {_fate(self._process, 0)}")
        self._address = os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"

    def ready(self, wait: float = 180.0) -> None:
        """Wait until it answers.

        Raises
        ------
        NoServerError
            When it has ended, or does not answer within `wait` seconds.
        """
        if self._process is None:
            return
        self.name()
        if not _answers(self._address, self._process, wait):
            raise NoServerError(f"Prefect's server {_fate(self._process, wait)}")

    @staticmethod
    def _end(process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        process.stdin.close()
        process.kill()  # nothing it still holds outlives the run: its database is a scratch file
        process.wait()


RUN_SERVER = RunServer()


@contextmanager
def prefect_server(wait: float = 300.0) -> Iterator[str]:
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
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
    address = f"http://127.0.0.1:{port}/api"
    try:
        if not _answers(address, server, wait):
            raise InputError(f"Prefect's server at {address} {_fate(server, wait)}; start one and set PREFECT_API_URL")
        os.environ["PREFECT_API_URL"] = address
        yield address
    finally:
        server.terminate()
        _stop(server, wait=20)


def _answers(address: str, server: subprocess.Popen[str], wait: float) -> bool:
    """Whether the server answers in time. One that listens already, but still loads, is asked once and takes its time."""
    deadline = time.monotonic() + wait
    place = urlsplit(address)
    while (left := deadline - time.monotonic()) > 0 and server.poll() is None:
        asking = HTTPConnection(place.netloc, timeout=left)
        with suppress(OSError, HTTPException), closing(asking):
            asking.request("GET", f"{place.path}/health")
            if asking.getresponse().status == 200:
                return True
        time.sleep(0.1)
    return False


def _fate(server: subprocess.Popen[str], wait: float) -> str:
    code = server.poll()
    return f"did not answer within {wait:g} s" if code is None else f"ended with exit code {code}"


def _stop(server: subprocess.Popen[str], wait: float) -> None:
    try:
        server.wait(timeout=wait)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
