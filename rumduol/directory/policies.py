"""Who keeps the directory true."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.policies import answers, check_may
from rumduol.access.types import Actor
from rumduol.directory.enums import KEEPER_KINDS, POLICE_KINDS
from rumduol.directory.models import Provider
from rumduol.shared.errors import NotAllowed


def check_can_keep(by: Actor) -> None:
    """Enter providers, agreements, standards checks, verified help lines: social affairs and the national committee."""
    check_may(by, Permission.DIRECTORY_EDIT)
    if by.agency_kind not in KEEPER_KINDS:
        raise NotAllowed(_("The ministry of social affairs and the national committee keep the directory."))


def check_can_change(provider: Provider, by: Actor) -> None:
    """The provider's own people, or the office that keeps the entry."""
    if provider.office_id is not None and provider.office_id == by.office_id:
        if not {Permission.PROVIDER_EDIT, Permission.DIRECTORY_EDIT} & permissions_of(by.role):
            raise NotAllowed()
        return
    check_can_keep(by)
    if provider.kept_by_office_id != by.office_id:
        raise NotAllowed(_("Another office keeps this entry."))


def check_can_see_contact(provider: Provider, by: Actor) -> None:
    """A telephone number can be traced to a house."""
    check_may(by, Permission.DIRECTORY_READ)
    if provider.confidential and by.agency_kind in POLICE_KINDS:
        raise NotAllowed()


def check_can_seal_whereabouts(provider: Provider, by: Actor) -> None:
    """The owner of the sealed part is the provider's own office, or its keeper when it has no account."""
    check_can_change(provider, by)
    if owner_of(provider) != by.office_id:
        raise NotAllowed()


def owner_of(provider: Provider) -> UUID:
    return provider.office_id or provider.kept_by_office_id


can_keep = answers(check_can_keep)
can_change = answers(check_can_change)
can_see_contact = answers(check_can_see_contact)
can_seal_whereabouts = answers(check_can_seal_whereabouts)
