"""Who may declare a table, and who may confirm it: two people, of the office that counted or of one above it."""

from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may
from rumduol.access.types import Actor
from rumduol.declared.enums import TRANSITIONS, DeclarationStatus
from rumduol.declared.models import Declaration
from rumduol.shared.errors import NotAllowed
from rumduol.shared.states import check_transition


class SecondPersonNeeded(NotAllowed):
    default = _("You declared this table. Another person of your agency must confirm it.")


class NotYourAgency(NotAllowed):
    default = _("This table is of another agency. Somebody there confirms it.")


def check_can_declare(by: Actor) -> None:
    check_may(by, Permission.DECLARED_MAKE)


def _decide(declaration: Declaration, by: Actor, to: DeclarationStatus) -> None:
    check_may(by, Permission.DECLARED_CONFIRM)
    if declaration.agency_id != by.agency_id or declaration.office_id not in {by.office_id, *by.reach}:
        raise NotYourAgency()
    check_transition(TRANSITIONS, DeclarationStatus(declaration.status), to)
    if declaration.declared_by == by.person_id:
        raise SecondPersonNeeded()


def check_can_confirm(declaration: Declaration, by: Actor) -> None:
    _decide(declaration, by, DeclarationStatus.CONFIRMED)


def check_can_refuse(declaration: Declaration, by: Actor) -> None:
    _decide(declaration, by, DeclarationStatus.REFUSED)


can_declare = answers(check_can_declare)
can_confirm = answers(check_can_confirm)
can_refuse = answers(check_can_refuse)
