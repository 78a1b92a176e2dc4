"""Pages for two reviewers: how far they agree, and where one must be chosen."""

from __future__ import annotations

from fastapi import APIRouter

routes = APIRouter()
