"""Charges by article. A charge that is replaced or dropped says why: that is where cases shrink."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.cases.enums import AlarmKind
from rumduol.justice import checking, facts, policies, queries, sealed
from rumduol.justice.actions.guarding import punished
from rumduol.justice.actions.opening import record
from rumduol.justice.enums import ChargeStatus, JusticeEvent, WhyChanged, YesNo
from rumduol.justice.models import Charge, CriminalCase, Suspect
from rumduol.justice.reading_law import is_lighter
from rumduol.law import queries as law
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import InvalidInput
from rumduol.vault.enums import Section

REASON_LETTERS = 10


def charge(
    *,
    case_id: UUID,
    suspect_id: UUID,
    article: str,
    on: PartialDate,
    by: Actor,
    child: str = "unknown",
    under_15: str = "unknown",
    aggravated: bool = False,
    attempt: bool = False,
    elements: Mapping[str, str] | None = None,
) -> Charge:
    """Charge a suspect under an article of the law reference; `elements` holds the facts against each element (sealed).

    Raises NotAllowed, WrongState (not before a prosecutor or court), InvalidInput.
    """
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_charge(case, by)
        suspect = queries.suspect_of(case, suspect_id)
        _check(case, article, on)
        if Charge.objects.filter(suspect=suspect, article=article, status=ChargeStatus.STANDING).exists():
            raise InvalidInput(errors={"article": [_("This suspect is charged under this article already.")]})
        made = _write(
            case, suspect, article, on, by, child=child, under_15=under_15, aggravated=aggravated, attempt=attempt,
            elements=elements or {},
        )  # fmt: skip
        first = case.charged_on is None
        if first:
            case.charged_on = on
            case.save(update_fields=["charged_on"])
        record(JusticeEvent.CHARGED, case, by, suspect=suspect.id, article=article)
        facts.charged(case, made, by)
        if first:
            facts.prosecuted(case, by, outcome="charged", on=on)
        punished(case=case, suspect=suspect, kind=AlarmKind.CHARGED, by=by)
    return made


def _check(case: CriminalCase, article: str, on: PartialDate) -> None:
    errors: checking.Errors = {}
    checking.article(errors, "article", article, needed=True)
    checking.past(errors, "on", on)
    checking.not_before(errors, "on", on, case.opened_on, _("The charge is before the inquiry began. Check the day."))
    checking.refuse(errors)


def _write(
    case: CriminalCase,
    suspect: Suspect,
    article: str,
    on: PartialDate,
    by: Actor,
    *,
    child: str,
    under_15: str,
    aggravated: bool,
    attempt: bool,
    elements: Mapping[str, str],
    replaces: Charge | None = None,
    reduced: bool = False,
) -> Charge:
    known = {element.code for element in law.article(article).elements}
    stated = {code: text for code, text in elements.items() if text and code in known}
    made = Charge.objects.create(
        case=case, office_id=case.office_id, suspect=suspect, article=article, on=on,
        child=YesNo.YES if under_15 == YesNo.YES else YesNo(child), under_15=YesNo(under_15), aggravated=aggravated,
        attempt=attempt, elements=sorted(stated), replaces=replaces, reduced=reduced, by_id=by.person_id,
    )  # fmt: skip
    if stated:
        sealed.put(case, Section.JUSTICE, "charges", made.id, {"facts": stated}, by=by)
    if suspect.charged_on is None:
        suspect.charged_on = on
        suspect.save(update_fields=["charged_on"])
    return made


def replace_charge(
    *,
    case_id: UUID,
    charge_id: UUID,
    article: str,
    on: PartialDate,
    because: WhyChanged | str,
    reason: str,
    by: Actor,
    child: str = "unknown",
    under_15: str = "unknown",
    aggravated: bool = False,
    elements: Mapping[str, str] | None = None,
) -> Charge:
    """Another charge takes the place of one that stands. Why is a code and a sentence, both asked for.

    Whether it is lighter is read from the ranges of the law reference, not from what somebody says.
    """
    _check_reason(because, reason)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        old = queries.charge_of(case, charge_id)
        policies.check_can_change_charge(case, old, by)
        _check(case, article, on)
        errors: checking.Errors = {}
        checking.not_before(errors, "on", on, old.on, _("The new charge is before the one it replaces."))
        same = old.article == article and (old.child, old.under_15, old.aggravated) == (child, under_15, aggravated)
        if same:
            errors["article"] = [_("Nothing changes: this is the same charge.")]
        others = Charge.objects.filter(suspect_id=old.suspect_id, article=article, status=ChargeStatus.STANDING)
        if others.exclude(id=old.id).exists():
            errors["article"] = [_("This suspect is charged under this article already.")]
        checking.refuse(errors)
        _end(case, old, ChargeStatus.REPLACED, on=on, because=because, reason=reason, by=by)
        new = _write(
            case, old.suspect, article, on, by, child=child, under_15=under_15, aggravated=aggravated,
            attempt=old.attempt, elements=elements or {}, replaces=old,
        )  # fmt: skip
        if is_lighter(new, than=old):
            new.reduced = True
            new.save(update_fields=["reduced"])
        facts.charged(case, new, by)
    return new


def drop_charge(
    *, case_id: UUID, charge_id: UUID, on: PartialDate, because: WhyChanged | str, reason: str, by: Actor
) -> Charge:
    """A charge does not stand any more and nothing takes its place."""
    _check_reason(because, reason)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        old = queries.charge_of(case, charge_id)
        policies.check_can_change_charge(case, old, by)
        errors: checking.Errors = {}
        checking.past(errors, "on", on)
        checking.not_before(errors, "on", on, old.on, _("This is before the charge was made."))
        checking.refuse(errors)
        _end(case, old, ChargeStatus.DROPPED, on=on, because=because, reason=reason, by=by)
    return old


def _check_reason(because: WhyChanged | str, reason: str) -> None:
    errors: checking.Errors = {}
    if because not in WhyChanged.values:
        errors["because"] = [_("Choose why the charge changes.")]
    if len(reason.strip()) < REASON_LETTERS:
        errors["reason"] = [_("A charge is changed with a reason: write it in a sentence.")]
    checking.refuse(errors)


def _end(
    case: CriminalCase, old: Charge, status: ChargeStatus, *, on: PartialDate, because: str, reason: str, by: Actor
) -> None:
    old.status, old.ended_on, old.ended_because = status, on, WhyChanged(because)
    old.revision += 1
    old.save()
    sealed.put(case, Section.JUSTICE, "charges", old.id, {"reason": reason}, by=by)
    record(
        JusticeEvent.CHARGE_ENDED, case, by, suspect=old.suspect_id, article=old.article, status=str(status),
        because=str(because),
    )  # fmt: skip
