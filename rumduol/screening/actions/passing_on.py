"""The person agrees that a service sees their screening: so the interview is carried along and not held again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access import actions as access
from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.screening import policies, queries
from rumduol.screening.enums import ScreeningEvent
from rumduol.screening.models import Screening
from rumduol.shared.errors import InvalidInput
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section

# What a screening holds that a service may need. Notes of the office stay in the office.
PASSABLE = (Section.IDENTITY, Section.INTERVIEW)


def pass_on(
    *, screening_id: UUID, to_office_id: UUID, sections: Iterable[str], agreed: bool, until: datetime, by: Actor
) -> Screening:
    """Let an office of a service see the coded screening and the sections the person agreed to, until a date.

    `agreed` is the person's own word (a child's assent beside whoever decides for the child). Help never depends on it:
    without it the service may open a case of its own and ask again. Doing it twice replaces nothing and adds nothing.
    """
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        policies.check_can_pass_on(screening, by)
        wanted = [s for s in PASSABLE if s in set(sections)]
        if not agreed:
            raise InvalidInput(errors={"agreed": [_("Ask the person first. Nothing is passed on without their word.")]})
        office = agencies.office(to_office_id)
        if office.id == by.office_id or office.closed_at is not None:
            raise InvalidInput(errors={"office": [_("Choose another office.")]})
        if queries.is_passed_on(screening, office.id):
            return screening
        share = access.share(
            kind=queries.KIND,
            record_id=screening.id,
            to_office_id=office.id,
            sections=[str(s) for s in wanted],
            purpose="referral",
            until=until,
            by=by,
        )
        for section in wanted:
            vault.share_section(
                record=queries.ref(screening),
                section=section,
                to_office_id=office.id,
                share_id=share.id,
                until=until,
                by=by,
            )
        notices.notify(
            kind=NoticeKind.SCREENING_SIGNS,
            record_kind=queries.KIND,
            record_id=screening.id,
            number=screening.number,
            to_office=office.id,
            roles=[role for role in Role if Permission.CASE_OPEN in permissions_of(role)],
        )
        audit.record(
            ScreeningEvent.PASSED_ON,
            by=by,
            subject=Subject(queries.KIND, screening.id),
            detail={"to": office.id, "sections": [str(s) for s in wanted]},
        )
        return screening


def take_back(*, screening_id: UUID, office_id: UUID, by: Actor) -> Screening:
    """The person no longer agrees: the other office's next request sees nothing, and its key opens nothing new."""
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        policies.check_can_take_back(screening, by)
        for share in queries.live_shares(screening, office_id):
            for section in share.sections:
                vault.unshare_section(
                    record=queries.ref(screening), section=Section(section), office_id=office_id, by=by
                )
            access.end_share(share_id=share.id, because="consent_withdrawn", by=by)
            audit.record(
                ScreeningEvent.TAKEN_BACK,
                by=by,
                subject=Subject(queries.KIND, screening.id),
                detail={"from": office_id},
            )
        return screening
