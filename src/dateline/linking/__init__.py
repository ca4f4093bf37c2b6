"""From what reports say to what happened: copies, the same event in one and in many reports, relations.

Everything here works on records alone, so that events can be recomputed from stored reports at any time.
"""

from dateline.linking.compare import load_weights
from dateline.linking.copies import Sketch, copy_groups, groups_of
from dateline.linking.decisions import Decision, decided
from dateline.linking.explain import Explanation, Pair, explain
from dateline.linking.link import Link, Outline, event_from, link, links_of, outlines_of, published_of, resolve
from dateline.linking.told import Telling, Told, by_id, told_of
from dateline.linking.within import Account, accounts_of

__all__ = [
    "Account",
    "Decision",
    "Explanation",
    "Link",
    "Outline",
    "Pair",
    "Sketch",
    "Telling",
    "Told",
    "accounts_of",
    "by_id",
    "copy_groups",
    "decided",
    "event_from",
    "explain",
    "groups_of",
    "link",
    "links_of",
    "load_weights",
    "outlines_of",
    "published_of",
    "resolve",
    "told_of",
]
