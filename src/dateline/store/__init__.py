"""The database: reports with everything found in them, and the events made of them. All SQL lives here."""

from __future__ import annotations

from dateline.store.acts import Act, ActorTally
from dateline.store.compare import compare_stores
from dateline.store.connect import open_store
from dateline.store.derived import Made
from dateline.store.facets import SORTS
from dateline.store.lineage import Change
from dateline.store.query import REVIEW_STATES, Box, EventFilter
from dateline.store.rows import input_key
from dateline.store.store import Basis, Store

__all__ = [
    "REVIEW_STATES",
    "SORTS",
    "Act",
    "ActorTally",
    "Basis",
    "Box",
    "Change",
    "EventFilter",
    "Made",
    "Store",
    "compare_stores",
    "input_key",
    "open_store",
]
