"""Inside an office: its people look at pairs of their own lines. Nobody else sees pair, name or verdict."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.linkage import policies, queries
from rumduol.linkage.actions.agreeing import KIND
from rumduol.linkage.enums import LinkageEvent, Verdict
from rumduol.linkage.models import Part, Twin
from rumduol.shared.errors import InvalidInput, NotThere, WrongState


def judge(*, round_id: UUID, verdicts: dict[UUID, Verdict | str], by: Actor) -> int:
    """What the office says of its own pairs, by the pair's id. Answers how many still wait. NotThere for a foreign pair."""
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        own = queries.own_part(by, queries.parts_of(one))
        policies.check_can_review(one, own, by)
        if own is None:
            raise NotThere()
        twins = {twin.id: twin for twin in queries.twins_of(own)}
        for twin_id, verdict in verdicts.items():
            if twin_id not in twins:
                raise NotThere()
            if verdict not in Verdict.values:
                raise InvalidInput(errors={"verdict": [_("Choose one from the list.")]})
            Twin.objects.filter(id=twin_id).update(verdict=Verdict(verdict), said_by=by.person_id)
        audit.record(LinkageEvent.LOOKED_AT, by=by, subject=Subject(KIND, one.id), detail={"pairs": len(verdicts)})
        return Twin.objects.filter(part=own, verdict="").count()


def end_own_review(*, round_id: UUID, by: Actor) -> Part:
    """The office has looked at every pair. Raises WrongState while one waits."""
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        own = queries.own_part(by, queries.parts_of(one))
        policies.check_can_review(one, own, by)
        if own is None:
            raise NotThere()
        if any(not twin.verdict for twin in queries.twins_of(own)):
            raise WrongState(_("Some pairs still wait for your answer."))
        Part.objects.filter(id=own.id).update(reviewed_at=timezone.now(), reviewed_by=by.person_id)
        audit.record(LinkageEvent.LOOKED_AT, by=by, subject=Subject(KIND, one.id), detail={"ended": True})
        own.refresh_from_db()
    return own
