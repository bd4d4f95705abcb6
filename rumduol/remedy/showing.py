"""How a claim stands on its page."""

from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.justice import queries as justice
from rumduol.law import queries as law
from rumduol.remedy import policies, queries
from rumduol.remedy.enums import Currency, LineKind, Proposer, ReleaseStatus
from rumduol.remedy.models import Claim, Payment
from rumduol.remedy.sheet import Line, Reckoned, reckon_all
from rumduol.shared.khmer import number


def _figure(value: int) -> str:
    language = get_language() or "km"
    return number(value, language, khmer_digits=language == "km")


def money(value: int, currency: str) -> str:
    """A sum in its own currency: `1,250,000 riel`, `120.50 US dollars`."""
    if currency == Currency.USD:
        whole, cents = divmod(value, 100)
        return _("%(sum)s US dollars") % {"sum": _figure(whole) + (f".{cents:02d}" if cents else "")}
    return _("%(sum)s riel") % {"sum": _figure(value)}


def how(one: Reckoned, rate: int | None) -> str:
    """The way to the result in one line, so that anybody can reckon it again."""
    line = one.line
    if line.kind == LineKind.WAGES:
        words = _("%(wage)s x %(n)s months - %(paid)s paid") % {
            "wage": money(line.amount, line.currency), "n": _figure(line.months), "paid": money(line.paid, line.currency),
        }  # fmt: skip
    elif line.kind == LineKind.FEES and line.permille:
        words = _("%(sum)s + %(interest)s interest (%(percent)s%% a year, %(n)s months)") % {
            "sum": money(line.amount, line.currency), "interest": money(one.interest, line.currency),
            "percent": _figure(line.permille // 10), "n": _figure(line.months),
        }  # fmt: skip
    else:
        words = money(line.amount, line.currency)
    if line.currency == Currency.USD and rate:
        words += _(", x %(rate)s riel for a dollar") % {"rate": _figure(rate)}
    return words


def sheet(lines: list[Line], rate: int | None) -> dict[str, Any]:
    """The opened sheet: rows {kind, how, basis, riel} and the total."""
    done = reckon_all(lines, rate)
    rows = [
        {
            "kind": LineKind(one.line.kind).label,
            "how": how(one, rate),
            "basis": one.line.basis,
            "riel": one.riel,
            "at": at,
        }
        for at, one in enumerate(done.lines)
    ]
    return {"rows": rows, "total": done.total}


def page(claim: Claim, by: Actor) -> dict[str, Any]:
    """The context of the claim's page: what this reader sees and may do. Nothing sealed."""
    order = queries.standing_order(claim.id)
    payments = queries.payments_of(claim.id)
    social = by.role == Role.CASE_WORKER
    releases = [] if social else list(claim.releases.order_by("created_at"))
    people = _names(
        {one for r in releases for one in (r.by_id, r.first_by_id, r.second_by_id) if one} | {claim.lawyer_id}, by
    )
    return {
        "claim": claim,
        "lawyer": people.get(claim.lawyer_id, ""),
        "order": order,
        "orders_before": list(claim.orders.filter(replaced_at__isnull=False).order_by("on")),
        "article": law.article(order.article).named(get_language() or "km") if order and order.article else "",
        "owed": queries.owed_on(order, payments) if order else None,
        "payments": [{"row": one, "can_cancel": _can_cancel(claim, one, by)} for one in payments],
        "held": queries.held(claim.id) if claim.child else None,
        "releases": [
            {
                "row": one, "asked_by": people.get(one.by_id, ""), "first": people.get(one.first_by_id, ""),
                "second": people.get(one.second_by_id, ""), "can_sign": policies.can_sign_release(claim, one, by),
                "can_pay_out": policies.can_pay_out(claim, one, by), "open": one.status == ReleaseStatus.ASKED,
            }
            for one in releases
        ],
        "settlements": [
            {"row": one, "proposers": [Proposer(code).label for code in one.proposers]}
            for one in ([] if social else claim.settlements.order_by("on"))
        ],
        "testimonies": [] if social else list(claim.testimonies.order_by("on")),
        "may": {
            name: check(claim, by)
            for name, check in {
                "prepare": policies.can_prepare, "file": policies.can_file, "withdraw": policies.can_withdraw,
                "order": policies.can_order, "refuse": policies.can_refuse, "pay": policies.can_pay,
                "release": policies.can_ask_release, "tell": policies.can_tell, "send_on": policies.can_send_on,
            }.items()
        },
        "may_see_case": Permission.CRIMINAL_READ in permissions_of(by.role)
        and claim.criminal_case_id in justice.cases_by_id(by, [claim.criminal_case_id]),
        "reads_sheet": by.office_id in {claim.office_id, claim.shared_with_id} and not social,
        "reads_words": by.office_id == claim.office_id and not social,
    }  # fmt: skip


def _names(ids: set[UUID], by: Actor) -> dict[UUID | None, str]:
    return {key: row.name_km if by.language == "km" else row.name_latin for key, row in agencies.people(ids).items()}


def _can_cancel(claim: Claim, payment: Payment, by: Actor) -> bool:
    return payment.cancelled_at is None and policies.can_cancel_payment(claim, by)
