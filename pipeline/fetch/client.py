"""A polite HTTP client: so many requests a second at most, patient with errors, honest about who asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import httpx

from extractors.core.document import InputError

AGENT = "seriatim (evidence records from oncology case series)"
_PASSING = {408, 425, 429, 500, 502, 503, 504}


class FetchError(InputError):
    """A request failed for good; the message names the address and the cause."""


class Client:
    """GET with at least `interval` seconds between requests and up to `tries` of each.

    Passing faults (time-outs, broken answers, 429 and 5xx) are tried again after 1, 2, 4 ... seconds, or as long as
    `Retry-After` asks, at most `patience`.
    """

    def __init__(
        self,
        *,
        interval: float = 0.34,
        tries: int = 5,
        timeout: float = 60.0,
        patience: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.interval, self.tries, self.patience = interval, tries, patience
        self._sleep = sleep
        self._http = httpx.Client(timeout=timeout, headers={"User-Agent": AGENT}, follow_redirects=True)
        self._last = 0.0

    def get(self, url: str, parameters: Mapping[str, str] | None = None) -> bytes:
        """The body of a successful answer.

        Raises
        ------
        FetchError
            When the answer is an error that waiting will not mend, or the tries are used up.
        """
        cause = ""
        for attempt in range(self.tries):
            self._wait_for_turn()
            pause = min(2.0**attempt, self.patience)
            try:
                answer = self._http.get(url, params=parameters)
                if answer.status_code == 200:
                    return answer.content
                cause = f"HTTP {answer.status_code}"
                if answer.status_code not in _PASSING:
                    break
                pause = min(_asked(answer, pause), self.patience)
            except httpx.HTTPError as error:
                cause = f"{type(error).__name__}: {error}"
            if attempt + 1 < self.tries:
                self._sleep(pause)
        raise FetchError(f"{url}: {cause}")

    def _wait_for_turn(self) -> None:
        wait = self._last + self.interval - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last = time.monotonic()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _asked(answer: httpx.Response, default: float) -> float:
    try:
        return float(answer.headers.get("Retry-After", default))
    except ValueError:
        return default
