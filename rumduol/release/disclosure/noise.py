"""Answers with noise for open questions, and the account of what they cost (differential privacy; Dwork and Roth 2014).

The noise comes from OpenDP (discrete Laplace, constant time, exact arithmetic): numbers made with floating point leak.
"""

from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import opendp.prelude as dp
from numpy.typing import NDArray

CONTRIBUTED = "contrib"  # OpenDP's mark for parts that others have proved and it has not taken over yet


class BudgetSpent(Exception):
    """The question would cost more than is left. `left`: what is; `asked`: what it would cost."""

    def __init__(self, asked: Decimal, left: Decimal) -> None:
        self.asked, self.left = asked, left
        super().__init__(f"The question costs {asked} and {left} is left")


@dataclass(frozen=True)
class Spent:
    """One answer: of which data (`about`: indicator and period), to whom, at what cost, and what was asked."""

    about: str
    asked_by: str
    question: str
    epsilon: Decimal


@dataclass(frozen=True)
class Ledger:
    """What was spent on each body of data. Costs add up (basic composition), and nothing is ever given back.

    Frozen: `spend` answers a new ledger. Decimals, so that ten tenths are one.
    """

    limit: Decimal
    entries: tuple[Spent, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.limit <= 0 or any(entry.epsilon <= 0 for entry in self.entries):
            raise ValueError("A budget and its costs are more than nothing")

    def spent(self, about: str) -> Decimal:
        return sum((entry.epsilon for entry in self.entries if entry.about == about), Decimal(0))

    def left(self, about: str) -> Decimal:
        return max(Decimal(0), self.limit - self.spent(about))

    def earlier_answer(self, about: str, question: str) -> Spent | None:
        """The same question again is answered from what was said: it costs nothing and tells nothing new."""
        return next((entry for entry in self.entries if (entry.about, entry.question) == (about, question)), None)

    def spend(self, entry: Spent) -> "Ledger":
        """Raises BudgetSpent, and ValueError for a cost that is not more than nothing."""
        if entry.epsilon > (left := self.left(entry.about)):
            raise BudgetSpent(entry.epsilon, left)
        return Ledger(self.limit, (*self.entries, entry))


def noisy_counts(counts: NDArray[np.int64], epsilon: Decimal, *, each_person_in: int = 1) -> NDArray[np.int64]:
    """The counts with discrete Laplace noise of scale `each_person_in` / epsilon; nothing negative is answered.

    `each_person_in`: how many of these cells one person can be in (1 for the cells of one table without margins; margins
    are to be summed from the noisy cells). Raises ValueError for an epsilon that is not more than nothing.
    """
    if epsilon <= 0 or each_person_in < 1:
        raise ValueError("The cost is more than nothing, and a person is in at least one cell")
    dp.enable_features(CONTRIBUTED)
    domain = dp.vector_domain(dp.atom_domain(T="i64"))
    laplace = dp.m.make_laplace(domain, dp.l1_distance(T="i64"), scale=each_person_in / float(epsilon))
    told = np.array(laplace(counts.ravel().tolist()), np.int64)
    return np.maximum(0, told).reshape(counts.shape)


def error_of(epsilon: Decimal, *, each_person_in: int = 1, sure: float = 0.95) -> int:
    """How far from the truth an answer is at most, `sure` of the time: to be told beside it."""
    scale = each_person_in / float(epsilon)
    return int(np.ceil(scale * np.log(1 / (1 - sure))))
