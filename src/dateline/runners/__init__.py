"""Running the pipeline over many inputs: in this process, or in several."""

from __future__ import annotations

from dateline.runners.local import run

__all__ = ["run"]
