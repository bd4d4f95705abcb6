"""The court orders or refuses; money comes in, instalment by instalment."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.facts import actions as counted
from rumduol.facts.enums import Kind
from rumduol.law import queries as law
from rumduol.notices.enums import NoticeKind
from rumduol.remedy import facts, policies, queries
from rumduol.remedy.actions.claiming import _changed, tell
from rumduol.remedy.enums import ClaimStatus, Holder, InterestBasis, PaySource, RemedyEvent
from rumduol.remedy.models import Claim, Order, Payment
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.shared.khmer import riel as riel_words

MOST = 100_000_000_000
TOO_MUCH = "remedy: more than is owed"


def _check_day(on: date, field: str = "on") -> None:
    if on > today():
        raise InvalidInput(errors={field: [_("This day has not come yet.")]})


def order(
    *, claim_id: UUID, on: date, riel: int, article: str = "", in_absentia: bool = False,
    basis: str = InterestBasis.NONE, permille: int = 0, since: date | None = None, by: Actor,
) -> Order:  # fmt: skip
    """What the court ordered. On appeal a new order replaces the one that stands; what was paid stays paid."""
    _check_day(on)
    errors: dict[str, list[object]] = {}
    if not 0 < riel <= MOST:
        errors["riel"] = [_("Write a sum in riel, above 0 and up to 100,000,000,000.")]
    if article and not law.is_article(article):
        errors["article"] = [_("The law reference has no such article.")]
    if basis not in InterestBasis.values:
        errors["basis"] = [_("Choose whether interest runs.")]
    elif basis == InterestBasis.NONE:
        permille, since = 0, None
    elif not 0 < permille <= 1000 or since is None:
        errors["permille"] = [_("Interest needs a rate a year and the day from which it runs.")]
    if errors:
        raise InvalidInput(errors=errors)
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_order(claim, by)
        if claim.filed_on and on < claim.filed_on:
            raise InvalidInput(errors={"on": [_("The order is older than the claim.")]})
        paid = sum(one.riel for one in queries.payments_of(claim.id) if one.cancelled_at is None)
        if paid > riel:
            raise InvalidInput(
                errors={"riel": [_("More than this was paid already: %(paid)s.") % {"paid": riel_words(paid)}]}
            )
        replaced = Order.objects.filter(claim=claim, replaced_at__isnull=True)
        before = list(replaced.values_list("id", flat=True))
        replaced.update(replaced_at=timezone.now())
        made = Order.objects.create(
            claim=claim, office_id=by.office_id, by_id=by.person_id, on=on, riel=riel, article=article,
            in_absentia=in_absentia, interest_basis=basis, interest_permille=permille, interest_from=since,
        )  # fmt: skip
        if claim.status != ClaimStatus.ORDERED:
            claim.status = ClaimStatus.ORDERED
            _changed(claim, "status")
        audit.record(
            RemedyEvent.ORDERED, by=by, subject=Subject("claim", claim.id),
            detail={"riel": riel, "on": on, "permille": permille, "in_absentia": in_absentia},
        )  # fmt: skip
        for order_id in before:  # a claim counts with the order that stands
            counted.correct(kind=Kind.COMPENSATION, unit=("order", order_id), count=0)
        facts.ordered(claim, made)
        tell(claim, NoticeKind.CLAIM_DECIDED, office=claim.office_id, people=(claim.lawyer_id,))
        _settle(claim, made)
    return made


def refuse(*, claim_id: UUID, on: date, by: Actor) -> Claim:
    """The court grants nothing (a higher court may still order)."""
    _check_day(on)
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_refuse(claim, by)
        if any(one.cancelled_at is None for one in queries.payments_of(claim.id)):
            raise WrongState(_("Money was paid already on this claim."))
        replaced = Order.objects.filter(claim=claim, replaced_at__isnull=True)
        for order_id in replaced.values_list("id", flat=True):
            counted.correct(kind=Kind.COMPENSATION, unit=("order", order_id), count=0)
        replaced.update(replaced_at=timezone.now())
        claim.status, claim.ended_on = ClaimStatus.REFUSED, on
        _changed(claim, "status", "ended_on")
        audit.record(RemedyEvent.REFUSED, by=by, subject=Subject("claim", claim.id), detail={"on": on})
        tell(claim, NoticeKind.CLAIM_DECIDED, office=claim.office_id, people=(claim.lawyer_id,))
    return claim


def pay(*, claim_id: UUID, on: date, riel: int, source: str, holder: str = "", by: Actor) -> Payment:
    """One instalment. A child's is held until majority, by `holder`. More than is owed is refused, with what is owed."""
    _check_day(on)
    if not 0 < riel <= MOST or source not in PaySource.values:
        raise InvalidInput(errors={"riel": [_("Write a sum in riel.")]})
    if holder and holder not in Holder.values:
        raise InvalidInput(errors={"holder": [_("Choose from the list.")]})
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_pay(claim, by)
        standing = queries.standing_order(claim.id)
        if standing is None:
            raise WrongState(_("Nothing is owed on this claim now."))
        first = Order.objects.filter(claim=claim).earliest("on")
        if on < first.on:
            raise InvalidInput(
                errors={"on": [_("This is before the court ordered it. Money given earlier is a settlement.")]}
            )
        _hold(claim.id)
        left = queries.owed_on(standing, queries.payments_of(claim.id), on).left
        if riel > left:
            raise _too_much(left)
        payment = _insert(claim, on=on, riel=riel, source=source, left=left, by=by)
        if claim.child and holder and holder != claim.holder:
            claim.holder = holder
            _changed(claim, "holder")
        audit.record(
            RemedyEvent.PAID, by=by, subject=Subject("claim", claim.id), detail={"payment": payment.id, "riel": riel, "source": source},
        )  # fmt: skip
        facts.paid(claim, payment, standing.article)
        tell(claim, NoticeKind.CLAIM_PAID, office=claim.office_id, people=(claim.lawyer_id,))
        _settle(claim, standing)
    return payment


