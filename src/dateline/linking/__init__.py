"""From what reports say to what happened: copies, the same event in one and in many reports, relations.

Everything here works on records alone, so that events can be recomputed from stored reports at any time.
"""

from dateline.linking.compare import load_weights
from dateline.linking.copies import Sketch
from dateline.linking.decisions import Decision
from dateline.linking.link import Link, Outline, event_from, link, links_of, outlines_of, resolve
from dateline.linking.tellings import Told, told_of
from dateline.linking.within import Account, accounts_of

__all__ = [
    "Account",
    "Decision",
    "Link",
    "Outline",
    "Sketch",
    "Told",
    "accounts_of",
    "event_from",
    "link",
    "links_of",
    "load_weights",
    "outlines_of",
    "resolve",
    "told_of",
]
