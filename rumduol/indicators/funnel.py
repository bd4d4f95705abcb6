"""From the report to a final judgment: how many get how far, and how long each step takes. Pure.

Reports are those received in the period; each is followed by its own key through operation, inquiry, charge and verdict
to the final judgment. The people are those with whom the police had first formal contact in the period; each is followed
by the key of the unit, as far as the facts go today, and knows whether a report or an operation led to them and how long
before the inquiry that report came: so people can be followed from the report too. No fact leads from a report to a person.
Whether foreigners are convicted and locals reduced is for the table to say, not for us.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rumduol.facts.enums import Kind
from rumduol.facts.types import Period
from rumduol.indicators.counting import FactRow, median

KINDS = (Kind.REQUEST, Kind.FINDING, Kind.REPORT_WAY, Kind.SUSPECT, Kind.ARREST, Kind.ACCUSED, Kind.VERDICT)
TRUE = frozenset({"trafficking", "exploitation"})
WAY = ("operation", "inquiry", "charged", "judged", "final")  # in the order of facts.ways.STEPS
FEW = 5  # a median of fewer people than this says when one of them was charged or judged; it is not told
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Steps:
    """How many of a group were suspected (of them after a report, after an operation), arrested, charged, charged with less, judged, convicted,
    judged for good.

    `*_days` is the median of the days of a step, None when too few days are known: from the report to the opening of the
    inquiry, from there to the charge, from the charge to the verdict, from the verdict until it is final; `whole_days` from the
    report to the final judgment. `held_days`: of those who were held before the verdict; `months`: of the terms of prison.
    """

    suspected: int = 0
    reported: int = 0
    raided: int = 0
    arrested: int = 0
    charged: int = 0
    reduced: int = 0
    judged: int = 0
    convicted: int = 0
    in_absentia: int = 0
    final: int = 0
    report_days: Decimal | None = None
    charge_days: Decimal | None = None
    verdict_days: Decimal | None = None
    final_days: Decimal | None = None
    whole_days: Decimal | None = None
    held_days: Decimal | None = None
    months: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports received in the period, how many of them turned out to be trafficking or exploitation, and how many came to
    an operation, an inquiry, a charge, a verdict, a conviction, a final judgment. `days` has the median of each step of WAY,
    from the step before it that the report came to; None when too few are known.
    """

    received: int = 0
    true: int = 0
    operation: int = 0
    inquiry: int = 0
    charged: int = 0
    judged: int = 0
    convicted: int = 0
    final: int = 0
    days: Mapping[str, Decimal | None] = field(default_factory=dict)


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


def reports_of(facts: Iterable[FactRow], period: Period, *, few: int = FEW) -> dict[str, Reports]:
    """Province -> its reports, the whole under ""; a report has no accused, so no other group can be asked for."""
    standing = _standing(facts)
    groups: dict[str, list[bytes]] = {"": []}
    for (kind, key), fact in standing.items():
        if kind == Kind.REQUEST and period.holds(str(fact["happened_on"])):
            groups[""].append(key)
            groups.setdefault(_province(fact), []).append(key)
    found = {key for (kind, key), fact in standing.items() if kind == Kind.FINDING and fact["outcome"] in TRUE}
    return {group: _reports(standing, keys, found, few) for group, keys in groups.items()}


def _reports(standing: Mapping[tuple[str, bytes], FactRow], keys: list[bytes], found: set[bytes], few: int) -> Reports:
    ways = [standing[Kind.REPORT_WAY, key] for key in keys if (Kind.REPORT_WAY, key) in standing]
    far = [WAY.index(fact["outcome"]) for fact in ways]
    spent: dict[str, list[int]] = {step: [] for step in WAY}
    for fact in ways:
        before = 0
        for step in WAY:
            if step in fact["extra"]:
                spent[step].append(max(0, int(fact["extra"][step]) - before))
                before = int(fact["extra"][step])
    return Reports(
        received=len(keys),
        true=sum(key in found for key in keys),
        operation=sum("operation" in fact["extra"] for fact in ways),
        inquiry=sum(at >= WAY.index("inquiry") for at in far),
        charged=sum(at >= WAY.index("charged") for at in far),
        judged=sum(at >= WAY.index("judged") for at in far),
        convicted=sum(bool(fact["extra"].get("convicted")) for fact in ways),
        final=sum(at >= WAY.index("final") for at in far),
        days={step: _middle(sorted(days), few) for step, days in spent.items()},
    )


