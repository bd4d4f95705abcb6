"""How hearings and supervisions stand on pages: codes, hours and clocks; a name only where it was opened."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.access import queries as access
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.courts import policies, queries
from rumduol.courts.actions.hearing import lawyer_days
from rumduol.courts.enums import Condition, HearingStatus, Measure
from rumduol.courts.models import Hearing, Supervision, Witness
from rumduol.shared.dates import local, today
from rumduol.shared.khmer import to_khmer_digits
from rumduol.terms import queries as terms

NEXT = 2  # reporting days to come that are shown


def numbered(rows: Iterable[Any], words: str) -> list[tuple[str, str]]:
    """(id, `accused 2, male`) for choosing; the number is that of the order in which they were recorded."""
    return [(str(one.id), label(words, at, one.sex)) for at, one in enumerate(rows, 1)]


def label(words: str, at: int, sex: str) -> str:
    text = f"{words} {to_khmer_digits(str(at)) if get_language() == 'km' else at}"
    return f"{text}, {terms.label('sex', sex)}" if sex not in {"", "unknown"} else text


def in_digits(text: str, by: Actor) -> str:
    return to_khmer_digits(text) if by.language == "km" else text


def office_names(ids: Iterable[UUID], by: Actor) -> list[str]:
    return [agencies.office_name(one, by.language) for one in agencies.offices(set(ids)).values()]


def offices_of_case(case: Any) -> set[UUID]:
    """Offices that have to do with a criminal case already: the one that began it, and those with which it is shared."""
    return {case.origin_office_id, *(share.to_office_id for share in access.live_shares_of(case.id))}


def warnings(hearing: Hearing, witnesses: list[Witness]) -> list[str]:
    """What is still missing before this hearing is safe and fair."""
    if hearing.status != HearingStatus.PLANNED:
        return []
    found = []
    if any(one.kind == "victim" for one in witnesses) and hearing.accused_ids and not hearing.kept_apart:
        found.append(_("Victim and accused may meet: plan other hours, or another entrance and room."))
    if hearing.interpreter and not hearing.interpreter_found:
        found.append(_("No interpreter is found for the accused yet."))
    for one in witnesses:
        if one.interpreter and not one.interpreter_found:
            found.append(_("No interpreter is found for a witness yet."))
        if one.kind == "victim" and one.lawyer_on is None:
            found.append(_("A victim has no lawyer yet."))
        if Measure.CLOSED_COURT in one.planned and not hearing.closed:
            found.append(_("Closed court is planned for a witness, and the hearing is open."))
    return list(dict.fromkeys(found))


def witness_lines(
    hearing: Hearing, witnesses: list[Witness], names: dict[UUID, str], by: Actor
) -> list[dict[str, Any]]:
    """Each witness: measures planned and used, days between the lawyer and the hearing, the name where it was opened."""
    return [
        {
            "row": one, "name": names.get(one.id, ""), "days": lawyer_days(hearing, one),
            "planned": [Measure(code).label for code in one.planned], "used": [Measure(code).label for code in one.used],
            "not_used": [Measure(code).label for code in one.planned if one.used_recorded and code not in one.used],
            "can_record": not one.used_recorded and policies.can_record_use(hearing, by),
        }
        for one in witnesses
    ]  # fmt: skip


def days(hearings: list[Hearing]) -> list[dict[str, Any]]:
    """Hearings by the day on which they are, for the calendar."""
    found: dict[Any, list[Hearing]] = {}
    for one in hearings:
        found.setdefault(local(one.starts_at).date(), []).append(one)
    return [{"on": day, "rows": rows} for day, rows in found.items()]


def hour(value: Any, by: Actor) -> str:
    """`08:30` in the reader's digits."""
    return in_digits(f"{local(value):%H:%M}", by) if value else ""


def supervision_page(row: Supervision, by: Actor) -> dict[str, Any]:
    """Context of one supervision: its days, who signed, warrants, time at large, what the reader may do."""
    reporting = queries.days_of(row)
    coming = [one for one in reporting if one.due_on >= today()]
    reporting = [one for one in reporting if one.due_on < today()] + coming[:NEXT]
    signers = agencies.people({one.signed_by_id for one in reporting if one.signed_by_id})
    return {
        "row": row,
        "conditions": [Condition(code).label for code in row.conditions],
        "watching": office_names([row.officer_office_id], by),
        "days": [
            {
                "row": one, "can_sign": policies.can_sign_day(row, one, by), "can_excuse": policies.can_excuse(row, one, by),
                "by": (signers[one.signed_by_id].name_km if by.language == "km" else signers[one.signed_by_id].name_latin)
                if one.signed_by_id in signers else "",
            }
            for one in reversed(reporting)
        ],
        "warrants": [
            {"row": one, "can_sign": policies.can_sign_warrant(one, by)} for one in queries.warrants_of(row)
        ],
        "at_large": queries.days_at_large(row),
        "may": {"end": policies.can_end_supervision(row, by), "found": policies.can_find(row, by)},
    }  # fmt: skip
