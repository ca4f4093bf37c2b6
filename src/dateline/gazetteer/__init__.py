"""The gazetteer: place names to places, offline."""

from dateline.gazetteer.lookup import Candidate, Gazetteer, open_gazetteer

__all__ = ["Candidate", "Gazetteer", "open_gazetteer"]