def _standing(facts: Iterable[FactRow]) -> dict[tuple[str, bytes], FactRow]:
    rows = list(facts)
    corrected = {fact["corrects_id"] for fact in rows if fact["corrects_id"] is not None}
    return {
        (fact["kind"], bytes(fact["unit_key"])): fact for fact in rows if fact["id"] not in corrected and fact["count"]
    }


def funnel(
    facts: Iterable[FactRow], period: Period, by: str = "", *, few: int = FEW, reported: bool = False
) -> dict[str, Steps]:
    """Group -> its steps, the whole under ""; `by` is one of WAYS or "" for the whole alone.

    `facts`: those of KINDS with their corrections, in any order. `few`: medians are told from so many people on.
    `reported`: only the people to whom a report led.
    """
    standing = _standing(facts)
    groups: dict[str, list[bytes]] = {"": []}
    for (kind, key), fact in standing.items():
        wanted = not reported or "report_days" in fact["extra"]
        if kind == Kind.SUSPECT and wanted and period.holds(str(fact["happened_on"])):
            groups[""].append(key)
            if by:
                groups.setdefault(WAYS[by](fact), []).append(key)
    return {group: _steps(standing, keys, few) for group, keys in groups.items()}


def _steps(standing: Mapping[tuple[str, bytes], FactRow], keys: list[bytes], few: int) -> Steps:
    suspects = [standing[Kind.SUSPECT, key] for key in keys]
    charges = [standing[Kind.ACCUSED, key] for key in keys if (Kind.ACCUSED, key) in standing]
    verdicts = [standing[Kind.VERDICT, key] for key in keys if (Kind.VERDICT, key) in standing]
    return Steps(
        suspected=len(keys),
        reported=sum("report_days" in fact["extra"] for fact in suspects),
        raided=sum(bool(fact["extra"].get("raided")) for fact in suspects),
        arrested=sum((Kind.ARREST, key) in standing for key in keys),
        charged=len(charges),
        reduced=sum(fact["outcome"] == "reduced_charge" for fact in charges),
        judged=len(verdicts),
        convicted=sum(fact["outcome"] == "convicted" for fact in verdicts),
        in_absentia=sum(bool(fact["extra"].get("in_absentia")) for fact in verdicts),
        final=sum(bool(fact["extra"].get("final")) for fact in verdicts),
        report_days=_median(suspects, "report_days", few),
        charge_days=_median(charges, "days", few),
        verdict_days=_median(verdicts, "days", few),
        final_days=_median(verdicts, "final_days", few),
        whole_days=_middle(sorted(_whole(standing, keys)), few),
        held_days=_middle(sorted(days for fact in verdicts if (days := int(fact["extra"].get("held_days", 0)))), few),
        months=_median(verdicts, "months", few),
    )


def _whole(standing: Mapping[tuple[str, bytes], FactRow], keys: list[bytes]) -> Iterator[int]:
    """Days from the report to the final judgment, of each person of whom every step is known."""
    for key in keys:
        parts = [
            standing[kind, key]["extra"].get(name)
            for kind, name in ((Kind.SUSPECT, "report_days"), (Kind.ACCUSED, "days"), (Kind.VERDICT, "days"), (Kind.VERDICT, "final_days"))
            if (kind, key) in standing
        ]  # fmt: skip
        if len(parts) == 4 and None not in parts:
            yield sum(int(part) for part in parts)


def _median(facts: list[FactRow], key: str, few: int) -> Decimal | None:
    return _middle(sorted(int(fact["extra"][key]) for fact in facts if key in fact["extra"]), few)


def _middle(days: list[Any], few: int) -> Decimal | None:
    return median(days) if len(days) >= max(few, 1) else None
