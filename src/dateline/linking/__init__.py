"""From what reports say to what happened: copies, the same event in one and in many reports, relations.

Everything here works on records alone, so that events can be recomputed from stored reports at any time.
"""

from dateline.linking.link import link, resolve

__all__ = ["link", "resolve"]
