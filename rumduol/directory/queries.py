"""What other rooms and the pages ask the directory."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.directory import policies
from rumduol.directory.distance import kilometres
from rumduol.directory.enums import OFFERING_KINDS, Medical, Standing
from rumduol.directory.matching import match
from rumduol.directory.models import Agreement, Contact, HelpContact, Provider, Service, StandardsCheck, UnmetNeed
from rumduol.directory.types import Candidate, Group, Match, Need, Offer, Standards
from rumduol.places import queries as places
from rumduol.shared.errors import NotThere
from rumduol.terms import queries as terms

# Lists of `terms` by the name a finding uses for them.
LISTS = {"service": "service", "form": "form", "language": "language", "disability": "disability", "sex": "sex"}


def label(list_name: str, code: str) -> str:
    """The word for a code in the reader's language."""
    if list_name == "place":
        return places.describe(code)
    if list_name == "medical":
        return str(Medical(code).label) if code in Medical.values else code
    return terms.label(LISTS[list_name], code)


def _whole() -> QuerySet[Provider]:
    return Provider.objects.prefetch_related(
        Prefetch("services", Service.objects.filter(active=True).order_by("kind", "id")),
        "services__audiences",
        Prefetch("agreements", Agreement.objects.order_by("-ends_on")),
        Prefetch("checks", StandardsCheck.objects.order_by("-checked_on", "-created_at")),
    )


def providers(*, kind: str = "", province: str = "", inactive: bool = False) -> list[Provider]:
    """Entries with services, agreements and checks, by name. `province`: those who say that they serve it."""
    rows = _whole() if inactive else _whole().filter(active=True)
    if kind:
        rows = rows.filter(kind=kind)
    found = sorted(rows, key=name_of)
    if province:
        found = [row for row in found if not row.serves or province in row.serves]
    return found


def provider_for(by: Actor, provider_id: UUID) -> Provider:
    """One entry with everything that hangs on it. Everybody signed in may read it. Raises NotThere."""
    row = _whole().filter(id=provider_id).first()
    if row is None:
        raise NotThere()
    return row


def lock_provider(by: Actor, provider_id: UUID) -> Provider:
    row = Provider.objects.select_for_update().filter(id=provider_id).first()
    if row is None:
        raise NotThere()
    return row


def own_provider(by: Actor) -> Provider | None:
    """The entry of my own office, if it offers services."""
    return _whole().filter(office_id=by.office_id).first()


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of providers in the reader's language."""
    wanted = set(ids)
    return {row.id: name_of(row) for row in Provider.objects.filter(id__in=wanted)} if wanted else {}


def name_of(provider: Provider) -> str:
    return provider.name_km if (get_language() or "km") == "km" else provider.name_en


def contact_of(by: Actor, provider: Provider) -> Contact | None:
    """How to reach it; None for police about a confidential house, whether or not there is a number."""
    if not policies.can_see_contact(provider, by):
        return None
    return Contact.objects.filter(provider=provider).first()


def agreement_until(provider: Provider) -> Agreement | None:
    """The agreement that ends last, or None."""
    return next(iter(provider.agreements.all()), None)


def needs_agreement(provider: Provider) -> bool:
    """Public bodies work by law; all others by an agreement with the ministry."""
    return provider.standing != Standing.PUBLIC


def offer_of(service: Service) -> Offer:
    return Offer(
        service=service.kind,
        groups=tuple(Group(row.sex, row.age_from, row.age_to) for row in service.audiences.all()),
        forms=frozenset(service.forms),
        languages=frozenset(service.languages),
        medical=frozenset(service.medical),
        disability=frozenset(service.disability),
        citizens=service.citizens,
        foreigners=service.foreigners,
        night=service.night,
        residential=service.residential,
        free=service.free,
        free_as_of=service.free_as_of,
    )


def candidate_of(provider: Provider) -> Candidate:
    agreement = agreement_until(provider)
    check = next(iter(provider.checks.all()), None)
    return Candidate(
        provider_id=provider.id,
        name=name_of(provider),
        confidential=provider.confidential,
        offers=tuple(offer_of(service) for service in provider.services.all()),
        province=provider.province or None,
        district=provider.district or None,
        serves=frozenset(provider.serves),
        needs_agreement=needs_agreement(provider),
        agreement_until=agreement.ends_on if agreement else None,
        standards=Standards(check.checked_on, check.result) if check else None,
        by_hand=provider.office_id is None,
    )


def search(by: Actor, need: Need) -> list[Match]:
    """All active providers but the own office's, ranked for the need, each with its reasons."""
    others = [row for row in providers() if row.office_id != by.office_id]
    return match(need, [candidate_of(row) for row in others], now=timezone.now(), km=kilometres)


def offices_search(by: Actor, need: Need) -> list[Match]:
    """Providers with an account here, nearest first: whom a whole case can be handed to."""
    others = [row for row in providers() if row.office_id not in {None, by.office_id}]
    return match(need, [candidate_of(row) for row in others], now=timezone.now(), km=kilometres)


def help_contacts(*, country: str = "", verified: bool = True) -> list[HelpContact]:
    """Public help lines; the public sees only those that somebody has tried."""
    rows = HelpContact.objects.all()
    if verified:
        rows = rows.filter(verified_at__isnull=False)
    if country:
        rows = rows.filter(country=country)
    return list(rows.order_by("country", "name_en", "channel", "value"))


def offices_without_entry(by: Actor) -> list[tuple[UUID, str]]:
    """Offices that could offer services and are not in the directory yet: (id, name in the reader's language)."""
    known = set(Provider.objects.filter(office_id__isnull=False).values_list("office_id", flat=True))
    rows = agencies.offices_of_kind(*OFFERING_KINDS)
    return [(row.id, agencies.office_name(row, get_language() or "km")) for row in rows if row.id not in known]


def unmet(by: Actor) -> list[UnmetNeed]:
    """Needs that my office could not place, newest first."""
    return list(UnmetNeed.objects.filter(office_id__in=by.reach).order_by("-recorded_on", "-created_at"))
