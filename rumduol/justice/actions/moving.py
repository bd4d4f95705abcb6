"""A criminal case goes from stage to stage, and with it from office to office. The keys go along."""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access import actions as access
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind, Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.justice import checking, facts, policies, queries, sealed
from rumduol.justice.actions.opening import record
from rumduol.justice.enums import BECAUSE_OF, OWNERS, Because, CriminalStatus, JusticeEvent
from rumduol.justice.models import CriminalCase, Move
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section

S = CriminalStatus
POLICE = frozenset({AgencyKind.POLICE, AgencyKind.GENDARMERIE, AgencyKind.CYBERCRIME})
# Which kind of agency has a case at a stage.
AGENCIES = {status: POLICE if status == S.PRELIMINARY else frozenset({AgencyKind.JUSTICE}) for status in S}


def move(
    *,
    case_id: UUID,
    to: CriminalStatus | str,
    on: PartialDate,
    by: Actor,
    because: Because | str = "",
    to_office_id: UUID | None = None,
    text: str = "",
) -> CriminalCase:
    """Pass a case to its next stage, and to another office when the stage belongs there.

    Without `to_office_id` it stays, or, given back, returns to the office that began it. Raises NotAllowed (another role
    has the door), WrongState (not from here; nobody charged; an accused without a verdict), InvalidInput.
    """
    if to not in CriminalStatus.values:
        raise InvalidInput(errors={"to": [_("Choose where the case goes.")]})
    new = CriminalStatus(to)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_move(
            case, new, by, charges=len(queries.charges_of(case, standing=True)), unjudged=queries.unjudged(case)
        )
        old = CriminalStatus(case.status)
        target = to_office_id or (case.origin_office_id if new == S.PRELIMINARY else case.office_id)
        last = Move.objects.filter(case=case).order_by("-position").first()
        reason = _check(case, old, new, on=on, because=because, target=target, last=last)
        made = Move.objects.create(
            case=case, office_id=case.office_id, position=last.position + 1 if last else 1, old=old, new=new, on=on,
            because=reason, by_id=by.person_id, by_office_id=by.office_id, to_office_id=target,
        )  # fmt: skip
        case.status, case.status_on = new, on
        case.revision += 1
        case.save(update_fields=["status", "status_on", "revision"])
        if text:
            sealed.put(case, Section.NARRATIVE, "moves", made.id, {"text": text}, by=by)
        record(JusticeEvent.MOVED, case, by, old=str(old), new=str(new), because=str(reason), on=str(on))
        facts.moved(case, old, on, by)
        if new == S.FINAL:
            _count_as_final(case, on, by)
        if target != by.office_id:
            _give_away(case, target, by)
        notices.notify(
            kind=NoticeKind.CRIMINAL_MOVED, record_kind=sealed.KIND, record_id=case.id, number=case.number,
            to_office=target, roles=[Role(OWNERS[new])] if OWNERS[new] in Role.values else [Role.SUPERVISOR],
        )  # fmt: skip
    return case


def _check(
    case: CriminalCase,
    old: CriminalStatus,
    new: CriminalStatus,
    *,
    on: PartialDate,
    because: str,
    target: UUID,
    last: Move | None,
) -> Because:
    errors: checking.Errors = {}
    offered = BECAUSE_OF[old, new]
    reason = because or (offered[0] if len(offered) == 1 else "")
    if reason not in offered:
        errors["because"] = [_("Choose why the case goes there.")]
    checking.past(errors, "on", on)
    earlier = last.on if last else case.opened_on
    checking.not_before(
        errors, "on", on, earlier,
        _("This is before the step before it (%(day)s). Check the day.") % {"day": earlier.in_words(short=True)},
    )  # fmt: skip
    office = agencies.office(target)
    if office.closed_at is not None:
        errors["to_office"] = [_("This office is closed.")]
    elif office.agency.kind not in AGENCIES[new]:
        errors["to_office"] = [_("At that stage a case is with a prosecutor or a court. Choose their office.")
                               if new != S.PRELIMINARY else _("A case is given back to the police. Choose their office.")]  # fmt: skip
    checking.refuse(errors)
    return Because(reason)


def _count_as_final(case: CriminalCase, on: PartialDate, by: Actor) -> None:
    """Every verdict that stands has become final."""
    for verdict in queries.verdicts_of(case):
        facts.judged(case, verdict, by, final_on=on)


def _give_away(case: CriminalCase, to_office_id: UUID, by: Actor) -> None:
    """Re-key everything of a case to its new owner. The last thing of an action: the giver reads codes alone after it."""
    for ref in sealed.all_refs(case):
        vault.hand_over(record=ref, to_office_id=to_office_id, by=by)
    access.move_number(record_id=case.id, to_office_id=to_office_id)
    audit.record(JusticeEvent.HANDED_OVER, by=by, subject=Subject(sealed.KIND, case.id), detail={"to": to_office_id})
    with connection.cursor() as cursor:
        cursor.execute("select justice_hand_over(%s, %s)", [case.id, to_office_id])
        if not cursor.fetchone()[0]:
            raise NotThere()
    case.office_id = to_office_id
