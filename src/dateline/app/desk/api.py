"""`/api/v1`: records and counts for programs and for the desk's own modules."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/api/v1", tags=["events"])
