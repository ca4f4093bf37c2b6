"""From what reports say to what happened: copies, the same event in one and in many reports, relations.

Everything here works on records alone, so that events can be recomputed from stored reports at any time.
"""

from dateline.linking.blocking import StoredKeys, days_of, packed_keys
from dateline.linking.cluster import Cluster, alike
from dateline.linking.compare import load_weights
from dateline.linking.copies import CopyFinder, Sketch, copy_groups, groups_of
from dateline.linking.decisions import Decision, decided
from dateline.linking.explain import Explanation, Pair, explain
from dateline.linking.link import (
    Link,
    Outline,
    clusters_of,
    event_from,
    link,
    links_of,
    outlined,
    outlines_of,
    published_of,
    resolve,
)
from dateline.linking.told import Telling, Told, by_id, sharing, told_of
from dateline.linking.within import Account, accounts_of

__all__ = [
    "Account",
    "Cluster",
    "CopyFinder",
    "Decision",
    "Explanation",
    "Link",
    "Outline",
    "Pair",
    "Sketch",
    "StoredKeys",
    "Telling",
    "Told",
    "accounts_of",
    "alike",
    "by_id",
    "clusters_of",
    "copy_groups",
    "days_of",
    "decided",
    "event_from",
    "explain",
    "groups_of",
    "link",
    "links_of",
    "load_weights",
    "outlined",
    "outlines_of",
    "packed_keys",
    "published_of",
    "resolve",
    "sharing",
    "told_of",
]
