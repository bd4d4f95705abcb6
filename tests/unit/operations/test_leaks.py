"""The leak analysis: exact against published values, silent for small numbers, corrected for many people."""

import random
from math import comb

import pytest

from rumduol.operations.leaks import (
    LEAST_KNOWN,
    Outcome,
    Reading,
    analyse,
    by_time,
    enough,
    fisher,
    holm,
    interval,
    median,
    outwards,
)


@pytest.mark.parametrize(
    ("signs", "number", "low", "high"),
    [(0, 10, 0.0, 0.308497), (1, 10, 0.002529, 0.445016), (5, 10, 0.187086, 0.812914), (10, 10, 0.691503, 1.0)],
)
def test_the_interval_is_that_of_clopper_and_pearson(signs: int, number: int, low: float, high: float) -> None:
    assert interval(signs, number) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


def test_an_interval_of_nothing_says_nothing_and_is_rounded_outwards() -> None:
    assert interval(0, 0) == (0.0, 1.0)
    assert outwards(*interval(1, 10)) == (0, 45)


def test_fishers_tea() -> None:
    """The lady tasting tea: all four of four, one deal in seventy; at least three, seventeen."""
    assert fisher(4, 4, 4, 8) == pytest.approx(1 / 70)
    assert fisher(3, 4, 4, 8) == pytest.approx(17 / 70)
    assert fisher(0, 4, 4, 8) == pytest.approx(1.0)


def test_fisher_counts_every_deal() -> None:
    for known, signs, total in ((3, 2, 7), (5, 5, 9), (4, 1, 6)):
        for least in range(min(known, signs) + 1):
            ways = sum(
                comb(signs, k) * comb(total - signs, known - k) for k in range(least, known + 1) if known - k <= total - signs
            )  # fmt: skip
            assert fisher(least, known, signs, total) == pytest.approx(ways / comb(total, known))


def test_holms_own_steps() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == {
        "a": pytest.approx(0.03),
        "b": pytest.approx(0.06),
        "c": pytest.approx(0.06),
    }
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}


def _nation(leaks_with: str, share: float, number: int = 60) -> list[Outcome]:
    rng = random.Random(7)
    outcomes = []
    for n in range(number):
        knew = {f"p{k}": 10.0 for k in range(12) if rng.random() < 0.4}
        sign = rng.random() < (share if leaks_with in knew else 0.1)
        outcomes.append(Outcome(str(n), sign, knew))
    return outcomes


def test_somebody_who_tells_stands_out_and_nobody_else() -> None:
    lines = {line.who: line for line in analyse(_nation("p3", 0.9))}
    assert lines["p3"].reading == Reading.MORE_OFTEN
    assert {who for who, line in lines.items() if line.reading == Reading.MORE_OFTEN} == {"p3"}


def test_where_nobody_tells_somebody_is_blamed_in_few_nations() -> None:
    """At most one nation in twenty names anybody at all, whoever many are compared (Holm keeps the family's error)."""
    blamed = 0
    for seed in range(100):
        rng = random.Random(seed)
        outcomes = [
            Outcome(str(n), rng.random() < 0.25, {f"p{k}": 5.0 for k in range(15) if rng.random() < 0.5})
            for n in range(40)
        ]
        blamed += any(line.reading == Reading.MORE_OFTEN for line in analyse(outcomes))
    assert blamed <= 5


def test_few_operations_say_nothing_of_anybody() -> None:
    few = [Outcome(str(n), True, {"a": 1.0}) for n in range(LEAST_KNOWN - 1)]
    rest = [Outcome(f"r{n}", False, {"b": 1.0}) for n in range(20)]
    lines = {line.who: line for line in analyse([*few, *rest])}
    assert (lines["a"].signs, lines["a"].known, lines["a"].chance) == (4, 4, None)
    assert lines["a"].reading == Reading.NOT_ENOUGH
    everybody = [Outcome(str(n), True, {"chief": 1.0}) for n in range(30)]
    assert analyse(everybody)[0].reading == Reading.NOT_ENOUGH, "who knows of all can't be compared with the others"
    assert not enough(50, 50, 2)
    assert analyse([]) == []


def test_time_between_knowing_and_the_hour() -> None:
    outcomes = [
        Outcome("1", True, {"planner": 90.0, "a": 30.0}), Outcome("2", False, {"planner": 90.0, "a": 2.0, "b": 7.0}),
        Outcome("3", False, {"planner": 90.0}), Outcome("4", False, {"planner": 90.0, "a": 2.0}),
    ]  # fmt: skip
    windows = by_time(outcomes, planners=dict.fromkeys("1234", "planner"))
    assert [(w.number, w.signs, w.enough) for w in windows] == [(1, 0, False), (1, 0, False), (1, 1, False)]
    assert median([3.0, 1.0]) == 2.0
    assert median([3.0, 1.0, 9.0]) == 3.0
