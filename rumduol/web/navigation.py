"""The few ways through the system, by what the reader may do. A way that leads to a 403 is not shown."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

# label, url name, a permission of which one is enough (names of rumduol.access.enums.Permission); none = everybody.
WAYS: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (_("Today"), "web:home", ()),
    (_("Reports"), "intake:queue", ("REPORT_READ",)),
    (_("Screening"), "screening:list", ("SCREENING_READ",)),
    (_("Cases"), "cases:list", ("CASE_READ",)),
    (_("Referrals"), "referrals:list", ("REFERRAL_READ",)),
    (_("Services"), "directory:search", ("DIRECTORY_READ",)),
    (_("Figures"), "indicators:national", ("FIGURES_READ",)),
    (_("Releases"), "release:list", ("RELEASE_READ",)),
)
ME: tuple[tuple[Any, str], ...] = (
    (_("My profile"), "signin:profile"),
    (_("My office"), "signin:colleagues"),
    (_("When I signed in"), "signin:history"),
)


def ways(request: HttpRequest) -> list[dict[str, Any]]:
    """Each {label, url, here}."""
    found = []
    for label, name, _permissions in WAYS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == url if url == "/" else request.path.startswith(url)
        found.append({"label": label, "url": url, "here": here})
    return found


def me_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The reader's own pages."""
    found = []
    for label, name in ME:
        try:
            found.append({"label": label, "url": reverse(name)})
        except NoReverseMatch:
            continue
    return found
