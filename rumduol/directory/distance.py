"""About how far apart two provinces are: the way between their capitals, from a data file of 25 towns."""

import csv
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

CAPITALS = Path(__file__).parent / "data" / "capitals.csv"
EARTH_KM = 6371.0
# Cambodian national roads between provincial towns are about a quarter longer than the straight line.
ROAD = 1.25
STEP_KM = 10


@lru_cache(maxsize=1)
def _capitals() -> dict[str, tuple[float, float]]:
    with CAPITALS.open(encoding="utf-8", newline="") as file:
        return {row["province"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}


def kilometres(one: str, other: str) -> int | None:
    """Road kilometres between the capitals of two provinces (2-digit codes), rounded to 10; None if one is unknown."""
    towns = _capitals()
    if one not in towns or other not in towns:
        return None
    if one == other:
        return 0
    (lat1, lon1), (lat2, lon2) = towns[one], towns[other]
    half = sin(radians(lat2 - lat1) / 2) ** 2
    half += cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    straight = 2 * EARTH_KM * asin(sqrt(half))
    return max(STEP_KM, round(straight * ROAD / STEP_KM) * STEP_KM)
