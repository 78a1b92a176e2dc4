"""Licences as sources write them, in one spelling: `cc0`, `cc-by`, `cc-by-nc` ..., or `unknown`."""

from __future__ import annotations

import re


def licence_code(printed: str) -> str:
    """The short code of a licence text, name or address."""
    text = printed.lower().replace("_", "-")
    if not text.strip():
        return "unknown"
    if "publicdomain/zero" in text or re.search(r"\bcc-?\s?0\b", text):
        return "cc0"
    if "public domain" in text or "publicdomain" in text:
        return "public-domain"
    if m := re.search(r"licenses/((?:by)(?:-(?:nc|sa|nd))*)", text):
        return f"cc-{m[1]}"
    if m := re.search(r"\bcc[- ]?by((?:[- ](?:nc|sa|nd))*)\b", text):
        return "cc-by" + re.sub(r"[- ]+", "-", m[1])
    if "creative commons attribution" in text:
        parts = [
            ("noncommercial", "nc"),
            ("non-commercial", "nc"),
            ("sharealike", "sa"),
            ("share alike", "sa"),
            ("noderiv", "nd"),
        ]
        found = dict.fromkeys(code for word, code in parts if word in text)
        return "-".join(["cc-by", *found])
    return "unknown"
