"""What every method answers: an estimate, its interval, and what one has to believe for it. Pure."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Interval:
    """`level` of the probability (0.95) between `low` and `high` people; `how` it was made (a code of words.py)."""

    low: float
    high: float
    how: str
    level: float = 0.95


@dataclass(frozen=True)
class Estimate:
    """People in all, found or not. `failed` says why a method could not answer (a code), and then there is no number."""

    method: str
    estimate: float | None
    intervals: tuple[Interval, ...] = ()
    model: tuple[str, ...] = ()  # pairs of lists that depend on each other
    failed: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def interval(self) -> Interval | None:
        """The one to show: the last made, as the most careful."""
        return self.intervals[-1] if self.intervals else None
