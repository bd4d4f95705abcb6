"""From suspicion to a final judgment: how many people get how far, and how long each step takes. Pure.

The people are those with whom the police had first formal contact in the period; each is followed by the key of the unit, as
far as the facts go today. Whether foreigners are convicted and locals reduced is for the table to say, not for us.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rumduol.facts.enums import Kind
from rumduol.facts.types import Period
from rumduol.indicators.counting import FactRow, median

KINDS = (Kind.SUSPECT, Kind.ARREST, Kind.ACCUSED, Kind.VERDICT)
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Steps:
    """How many of a group were suspected, arrested, charged, charged with less, judged, convicted, judged for good.

    `*_days` is the median of the days of a step, None when no day is known: from the opening of the inquiry to the charge,
    from the charge to the verdict, from the verdict until it is final.
    """

    suspected: int = 0
    arrested: int = 0
    charged: int = 0
    reduced: int = 0
    judged: int = 0
    convicted: int = 0
    in_absentia: int = 0
    final: int = 0
    charge_days: Decimal | None = None
    verdict_days: Decimal | None = None
    final_days: Decimal | None = None


def _citizenship(fact: FactRow) -> str:
    nationality = fact["nationality"]
    return UNKNOWN if nationality in {"", UNKNOWN} else "citizen" if nationality == "KH" else "foreign"


def _province(fact: FactRow) -> str:
    place = fact["place"]
    return str(place[:2]) if place[:2].isdigit() else UNKNOWN


WAYS: Mapping[str, Callable[[FactRow], str]] = {
    "province": _province,
    "sex": lambda fact: str(fact["sex"] or UNKNOWN),
    "level": lambda fact: str(fact["extra"].get("level", UNKNOWN)),
    "citizenship": _citizenship,
}


def funnel(facts: Iterable[FactRow], period: Period, by: str = "") -> dict[str, Steps]:
    """Group -> its steps, the whole under ""; `by` is one of WAYS or "" for the whole alone.

    `facts`: those of KINDS with their corrections, in any order.
    """
    rows = list(facts)
    corrected = {fact["corrects_id"] for fact in rows if fact["corrects_id"] is not None}
    standing: dict[tuple[str, bytes], FactRow] = {
        (fact["kind"], bytes(fact["unit_key"])): fact for fact in rows if fact["id"] not in corrected and fact["count"]
    }
    groups: dict[str, list[bytes]] = {"": []}
    for (kind, key), fact in standing.items():
        if kind == Kind.SUSPECT and period.holds(str(fact["happened_on"])):
            groups[""].append(key)
            if by:
                groups.setdefault(WAYS[by](fact), []).append(key)
    return {group: _steps(standing, keys) for group, keys in groups.items()}


def _steps(standing: Mapping[tuple[str, bytes], FactRow], keys: list[bytes]) -> Steps:
    charges = [standing[Kind.ACCUSED, key] for key in keys if (Kind.ACCUSED, key) in standing]
    verdicts = [standing[Kind.VERDICT, key] for key in keys if (Kind.VERDICT, key) in standing]
    return Steps(
        suspected=len(keys),
        arrested=sum((Kind.ARREST, key) in standing for key in keys),
        charged=len(charges),
        reduced=sum(fact["outcome"] == "reduced_charge" for fact in charges),
        judged=len(verdicts),
        convicted=sum(fact["outcome"] == "convicted" for fact in verdicts),
        in_absentia=sum(bool(fact["extra"].get("in_absentia")) for fact in verdicts),
        final=sum(bool(fact["extra"].get("final")) for fact in verdicts),
        charge_days=_median(charges, "days"),
        verdict_days=_median(verdicts, "days"),
        final_days=_median(verdicts, "final_days"),
    )


def _median(facts: list[FactRow], key: str) -> Decimal | None:
    days: list[Any] = sorted(int(fact["extra"][key]) for fact in facts if key in fact["extra"])
    return median(days) if days else None
