"""The few ways through the system, by what the reader may do. A way that leads to a 403 is not shown."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.agencies.enums import Role
from rumduol.shared import addresses

P = Permission


@dataclass(frozen=True, slots=True)
class Way:
    """A page in the bar or the menu: its words, its url name, and what the reader must be allowed to do."""

    label: Any
    name: str
    permission: Permission = P.OWN_ACCOUNT


WAYS = (
    Way(_("Today"), "web:home"),
    Way(_("Reports"), "intake:queue", P.REPORT_READ),
    Way(_("Screening"), "screening:queue", P.SCREENING_READ),
    Way(_("Cases"), "cases:list", P.CASE_READ),
    Way(_("Criminal cases"), "justice:list", P.CRIMINAL_READ),
    Way(_("Referrals"), "referrals:list", P.REFERRAL_READ),
    Way(_("Operations"), "operations:list", P.OPERATION_READ),
    Way(_("Known before?"), "operations:leaks", P.LEAKS_READ),
    Way(_("Hearings"), "courts:calendar", P.HEARING_READ),
    Way(_("Judicial supervision"), "courts:supervisions", P.SUPERVISION_READ),
    Way(_("Compensation"), "remedy:list", P.REMEDY_READ),
    Way(_("Services"), "directory:search", P.DIRECTORY_READ),
    Way(_("Figures"), "indicators:figures", P.FIGURES_READ),
    Way(_("Declared tables"), "declared:list", P.DECLARED_READ),
    Way(_("Matching"), "linkage:list", P.LINKAGE_READ),
    Way(_("Releases"), "release:desk", P.FACTS_READ),
    Way(_("Letters"), "integrity:queue", P.INTEGRITY_READ),
    Way(_("The log"), "access:log", P.AUDIT_READ),
    Way(_("People and offices"), "signin:people", P.OFFICES_MANAGE),
)
MENU = (
    Way(_("My profile"), "signin:profile"),
    Way(_("My drafts"), "drafts:list"),
    Way(_("When I signed in"), "signin:history"),
    Way(_("The law"), "web:law"),
    Way(_("My office"), "signin:colleagues", P.OFFICES_READ),
    Way(_("Life in danger"), "access:glass", P.GLASS_BREAK),
    Way(_("Conflict of interest"), "access:conflict", P.CONFLICT_DECLARE),
)


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page."""
    return reverse(name, kwargs=kwargs) if kwargs else addresses.address(name, *args)


@cache
def _open(ways: tuple[Way, ...], role: Role, language: str) -> tuple[tuple[str, str], ...]:
    """(label, url) of the ways that a role may go, in the language that is active now, which is `language`."""
    allowed = permissions_of(role)
    return tuple((str(way.label), address(way.name)) for way in ways if way.permission in allowed)


def ways(request: HttpRequest, role: Role) -> list[dict[str, Any]]:
    """The bar: each {label, url, here}."""
    at = request.path
    return [
        {"label": label, "url": url, "here": at == url if url == "/" else at.startswith(url)}
        for label, url in _open(WAYS, role, translation.get_language() or "")
    ]


def menu(role: Role) -> list[dict[str, Any]]:
    """The reader's own pages: each {label, url}."""
    return [{"label": label, "url": url} for label, url in _open(MENU, role, translation.get_language() or "")]
