"""The lawyer prepares: the person's consent, the sheet line by line, and files it with the court."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access import actions as access
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.cases import queries as cases
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.remedy import criminal, policies, queries, sealed
from rumduol.remedy.enums import ClaimStatus, Giver, RateSource, RemedyEvent
from rumduol.remedy.models import Claim
from rumduol.remedy.sheet import Line, reckon, reckon_all
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.shared.identifiers import new_number
from rumduol.terms.queries import is_code
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section

SHARED_FOR = timedelta(days=5 * 365)
MOST_LINES = 60
MOST_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Claimant:
    """The coded person. `majority_on`: the month a child turns 18."""

    sex: str = "unknown"
    child: bool = False
    majority_on: PartialDate | None = None
    form: str = ""
    place: str = ""
    case_number: str = ""


def begin(*, criminal_number: str, who: Claimant, lawyer_since: date | None = None, by: Actor) -> Claim:
    """A claim for a client. Nobody outside the lawyer's office sees it until it is filed.

    Raises InvalidInput: no such criminal case, no such case of social affairs within sight, a child without a majority.
    """
    policies.check_can_begin(by)
    found = criminal.by_number(criminal_number)
    if who.child and who.majority_on is None:
        raise InvalidInput(
            errors={"majority_on": [_("Say in which month the child turns 18: money is held until then.")]}
        )
    if not is_code("sex", who.sex) or (who.form and not is_code("form", who.form)):
        raise InvalidInput()
    person_case, person_office = _person_case(who.case_number, by)
    since = lawyer_since or today()
    if since > today():
        raise InvalidInput(errors={"lawyer_since": [_("This day has not come yet.")]})
    claim = Claim(
        office_id=by.office_id, lawyer_id=by.person_id, lawyer_since=since, criminal_case_id=found.id,
        criminal_number=found.number, person_case_id=person_case, person_office_id=person_office, sex=who.sex,
        child=who.child, majority_on=who.majority_on.to_month() if who.child and who.majority_on else None,
        form=who.form, place=who.place[:4],
    )  # fmt: skip
    with transaction.atomic():
        _insert(claim)
        audit.record(
            RemedyEvent.BEGUN, by=by, subject=Subject("claim", claim.id), detail={"criminal_case": found.id},
        )  # fmt: skip
    return claim


def _person_case(number: str, by: Actor) -> tuple[UUID | None, UUID | None]:
    if not number.strip():
        return None, None
    case = cases.find_by_number(by, number)
    if case is None:
        raise InvalidInput(
            errors={
                "case_number": [
                    _("You see no case with this number. Leave it empty, or ask the case worker to share it.")
                ]
            }
        )
    return case.id, case.office_id


def _insert(claim: Claim) -> None:
    for _attempt in range(MOST_ATTEMPTS):
        claim.number = new_number("V", today())
        try:
            with transaction.atomic():
                claim.save(force_insert=True)
        except IntegrityError as error:
            if "claim_number_once" not in str(error):
                raise
            continue
        return
    raise RuntimeError("no free number in twenty attempts")


def _changed(claim: Claim, *fields: str) -> None:
    claim.revision += 1
    claim.save(update_fields=[*fields, "revision"])


def consent(*, claim_id: UUID, giver: str, language: str, words: str, by: Actor) -> Claim:
    """The person wants this claim. Their words are sealed; a child consents together with somebody."""
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_prepare(claim, by)
        if giver not in Giver.values or (claim.child and giver == Giver.SELF):
            raise InvalidInput(errors={"giver": [_("For a child: who consented together with the child?")]})
        if not is_code("language", language):
            raise InvalidInput(errors={"language": [_("Choose the language that was spoken.")]})
        claim.consent_on, claim.consent_giver, claim.consent_language = today(), giver, language
        _changed(claim, "consent_on", "consent_giver", "consent_language")
        sealed.put(claim, Section.WISHES, {"consent": words}, by=by)
        audit.record(RemedyEvent.CONSENTED, by=by, subject=Subject("claim", claim.id), detail={"giver": giver})
    return claim


def set_rate(*, claim_id: UUID, rate: int, source: str, on: date, by: Actor) -> Claim:
    """Riel for one US dollar, from whom, of which day: lines in dollars are reckoned with it."""
    if not 100 <= rate <= 100_000:
        raise InvalidInput(errors={"rate": [_("Write how many riel one US dollar is, for example 4,100.")]})
    if source not in RateSource.values or on > today():
        raise InvalidInput(errors={"on": [_("Say whose rate it is and of which day.")]})
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_prepare(claim, by)
        claim.rate_riel, claim.rate_source, claim.rate_on = rate, source, on
        _changed(claim, "rate_riel", "rate_source", "rate_on")
        audit.record(
            RemedyEvent.SHEET_CHANGED,
            by=by,
            subject=Subject("claim", claim.id),
            detail={"rate": rate, "source": source},
        )
    return claim


def add_line(*, claim_id: UUID, line: Line, by: Actor) -> Claim:
    """One more line of the sealed sheet. Raises InvalidInput when it can't be reckoned."""
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_prepare(claim, by)
        reckon(line, claim.rate_riel)
        lines = lines_of(claim, by=by)
        if len(lines) >= MOST_LINES:
            raise InvalidInput(_("A sheet has 60 lines at most. Put small sums together."))
        _keep_lines(claim, [*lines, line], by)
    return claim


