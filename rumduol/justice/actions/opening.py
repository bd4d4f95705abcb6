"""Open a criminal case, correct its coded facts, name its victims, share it."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access import actions as access
from rumduol.access import queries as access_queries
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import queries as intake
from rumduol.justice import checking, facts, policies, queries, sealed
from rumduol.justice.enums import CriminalStatus, JusticeEvent, Source, YesNo
from rumduol.justice.models import CriminalCase, Victim
from rumduol.justice.types import CaseSaid, VictimSaid
from rumduol.operations import queries as operations
from rumduol.screening import queries as screenings
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, NotThere, Stale
from rumduol.shared.identifiers import new_number, normalise_number
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section

MOST_ATTEMPTS = 20
# What a share of a criminal case can open; whereabouts and evidence never go along.
SHAREABLE = (Section.NARRATIVE, Section.JUSTICE, Section.IDENTITY)


def record(event: JusticeEvent, case: CriminalCase, by: Actor, **detail: Any) -> None:
    """One line in the log about a case."""
    audit.record(event, by=by, subject=Subject(sealed.KIND, case.id), detail=detail)


def open_case(
    *,
    source: Source | str,
    said: CaseSaid,
    by: Actor,
    opened_on: PartialDate | None = None,
    report_id: UUID | None = None,
    operation_id: UUID | None = None,
    summary: str = "",
) -> CriminalCase:
    """Open a criminal case in the actor's office: an inquiry of the police, or a complaint made to the prosecutor.

    A report must be one that the actor may see, an operation one that is over (NotThere). Raises NotAllowed, InvalidInput.
    """
    policies.check_can_open(by)
    on = opened_on or PartialDate.of(today())
    errors = _faults(said)
    if source not in Source.values:
        errors["source"] = [_("Choose what the inquiry began with.")]
    checking.past(errors, "opened_on", on)
    checking.refuse(errors)
    behind = []
    if report_id is not None:
        behind.append(intake.report_for(by, report_id).id)
    if operation_id is not None:
        behind += operations.reports_of(operations.over_operation_for(by, operation_id))
    reports = list(intake.reports_by_id(by, behind).values()) if behind else []
    days = [row.received_on for row in reports]
    with transaction.atomic():
        case = _insert(
            CriminalCase(
                office_id=by.office_id, origin_office_id=by.office_id, source=source, opened_on=on, status_on=on,
                opened_by_id=by.person_id, report_id=report_id, operation_id=operation_id,
                reported_on=min(days, default=None), behind=sorted(behind),
                status=CriminalStatus.WITH_PROSECUTOR if by.role == Role.PROSECUTOR else CriminalStatus.PRELIMINARY,
                **_coded(said),
            )
        )  # fmt: skip
        if summary:
            vault.seal(record=sealed.ref(case), section=Section.NARRATIVE, fields={"summary": summary}, by=by)
        record(JusticeEvent.OPENED, case, by, source=str(source))
        facts.opened(case, by)
        facts.reports_came_to(case, "inquiry", on, reports=reports)
    return case


def _insert(case: CriminalCase) -> CriminalCase:
    for _attempt in range(MOST_ATTEMPTS):
        case.number = new_number("J", today())
        try:
            with transaction.atomic():
                case.save(force_insert=True)
                access.register_number(
                    kind=sealed.KIND, record_id=case.id, number=case.number, office_id=case.office_id
                )
        except IntegrityError as error:
            if "number" not in str(error):
                raise
            continue
        return case
    raise RuntimeError("no free number in twenty attempts")


def _coded(said: CaseSaid) -> dict[str, Any]:
    values = {one.name: getattr(said, one.name) for one in fields(said)} | {"forms": list(said.forms)}
    values["place"] = said.place[:4] if said.place.isdigit() else said.place
    return values


def _faults(said: CaseSaid) -> checking.Errors:
    errors: checking.Errors = {}
    checking.past(errors, "happened_on", said.happened_on)
    checking.code(errors, "domestic", "domestic", said.domestic)
    checking.code(errors, "palermo", "palermo", said.palermo)
    for form in said.forms:
        checking.code(errors, "forms", "form", form)
    checking.article(errors, "article", said.article)
    return errors


def change_case(*, case_id: UUID, revision: int, said: CaseSaid, summary: str | None = None, by: Actor) -> CriminalCase:
    """Correct the coded facts, and the summary when given. Raises Stale when somebody was faster."""
    checking.refuse(_faults(said))
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        after = _coded(said)
        changed = {name: (getattr(case, name), value) for name, value in after.items() if getattr(case, name) != value}
        stored = sealed.take(case, Section.NARRATIVE, by=by) if summary is not None else {}
        rewritten = summary is not None and stored.get("summary", "") != summary
        if case.revision != revision and (changed or rewritten):
            words = {"summary": (stored.get("summary", ""), summary)} if rewritten else {}
            raise Stale(differences=changed | words)
        for name, value in after.items():
            setattr(case, name, value)
        case.revision += 1
        case.save()
        if rewritten:
            vault.seal(record=sealed.ref(case), section=Section.NARRATIVE, fields={**stored, "summary": summary}, by=by)
        record(JusticeEvent.CHANGED, case, by, fields=sorted(changed))
    return case


def add_victim(*, case_id: UUID, said: VictimSaid, name: str = "", by: Actor) -> Victim:
    """Name a victim. A screening of the own office, or the number of the person's case, ties them to what is known.

    The number tells this office nothing but whether the person is in care. Raises InvalidInput, NotThere.
    """
    errors: checking.Errors = {}
    for field, list_name in (("sex", "sex"), ("age_band", "age"), ("nationality", "nationality")):
        checking.code(errors, field, list_name, getattr(said, field))
    child = YesNo.YES if said.under_15 == YesNo.YES else YesNo(said.child)
    person_case = None
    if said.case_number:
        try:
            number = normalise_number(said.case_number) or said.case_number
            person_case = access_queries.find_number(kind="case", number=number)[0]
        except NotThere:
            errors["case_number"] = [_("No case has this number. Ask the case worker for it again.")]
    checking.refuse(errors)
    if said.screening_id is not None:
        screenings.screening_for(by, said.screening_id)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        if person_case and Victim.objects.filter(case=case, person_case_id=person_case).exists():
            raise InvalidInput(errors={"case_number": [_("This person is named in the case already.")]})
        victim = Victim.objects.create(
            case=case, office_id=case.office_id, sex=said.sex or "unknown", age_band=said.age_band or "unknown",
            nationality=said.nationality, child=child, under_15=YesNo(said.under_15), screening_id=said.screening_id,
            person_case_id=person_case, by_id=by.person_id,
        )  # fmt: skip
        if name:
            vault.seal(record=sealed.victim_ref(victim), section=Section.IDENTITY, fields={"name": name}, by=by)
        record(JusticeEvent.VICTIM_ADDED, case, by, victim=victim.id)
    return victim


def share_case(
    *, case_id: UUID, to_office_id: UUID, sections: list[str], purpose: str, until: datetime, by: Actor
) -> UUID:
    """Let another office (a legal-aid lawyer, a laboratory) see the case until a day: codes, and the sections named.

    Whereabouts and evidence never go along. Returns the share's id. Raises InvalidInput.
    """
    chosen = [Section(name) for name in sections if name in Section.values and Section(name) in SHAREABLE]
    if len(chosen) != len(sections):
        raise InvalidInput(errors={"sections": [_("This part is never shared.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_share(case, by)
        if to_office_id == by.office_id:
            raise InvalidInput(errors={"to_office": [_("This is your own office.")]})
        if agencies.office(to_office_id).confidential:
            raise InvalidInput(errors={"to_office": [_("This house is not named in a criminal case.")]})
        made = access.share(
            kind=sealed.KIND, record_id=case.id, to_office_id=to_office_id, sections=[str(one) for one in chosen],
            purpose=purpose, until=until, by=by,
        )  # fmt: skip
        for ref in sealed.all_refs(case):
            for section in chosen:
                vault.share_section(
                    record=ref, section=section, to_office_id=to_office_id, share_id=made.id, until=until, by=by
                )
        record(JusticeEvent.SHARED, case, by, to=to_office_id)
    return made.id


def unshare_case(*, case_id: UUID, share_id: UUID, by: Actor) -> None:
    """Take a share back, on the next request; what was wrapped is re-keyed."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_share(case, by)
        share = next((row for row in access_queries.live_shares_of(case.id) if row.id == share_id), None)
        if share is None:
            raise NotThere()
        for ref in sealed.all_refs(case):
            for section in share.sections:
                vault.unshare_section(record=ref, section=Section(section), office_id=share.to_office_id, by=by)
        access.end_share(share_id=share.id, because="ended", by=by)


def identity_names(identity: Mapping[str, Any]) -> list[str]:
    """The words of an identity that are names."""
    return [str(identity[name]) for name in ("name", "other_names") if identity.get(name)]
