"""Non-punishment: a suspect who may be a victim is the loudest thing on a criminal case, and whoever cares for the person is told.

Palermo Principles (OHCHR 2002), principle 7; ASEAN ACTIP art. 14 (7): a victim is not held, charged or prosecuted for what
they were made to do. The system never decides that it is so: it asks somebody to look.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access import queries as access
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.cases import actions as cases
from rumduol.cases.enums import AlarmKind
from rumduol.justice import policies, queries, sealed
from rumduol.justice.actions.opening import identity_names, record
from rumduol.justice.enums import CooperationKind, CooperationStatus, Direction, JusticeEvent, Reading
from rumduol.justice.models import Cooperation, CriminalCase, Suspect, Verdict, VictimSign
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.screening import queries as screenings
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.shared.identifiers import normalise_number

WORKERS = (Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK, Role.SUPERVISOR)


def raise_signs(*, case: CriminalCase, suspect: Suspect, names: Iterable[str], by: Actor) -> list[VictimSign]:
    """Look for victims of the office's own screenings who have the suspect's name; each raises a sign, once.

    A name alike is a question, not an answer: the person's own case is told when somebody says that it is the same person,
    or that the suspect is held (a victim in a cell can't wait for certainty).
    """
    made = []
    for possible in queries.victim_signs(by, names):
        sign, new = VictimSign.objects.get_or_create(
            suspect=suspect, screening_id=possible.screening_id,
            defaults={
                "case": case, "office_id": case.office_id, "reading": Reading.SAME_NAME,
                "person_case_id": _case_of_screening(possible.screening_id),
            },
        )  # fmt: skip
        if new:
            _announce(case, sign, by)
            made.append(sign)
    return made


def link_to_victim(
    *, case_id: UUID, suspect_id: UUID, case_number: str = "", screening_id: UUID | None = None, by: Actor
) -> VictimSign:
    """Somebody says that this suspect is the person of a case or screening. The person's case gets an alarm at once."""
    person_case = None
    if case_number:
        try:
            number = normalise_number(case_number) or case_number
            person_case = access.find_number(kind="case", number=number)[0]
        except NotThere as error:
            words = _("No case has this number. Ask the case worker for it again.")
            raise InvalidInput(errors={"case_number": [words]}) from error
    elif screening_id is not None:
        screenings.screening_for(by, screening_id)
        person_case = _case_of_screening(screening_id)
    else:
        raise InvalidInput(errors={"case_number": [_("Write the number of the person's case.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        suspect = queries.suspect_of(case, suspect_id)
        found = VictimSign.objects.filter(suspect=suspect)
        known = found.filter(screening_id=screening_id) if screening_id else found.filter(person_case_id=person_case)
        sign = known.first()
        if sign is None:
            sign = VictimSign.objects.create(
                case=case, office_id=case.office_id, suspect=suspect, reading=Reading.LINKED, screening_id=screening_id,
                person_case_id=person_case,
            )  # fmt: skip
            _announce(case, sign, by)
        _tell_all(case, sign, suspect, by)
    return sign


def answer_sign(*, case_id: UUID, sign_id: UUID, same: bool, by: Actor) -> VictimSign:
    """Somebody looked: it is the same person (the person's case is told), or it is somebody else."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        sign = VictimSign.objects.select_related("suspect").filter(case=case, id=sign_id).first()
        if sign is None:
            raise NotThere()
        if sign.answered_at is not None:
            raise WrongState()
        if same:
            _tell_all(case, sign, sign.suspect, by)
        sign.answered_at, sign.answered_by_id, sign.same = timezone.now(), by.person_id, same
        sign.revision += 1
        sign.save()
        record(JusticeEvent.VICTIM_ALARM, case, by, suspect=sign.suspect_id, same=same)
    return sign


def punished(*, case: CriminalCase, suspect: Suspect, kind: AlarmKind, by: Actor) -> None:
    """A suspect with a sign was held, charged, fined or deported: the person's own case is told, whatever was answered."""
    for sign in VictimSign.objects.filter(suspect=suspect).exclude(same=False):
        _tell_owner(case, sign, kind, by)


def look_again(*, case: CriminalCase, suspect: Suspect, identity: Mapping[str, Any], by: Actor) -> list[VictimSign]:
    """Look once more when the file is opened: the person may have been presumed a victim after they became a suspect."""
    with transaction.atomic():
        return raise_signs(case=case, suspect=suspect, names=identity_names(identity), by=by)


def sentenced(*, case: CriminalCase, suspect: Suspect, verdict: Verdict, by: Actor) -> None:
    """A conviction: prison that is to be served, a fine, each for itself; a conviction without either is a charge upheld."""
    kinds = []
    if verdict.life or verdict.months > verdict.suspended_months:
        kinds.append(AlarmKind.DETAINED)
    if verdict.fine_riel:
        kinds.append(AlarmKind.FINED)
    for kind in kinds or [AlarmKind.CHARGED]:
        punished(case=case, suspect=suspect, kind=kind, by=by)


def _tell_all(case: CriminalCase, sign: VictimSign, suspect: Suspect, by: Actor) -> None:
    """Everything that has happened to the suspect until now; being a suspect at all is told as a charge."""
    fined = Verdict.objects.filter(suspect=suspect, replaced_on__isnull=True, fine_riel__gt=0).exists()
    wanted = Cooperation.objects.filter(
        suspect=suspect, kind=CooperationKind.EXTRADITION, direction=Direction.RECEIVED,
        status__in=(CooperationStatus.ASKED, CooperationStatus.PARTLY, CooperationStatus.GRANTED),
    ).exists()  # fmt: skip
    held = queries.held(case).get(suspect.id) is not None
    happened = {
        AlarmKind.DETAINED: held,
        AlarmKind.FINED: fined or suspect.fined_on is not None,
        AlarmKind.DEPORTED: wanted or suspect.deported_on is not None,
    }
    kinds = [kind for kind, so in happened.items() if so]
    if suspect.charged_on is not None or not kinds:
        kinds.append(AlarmKind.CHARGED)
    for kind in kinds:
        _tell_owner(case, sign, kind, by)


def _tell_owner(case: CriminalCase, sign: VictimSign, kind: AlarmKind, by: Actor) -> None:
    """The alarm of the cases room, for an office that can't see the person's case and learns nothing of it."""
    if sign.person_case_id is None:
        return
    told = cases.raise_alarm_from_outside(
        case_id=sign.person_case_id, kind=kind, happened_on=PartialDate.of(today()), by=by
    )
    if told and not sign.told_owner:
        sign.told_owner = True
        sign.save(update_fields=["told_owner"])


def _announce(case: CriminalCase, sign: VictimSign, by: Actor) -> None:
    record(JusticeEvent.VICTIM_ALARM, case, by, suspect=sign.suspect_id, reading=str(sign.reading))
    notices.notify(
        kind=NoticeKind.CRIMINAL_VICTIM_SIGN, record_kind=sealed.KIND, record_id=case.id, number=case.number,
        to_office=case.office_id, roles=WORKERS,
    )  # fmt: skip


def _case_of_screening(screening_id: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("select justice_case_of_screening(%s)", [screening_id])
        found: UUID | None = cursor.fetchone()[0]
    return found
