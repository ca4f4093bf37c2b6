"""How far two points on the earth are from each other."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) between two points in degrees."""
    across = cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    half = sin(radians(lat2 - lat1) / 2) ** 2 + across
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))
