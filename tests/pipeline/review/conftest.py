"""A store with a paper, a client that is logged in on the local machine, and a real browser where there is one."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from pipeline.review.access import Access
from pipeline.review.app import create_app
from pipeline.store import Store, open_engine
from tests.pipeline.review.papers import keep

ROOT = Path(__file__).resolve().parents[3]


class Reviewer:
    """One browser's worth of client: keeps its cookie, sends its form token."""

    def __init__(self, client: httpx.Client, name: str = "") -> None:
        self.client = client
        self.token = ""
        if name:
            self.visit("/login")
            client.post("/login", data={"name": name, "form_token": self.token})
        self.visit("/")

    def visit(self, path: str) -> httpx.Response:
        """Open a page and take its form token."""
        answer = self.client.get(path)
        found = re.search(r'name="form-token" content="(\w+)"', answer.text)
        self.token = found.group(1) if found else self.token
        return answer

    def send(self, path: str, **body: Any) -> httpx.Response:
        """Post JSON as the page's script does."""
        return self.client.post(path, json=body, headers={"X-Form-Token": self.token})

    def decide(self, record_id: str, verdict: str, version: int = 0, **more: Any) -> httpx.Response:
        """Decide on a record of the paper."""
        return self.send(
            "/api/decisions", **{"doc": "paper"} | more, record_id=record_id, verdict=verdict, version=version
        )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with one paper."""
    engine = open_engine(f"sqlite:///{tmp_path}/store.db")
    made = Store(engine)
    keep(made)
    yield made
    engine.dispose()


@pytest.fixture
def reviewer(store: Store) -> Callable[[str], Reviewer]:
    """Makes reviewers by name, on one app."""
    app = create_app(store.engine, Access(), name="Ana")
    return lambda name="": Reviewer(TestClient(app, base_url="http://localhost"), name)


@pytest.fixture
def ana(reviewer: Callable[[str], Reviewer]) -> Reviewer:
    """The default reviewer."""
    return reviewer("")


class Served:
    """The command as a process of its own, on a free port."""

    def __init__(self, store: Path, *arguments: str, port: int = 0) -> None:
        if not port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
        self.port, self.address = port, f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "pipeline.cli", "review", "--store", f"sqlite:///{store}", "--port", str(port)]
        self.process = subprocess.Popen([*command, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
        for _ in range(300):
            try:
                httpx.get(f"{self.address}/login")
                return
            except httpx.TransportError:
                if self.process.poll() is not None:
                    raise RuntimeError(f"the server ended with {self.process.returncode}") from None
                time.sleep(0.1)
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """SIGKILL: nobody cleans up."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts servers on a store file; all end with the test."""
    started: list[Served] = []

    def start(store: Path, *arguments: str, port: int = 0) -> Served:
        started.append(Served(store, *arguments, port=port))
        return started[-1]

    yield start
    for server in started:
        server.kill()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens headless Chromium windows of a width; skipped where it is not installed."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        if os.environ.get("CI"):
            pytest.fail("chromium or its driver is not installed, and CI must have them")
        pytest.skip("chromium or its driver is not installed")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    opened: list[Any] = []

    def window(width: int = 1440, height: int = 900) -> Any:
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        quiet = ("background-networking", "component-update", "sync", "gpu", "dev-shm-usage")
        flags = ["--headless", "--no-sandbox", "--no-first-run", *(f"--disable-{f}" for f in quiet)]
        folder = tmp_path / f"browser{len(opened)}"
        for flag in (*flags, f"--user-data-dir={folder}", f"--window-size={width},{height}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        made = webdriver.Chrome(options=options, service=Service(driver))
        opened.append(made)
        if width < 500:  # headless windows are no narrower than 500
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
            made.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        return made

    yield window
    for made in opened:
        made.quit()