def remove_line(*, claim_id: UUID, at: int, by: Actor) -> Claim:
    """Take the line at a position (from 0) out again. Raises NotThere."""
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_prepare(claim, by)
        lines = lines_of(claim, by=by)
        if not 0 <= at < len(lines):
            raise NotThere()
        _keep_lines(claim, [line for position, line in enumerate(lines) if position != at], by)
    return claim


def lines_of(claim: Claim, *, by: Actor, purpose: Purpose | None = Purpose.OWN_WORK) -> list[Line]:
    """The sheet's lines. Raises NoKey for an office it was not shared with."""
    return [Line.of(one) for one in sealed.take(claim, Section.JUSTICE, by=by, purpose=purpose).get("lines", [])]


def _keep_lines(claim: Claim, lines: list[Line], by: Actor) -> None:
    sealed.put(claim, Section.JUSTICE, {"lines": [line.stored() for line in lines]}, by=by)
    _changed(claim)
    audit.record(RemedyEvent.SHEET_CHANGED, by=by, subject=Subject("claim", claim.id), detail={"lines": len(lines)})


def file_claim(*, claim_id: UUID, by: Actor) -> Claim:
    """To the court: from now on the office that has the criminal case sees the claim and its sheet."""
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_file(claim, by)
        sheet = reckon_all(lines_of(claim, by=by), claim.rate_riel)
        if sheet.total <= 0:
            raise InvalidInput(_("The sheet is empty: write down at least one line before the claim is filed."))
        court = criminal.owner_of(claim.criminal_number)
        claim.status, claim.filed_on, claim.claimed_riel = ClaimStatus.FILED, today(), sheet.total
        if court != claim.office_id:
            claim.share_id, claim.shared_with_id = _share(claim, court, by), court
        _changed(claim, "status", "filed_on", "claimed_riel", "share_id", "shared_with_id")
        audit.record(
            RemedyEvent.FILED, by=by, subject=Subject("claim", claim.id), detail={"riel": sheet.total, "court": court}
        )
        tell(claim, NoticeKind.CLAIM_FILED, office=court, roles=(Role.PROSECUTOR, Role.COURT_CLERK))
    return claim


def _share(claim: Claim, court: UUID, by: Actor) -> UUID:
    until = timezone.now() + SHARED_FOR
    share = access.share(
        kind="claim", record_id=claim.id, to_office_id=court, sections=[Section.JUSTICE], purpose=Purpose.LAW, until=until,
        by=by,
    )  # fmt: skip
    vault.share_section(
        record=sealed.ref(claim), section=Section.JUSTICE, to_office_id=court, share_id=share.id, until=until, by=by
    )
    return share.id


def send_on(*, claim_id: UUID, by: Actor) -> Claim:
    """The criminal case went to another court: the claim and its sheet go there too. Raises WrongState when it did not."""
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_send_on(claim, by)
        court = criminal.owner_of(claim.criminal_number)
        if court in {claim.shared_with_id, claim.office_id}:
            raise WrongState(_("The criminal case is still where the claim was filed."))
        claim.share_id, claim.shared_with_id = _share(claim, court, by), court
        _changed(claim, "share_id", "shared_with_id")
        audit.record(RemedyEvent.SENT_ON, by=by, subject=Subject("claim", claim.id), detail={"court": court})
        tell(claim, NoticeKind.CLAIM_FILED, office=court, roles=(Role.PROSECUTOR, Role.COURT_CLERK))
    return claim


def withdraw(*, claim_id: UUID, words: str, by: Actor) -> Claim:
    """The person no longer wants the claim. Help does not depend on it."""
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_withdraw(claim, by)
        claim.status, claim.ended_on = ClaimStatus.WITHDRAWN, today()
        _changed(claim, "status", "ended_on")
        if words.strip():
            sealed.put(claim, Section.WISHES, {"withdrawn": words}, by=by)
        audit.record(RemedyEvent.WITHDRAWN, by=by, subject=Subject("claim", claim.id))
    return claim


def tell(
    claim: Claim, kind: NoticeKind, *, office: UUID, roles: tuple[Role, ...] = (), people: tuple[Any, ...] = ()
) -> None:
    """A notice about a claim: its number and nothing else."""
    notices.notify(
        kind=kind, record_kind="claim", record_id=claim.id, number=claim.number, to_people=people,
        to_office=None if people else office, roles=roles,
    )  # fmt: skip