def _too_much(left: int) -> InvalidInput:
    return InvalidInput(
        errors={
            "riel": [
                _("Only %(left)s is owed. Nothing was recorded: check the sum, or divide it.")
                % {"left": riel_words(left)}
            ]
        }
    )


def _insert(claim: Claim, *, on: date, riel: int, source: str, left: int, by: Actor) -> Payment:
    try:
        with transaction.atomic():
            return Payment.objects.create(
                claim=claim,
                office_id=by.office_id,
                by_id=by.person_id,
                on=on,
                riel=riel,
                source=source,
                held=claim.child,
            )
    except IntegrityError as error:  # the database reckons too: somebody else was faster
        if TOO_MUCH not in str(error):
            raise
        raise _too_much(left) from error


def _hold(claim_id: UUID) -> None:
    """One payment at a time on a claim; the database's own check takes the same lock."""
    with connection.cursor() as cursor:
        cursor.execute("select remedy_hold(%s)", [claim_id])


def _settle(claim: Claim, standing: Order) -> None:
    """Paid in full, or no longer so."""
    left = queries.owed_on(standing, queries.payments_of(claim.id)).left
    status = ClaimStatus.PAID if left <= 0 else ClaimStatus.ORDERED
    if claim.status != status:
        claim.status = status
        _changed(claim, "status")


def cancel_payment(*, claim_id: UUID, payment_id: UUID, by: Actor) -> Payment:
    """It was a mistake: it no longer counts and stays to be seen. Refused when the child's money was given out already."""
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_cancel_payment(claim, by)
        _hold(claim.id)
        payment = Payment.objects.select_for_update().filter(claim=claim, id=payment_id).first()
        if payment is None:
            raise NotThere()
        if payment.cancelled_at is not None:
            return payment
        if payment.held and queries.held(claim.id).left < payment.riel:
            raise WrongState(_("This money was given out to the child already."))
        payment.cancelled_at, payment.cancelled_by_id = timezone.now(), by.person_id
        payment.revision += 1
        payment.save(update_fields=["cancelled_at", "cancelled_by_id", "revision"])
        audit.record(
            RemedyEvent.PAYMENT_CANCELLED, by=by, subject=Subject("claim", claim.id), detail={"payment": payment.id}
        )
        facts.cancelled(claim, payment)
        standing = queries.standing_order(claim.id)
        if standing is not None:
            _settle(claim, standing)
    return payment
