"""Claims a person may see: a lawyer those of own clients, the court those filed in its cases, the case worker how far one is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from rumduol.access import queries as access
from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.remedy.enums import ClaimStatus, ReleaseStatus
from rumduol.remedy.ledger import Owed, owed
from rumduol.remedy.models import Claim, Order, Payment, Release
from rumduol.shared.dates import today
from rumduol.shared.errors import NotThere

MOST = 200


def claims(by: Actor) -> QuerySet[Claim]:
    """All that the wall of the table shows, for a role that may read claims at all."""
    if Permission.REMEDY_READ not in permissions_of(by.role):
        return Claim.objects.none()
    return Claim.objects.all()


def claim_for(by: Actor, claim_id: UUID) -> Claim:
    """One claim. Raises NotThere when it is hidden or missing, or a conflict of interest keeps the reader out."""
    row = claims(by).filter(id=claim_id).first()
    if row is None or access.conflicts_among(by, _about(row)):
        raise NotThere()
    return row


def lock_claim(by: Actor, claim_id: UUID) -> Claim:
    """The same, locked until the transaction ends."""
    claim_for(by, claim_id)
    row = Claim.objects.select_for_update().filter(id=claim_id).first()
    if row is None:  # readable, but this office changes nothing on it
        raise NotThere()
    return row


def _about(claim: Claim) -> list[UUID]:
    return [one for one in (claim.id, claim.criminal_case_id, claim.person_case_id) if one is not None]


def find_by_number(by: Actor, number: str) -> Claim | None:
    """The claim with this number, when the reader may see it."""
    row = claims(by).filter(number=number).first()
    return None if row is None or access.conflicts_among(by, _about(row)) else row


def of_criminal_case(by: Actor, criminal_case_id: UUID) -> list[Claim]:
    """Claims in a criminal case that the reader may see, for the case's page."""
    return list(claims(by).filter(criminal_case_id=criminal_case_id).order_by("created_at"))


def of_person_case(by: Actor, case_id: UUID) -> list[Claim]:
    """Claims of a person whose case social affairs keeps: how far each is."""
    return list(claims(by).filter(person_case_id=case_id).order_by("created_at"))


def standing_order(claim_id: UUID) -> Order | None:
    return Order.objects.filter(claim_id=claim_id, replaced_at__isnull=True).first()


def payments_of(claim_id: UUID) -> list[Payment]:
    """All payments, the cancelled ones too, oldest first."""
    return list(Payment.objects.filter(claim_id=claim_id).order_by("on", "created_at"))


def owed_on(order: Order, payments: list[Payment], on: date | None = None) -> Owed:
    """What is left on a day (today)."""
    return owed(
        ordered=order.riel, permille=order.interest_permille, since=order.interest_from, on=on or today(),
        payments=[(one.on, one.riel) for one in payments if one.cancelled_at is None],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A child's money: paid in for the child, given out or promised, and what is left, in riel."""

    paid_in: int
    given: int

    @property
    def left(self) -> int:
        return self.paid_in - self.given


def held(claim_id: UUID) -> Held:
    paid_in = Payment.objects.filter(claim_id=claim_id, held=True, cancelled_at__isnull=True).aggregate(n=Sum("riel"))
    given = Release.objects.filter(claim_id=claim_id).exclude(status=ReleaseStatus.REFUSED).aggregate(n=Sum("riel"))
    return Held(paid_in["n"] or 0, given["n"] or 0)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: `left` is None while nothing is ordered."""

    claim: Claim
    ordered: int | None
    left: int | None
    to_sign: int


def listing(by: Actor, status: str = "") -> list[Row]:
    """The newest claims with what is still owed on each; three statements, however many."""
    found = claims(by).order_by("-created_at")
    if status in ClaimStatus.values:
        found = found.filter(status=status)
    rows = list(found[:MOST])
    kept_out = access.conflicts_among(by, [one for row in rows for one in _about(row)])
    rows = [row for row in rows if not kept_out & set(_about(row))]
    ids = [row.id for row in rows]
    orders = {order.claim_id: order for order in Order.objects.filter(claim_id__in=ids, replaced_at__isnull=True)}
    paid: dict[UUID, list[Payment]] = {}
    for one in Payment.objects.filter(claim_id__in=ids, cancelled_at__isnull=True):
        paid.setdefault(one.claim_id, []).append(one)
    asked: dict[UUID, int] = {}
    for claim_id in Release.objects.filter(claim_id__in=ids, status=ReleaseStatus.ASKED).values_list(
        "claim_id", flat=True
    ):
        asked[claim_id] = asked.get(claim_id, 0) + 1
    return [
        Row(
            row, order.riel if (order := orders.get(row.id)) else None,
            owed_on(order, paid.get(row.id, [])).left if order else None, asked.get(row.id, 0),
        )
        for row in rows
    ]  # fmt: skip
