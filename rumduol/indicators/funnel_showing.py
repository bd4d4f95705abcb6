"""The funnel as words: columns, bars and rows that `indicators/funnel.html` draws."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rumduol.facts.types import Period
from rumduol.indicators.counting import FactRow
from rumduol.indicators.funnel import FEW, Reports, Steps, funnel, reports_of
from rumduol.indicators.words import funnel_label, period_label

Column = tuple[str | Promise, Callable[[Any], Any]]  # its heading, and its value of a row; None: not told
REPORTS: tuple[Column, ...] = (
    (_("Reports received"), lambda one: one.received),
    (_("Found to be trafficking or exploitation"), lambda one: one.true),
    (_("An operation"), lambda one: one.operation),
    (_("A criminal inquiry"), lambda one: one.inquiry),
    (_("Somebody charged"), lambda one: one.charged),
    (_("Somebody judged"), lambda one: one.judged),
    (_("Somebody convicted"), lambda one: one.convicted),
    (_("Judged for good"), lambda one: one.final),
)
REPORT_DAYS: tuple[Column, ...] = (
    (_("Days: to the operation"), lambda one: one.days.get("operation")),
    (_("Days: to the inquiry"), lambda one: one.days.get("inquiry")),
    (_("Days: inquiry to charge"), lambda one: one.days.get("charged")),
    (_("Days: charge to verdict"), lambda one: one.days.get("judged")),
    (_("Days: verdict to final"), lambda one: one.days.get("final")),
)
PEOPLE: tuple[Column, ...] = (
    (_("Suspected"), lambda steps: steps.suspected),
    (_("Of them after a report"), lambda steps: steps.reported),
    (_("Of them after an operation"), lambda steps: steps.raided),
    (_("Arrested"), lambda steps: steps.arrested),
    (_("Charged"), lambda steps: steps.charged),
    (_("Charge reduced"), lambda steps: steps.reduced),
    (_("Judged"), lambda steps: steps.judged),
    (_("Convicted"), lambda steps: steps.convicted),
    (_("In absentia"), lambda steps: steps.in_absentia),
    (_("Judged for good"), lambda steps: steps.final),
)
PEOPLE_DAYS: tuple[Column, ...] = (
    (_("Days: report to inquiry"), lambda steps: steps.report_days),
    (_("Days: inquiry to charge"), lambda steps: steps.charge_days),
    (_("Days: charge to verdict"), lambda steps: steps.verdict_days),
    (_("Days: verdict to final"), lambda steps: steps.final_days),
    (_("Days: report to final"), lambda steps: steps.whole_days),
    (_("Days held before the verdict"), lambda steps: steps.held_days),
    (_("Months of prison"), lambda steps: steps.months),
)
NOT_STEPS = (_("Charge reduced"), _("In absentia"))  # a way of a step, not one further: in the table, not in the bars


def shown(facts: Iterable[FactRow], period: Period, way: str, *, reported: bool) -> dict[str, Any]:
    """What the page draws. `facts`: those of funnel.KINDS; `way`: one of funnel.WAYS or ""; `reported`: only people to
    whom a report led."""
    rows = list(facts)
    people, reports = funnel(rows, period, way, reported=reported), reports_of(rows, period)
    whole, received = people.pop(""), reports.pop("")
    groups = sorted(people.items(), key=lambda pair: (-pair[1].suspected, pair[0]))
    provinces = sorted(reports.items()) if way == "province" else []
    return {
        "period": period_label(str(period)),
        "few": FEW,
        "reports_most": received.received,
        "reports_bars": _bars(REPORTS, received),
        "reports_table": _table(REPORTS + REPORT_DAYS, [*_labelled("province", provinces), (_("Total"), received)]),
        "people_most": whole.suspected,
        "people_bars": _bars(PEOPLE, whole),
        "people_table": _table(PEOPLE + PEOPLE_DAYS, [*_labelled(way, groups), (_("Total"), whole)]),
    }


def _labelled(way: str, groups: Iterable[tuple[str, Any]]) -> list[tuple[str | Promise, Any]]:
    return [(funnel_label(way, group), one) for group, one in groups]


def _bars(columns: Iterable[Column], one: Reports | Steps) -> list[dict[str, Any]]:
    return [{"label": label, "value": value(one)} for label, value in columns if label not in NOT_STEPS]


def _table(columns: Iterable[Column], rows: Iterable[tuple[str | Promise, Any]]) -> dict[str, Any]:
    asked = list(columns)
    return {
        "heads": [label for label, _value in asked],
        "rows": [{"group": group, "cells": [(label, value(one)) for label, value in asked]} for group, one in rows],
    }
