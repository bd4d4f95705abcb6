"""For integrity officers alone: were operations known before more often when somebody knew of them?"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.audit import actions as audit
from rumduol.operations import leaks as analysis
from rumduol.operations import queries, showing
from rumduol.operations.enums import OperationEvent, OperationOutcome


@page(Permission.LEAKS_READ, methods=("GET",))
def leaks(request: StaffRequest) -> HttpResponse:
    """Logged, then shown. Names stand here because somebody must be asked; a line is never proof."""
    by = request.actor
    audit.record(OperationEvent.LEAKS_READ, by=by)
    rows = queries.who_knew(by)
    outcomes, planners = gathered(rows)
    called = _names(rows)
    lines = [(called.get(line.who, "?"), line) for line in analysis.analyse(outcomes)]
    context = {
        "lines": lines, "windows": analysis.by_time(outcomes, planners=planners), "number": len(outcomes),
        "signs": sum(one.sign for one in outcomes), "least": analysis.LEAST_KNOWN, "least_signs": analysis.LEAST_SIGNS,
    }  # fmt: skip
    return render(request, "operations/leaks.html", context)


def gathered(rows: list[queries.Knew]) -> tuple[list[analysis.Outcome], dict[str, str]]:
    """Rows of the database as outcomes: a sign is an empty place, one emptied since the last look, or telephones off.

    The second part says who planned each: the one who knew longest among its people.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(str(row.operation_id), {"sign": _sign(row), "knew": {}, "planner": ("", -1.0)})
        who = f"person {row.person_id}" if row.person_id else f"office {(row.mark or b'').hex()}"
        hours = (row.begun_at - row.knew_at).total_seconds() / 3600
        if hours <= 0:
            continue
        one["knew"][who] = hours
        if row.person_id and hours > one["planner"][1]:
            one["planner"] = (who, hours)
    outcomes = [analysis.Outcome(key, one["sign"], one["knew"]) for key, one in found.items()]
    return outcomes, {key: one["planner"][0] for key, one in found.items()}


def _sign(row: queries.Knew) -> bool:
    return row.emptied_since or row.phones_off or row.outcome == OperationOutcome.PREMISES_EMPTY


def _names(rows: list[queries.Knew]) -> dict[str, str]:
    people = showing.names({row.person_id for row in rows if row.person_id})
    called = {f"person {key}": name for key, name in people.items()}
    marks = {row.mark for row in rows if row.mark}
    if marks:
        for office in agencies.all_offices():
            mark = queries.mark_of(office.id)
            if mark in marks:
                called[f"office {mark.hex()}"] = showing.office_name(office.id)
    return called
