"""A loopback server that speaks the documented shapes of Europe PMC and NCBI, with faults on demand."""

from __future__ import annotations

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ARTICLE = (
    "<article><front><article-meta><title-group><article-title>Series {id}</article-title></title-group><permissions>"
    '<license license-type="open-access" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xlink:href="https://creativecommons.org/licenses/{licence}/4.0/"><license-p>Open.</license-p></license></permissions>'
    "</article-meta></front><body><sec><title>Results</title><p>Nine patients responded.</p></sec></body></article>"
)
LICENCES = {"PMC3": "by-nc-nd"}


class Library(ThreadingHTTPServer):
    """`count` papers PMC1..PMCn, two a page; `faults` maps a path's end to the statuses or faults it gives first."""

    def __init__(self, count: int = 5) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.count = count
        self.faults: dict[str, list[str]] = {}
        self.asked: Counter[str] = Counter()
        self.times: list[float] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def base(self) -> str:
        """Address of the service."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Library

    def log_message(self, *_: Any) -> None:
        """Silence."""

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        query = {k: v[0] for k, v in parse_qs(split.query).items()}
        name = f"{split.path}?{query.get('id', query.get('cursorMark', query.get('retstart', '')))}"
        self.server.asked[name] += 1
        fault = next((f.pop(0) for key, f in self.server.faults.items() if key in name and f), "")
        if fault.isdigit():
            self._send(int(fault), b"fault", {"Retry-After": "0"})
        elif fault == "drop":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<article>")
            self.close_connection = True
        elif fault == "garbage":
            self._send(200, b"<article><unclosed>")
        else:
            self._send(200, self._answer(split.path, query))

    def _answer(self, path: str, query: dict[str, str]) -> bytes:
        ids = [f"PMC{k}" for k in range(1, self.server.count + 1)]
        if path == "/search":
            at = 0 if query["cursorMark"] == "*" else int(query["cursorMark"])
            found = [{"id": i[3:], "pmcid": i, "title": f"Series {i}", "license": "cc by"} for i in ids[at : at + 2]]
            answer: dict[str, Any] = {"hitCount": len(ids), "resultList": {"result": found}}
            answer["nextCursorMark"] = str(min(at + 2, len(ids)))
            return json.dumps(answer).encode()
        if path == "/esearch.fcgi":
            at = int(query["retstart"])
            listed = [i[3:] for i in ids[at : at + 2]]
            return json.dumps({"esearchresult": {"count": str(len(ids)), "idlist": listed}}).encode()
        if path == "/efetch.fcgi" and query["db"] == "pubmed":
            return (
                f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>{query['id']}</PMID><Article><ArticleTitle>Series "
                f"{query['id']}</ArticleTitle><Abstract><AbstractText Label='METHODS'>We looked.</AbstractText><AbstractText "
                "Label='RESULTS'>Nine &lt; ten.</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
            ).encode()
        if path == "/efetch.fcgi":
            return f"<pmc-articleset>{self._article('PMC' + query['id'])}</pmc-articleset>".encode()
        return self._article(path.split("/")[1]).encode()

    def _article(self, identifier: str) -> str:
        return ARTICLE.format(id=identifier, licence=LICENCES.get(identifier, "by"))

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
