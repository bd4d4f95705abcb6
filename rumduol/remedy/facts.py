"""What is counted: ordered, paid, settled outside. The sums are facts; who got them is not in them."""

from datetime import date
from uuid import UUID

from rumduol.agencies import queries as agencies
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.remedy.models import Claim, Order, Payment, Settlement
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import NotThere


def _write(
    claim: Claim, unit: tuple[str, UUID], outcome: str, *, on: PartialDate | date, riel: int | None, article: str = ""
) -> None:
    office = agencies.office(claim.office_id)
    extra: dict[str, str | int | bool | list[str]] = {}
    if riel is not None:
        extra["riel"] = riel
    if article:
        extra["article"] = article
    facts.write(
        kind=Kind.COMPENSATION, unit=unit, on=on, outcome=outcome, place=claim.place, sex=claim.sex,
        age_band="child" if claim.child else "adult", form=claim.form, extra=extra,
        agency_kind=office.agency.kind, agency_province=office.place[:2],
    )  # fmt: skip


def ordered(claim: Claim, order: Order) -> None:
    _write(claim, ("order", order.id), "ordered", on=order.on, riel=order.riel, article=order.article)


def paid(claim: Claim, payment: Payment, article: str) -> None:
    """The unit is the claim, one person's: the sums of money paid are protected by how much each person got."""
    _write(claim, ("claim", claim.id), "paid", on=payment.on, riel=payment.riel, article=article)


def cancelled(claim: Claim, payment: Payment) -> None:
    """It was never paid."""
    like = {"outcome": "paid", "happened_on": payment.on.isoformat(), "extra__riel": payment.riel}
    try:
        facts.correct(kind=Kind.COMPENSATION, unit=("claim", claim.id), like=like, count=0)
    except NotThere:  # written when each payment was a unit of its own
        facts.correct(kind=Kind.COMPENSATION, unit=("payment", payment.id), count=0)


def settled(claim: Claim, settlement: Settlement) -> None:
    _write(claim, ("settlement", settlement.id), "settled_outside", on=settlement.on, riel=settlement.riel)
