"""Keep the directory: entries, services, free places, agreements, checks, help lines, unmet needs."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.directory import checking, facts, policies, queries
from rumduol.directory.bands import band_of
from rumduol.directory.enums import CONFIDENTIAL_SERVES_AT_LEAST, DirectoryEvent, StandardsResult
from rumduol.directory.models import (
    Agreement,
    Audience,
    Contact,
    HelpContact,
    Provider,
    Service,
    StandardsCheck,
    UnmetNeed,
)
from rumduol.directory.types import Grade, Group, Match, Need
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.shared.models import check_revision
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

ENTRY = ("name_km", "name_en", "kind", "standing", "confidential", "province", "district", "serves", "active")
SERVICE = (
    "kind", "languages", "medical", "disability", "forms", "citizens", "foreigners", "night", "residential", "capacity",
    "active",
)  # fmt: skip
MOST_PLACES = 2000
NEAREST = 5  # unmet need: what stood in the way at the five that came nearest


def _check_place(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A confidential house has no place here, and serves enough provinces that the list does not tell it."""
    checking.check_entry(entry)
    values = dict(entry)
    if values.get("confidential"):
        values["province"] = values["district"] = ""
        if 0 < len(values.get("serves") or ()) < CONFIDENTIAL_SERVES_AT_LEAST:
            raise InvalidInput(
                errors={
                    "serves": [
                        _("Choose %(n)d or more provinces, or none for the whole country: fewer tell where it is.")
                        % {"n": CONFIDENTIAL_SERVES_AT_LEAST}
                    ]
                }
            )
    elif values.get("district") and not values["district"].startswith(values.get("province") or "-"):
        raise InvalidInput(errors={"district": [_("This district lies in another province.")]})
    return values


def register_provider(
    *, entry: Mapping[str, Any], office_id: UUID | None, telephone: str = "", hours: str = "", by: Actor
) -> Provider:
    """Enter a provider. `entry` has the keys of ENTRY; without `office_id` it has no account: referral by hand."""
    policies.check_can_keep(by)
    values = _check_place(entry)
    with transaction.atomic():
        if office_id is not None and Provider.objects.filter(office_id=office_id).exists():
            raise InvalidInput(errors={"office_id": [_("This office is in the directory already.")]})
        provider = Provider.objects.create(**values, office_id=office_id, kept_by_office_id=by.office_id)
        Contact.objects.create(provider=provider, telephone=telephone, hours=hours)
        audit.record(DirectoryEvent.REGISTERED, by=by, subject=Subject("provider", provider.id))
    return provider


def change_provider(
    *, provider_id: UUID, entry: Mapping[str, Any], telephone: str, hours: str, revision: int, by: Actor
) -> Provider:
    """Change an entry. Raises Stale with both versions when somebody changed it meanwhile."""
    values = _check_place(entry)
    with transaction.atomic():
        provider = queries.lock_provider(by, provider_id)
        policies.check_can_change(provider, by)
        theirs = {key: (getattr(provider, key), values[key]) for key in values if getattr(provider, key) != values[key]}
        check_revision(provider, revision, theirs)
        for key, value in values.items():
            setattr(provider, key, value)
        provider.revision += 1
        provider.save(update_fields=[*values, "revision"])
        Contact.objects.update_or_create(provider=provider, defaults={"telephone": telephone, "hours": hours})
        audit.record(
            DirectoryEvent.CHANGED, by=by, subject=Subject("provider", provider.id), detail={"fields": sorted(theirs)}
        )
    return provider


def save_service(
    *,
    provider_id: UUID,
    service_id: UUID | None,
    values: Mapping[str, Any],
    groups: Iterable[Group],
    by: Actor,
) -> Service:
    """Add or change a service. `values` has the keys of SERVICE; no groups = everybody."""
    spans = list(groups)
    checking.check_service(values, [group.sex for group in spans])
    if any(g.age_from is not None and g.age_to is not None and g.age_from > g.age_to for g in spans):
        raise InvalidInput(errors={"groups": [_("The first age is higher than the last.")]})
    if not values.get("citizens") and not values.get("foreigners"):
        raise InvalidInput(errors={"citizens": [_("Somebody has to be taken: citizens, foreigners or both.")]})
    with transaction.atomic():
        provider = queries.lock_provider(by, provider_id)
        policies.check_can_change(provider, by)
        if service_id is None:
            service = Service.objects.create(provider=provider, **values)
        else:
            service = _lock_service(service_id, provider)
            for key, value in values.items():
                setattr(service, key, value)
            service.revision += 1
            service.save(update_fields=[*values, "revision"])
            service.audiences.all().delete()
        Audience.objects.bulk_create(
            [Audience(service=service, sex=g.sex, age_from=g.age_from, age_to=g.age_to) for g in spans]
        )
        audit.record(
            DirectoryEvent.SERVICE_CHANGED, by=by, subject=Subject("provider", provider.id),
            detail={"service": service.id, "kind": service.kind},
        )  # fmt: skip
    return service


def _lock_service(service_id: UUID, provider: Provider) -> Service:
    service = Service.objects.select_for_update().filter(id=service_id, provider=provider).first()
    if service is None:
        raise NotThere()
    return service


def tell_places(*, provider_id: UUID, free: Mapping[UUID, int | None], by: Actor) -> Provider:
    """Say how many places are free now, per service; None = not known. The time and the teller are kept."""
    for count in free.values():
        if count is not None and not 0 <= count <= MOST_PLACES:
            raise InvalidInput(errors={"free": [_("A number of places from 0 to 2,000.")]})
    with transaction.atomic():
        provider = queries.lock_provider(by, provider_id)
        policies.check_can_change(provider, by)
        for service_id, count in free.items():
            service = _lock_service(service_id, provider)
            service.free = count
            service.free_as_of = timezone.now() if count is not None else None
            service.free_by_id = by.person_id if count is not None else None
            service.revision += 1
            service.save(update_fields=["free", "free_as_of", "free_by_id", "revision"])
        audit.record(
            DirectoryEvent.PLACES_TOLD, by=by, subject=Subject("provider", provider.id),
            detail={"free": {str(key): value for key, value in free.items()}},
        )  # fmt: skip
    return provider


def record_agreement(*, provider_id: UUID, reference: str, begins_on: date, ends_on: date, by: Actor) -> Agreement:
    """A memorandum of understanding with the ministry."""
    policies.check_can_keep(by)
    if ends_on < begins_on:
        raise InvalidInput(errors={"ends_on": [_("It ends before it begins.")]})
    with transaction.atomic():
        provider = queries.provider_for(by, provider_id)
        agreement = Agreement.objects.create(
            provider=provider, reference=reference, begins_on=begins_on, ends_on=ends_on,
            recorded_by_office_id=by.office_id,
        )  # fmt: skip
        audit.record(
            DirectoryEvent.AGREEMENT, by=by, subject=Subject("provider", provider.id),
            detail={"until": ends_on.isoformat()},
        )  # fmt: skip
    return agreement


def record_check(
    *, provider_id: UUID, checked_on: date, result: StandardsResult, mend_by: date | None, by: Actor
) -> StandardsCheck:
    """A check of residential care against the minimum standards. Not in the future."""
    policies.check_can_keep(by)
    if checked_on > today():
        raise InvalidInput(errors={"checked_on": [_("This day has not come yet.")]})
    with transaction.atomic():
        provider = queries.provider_for(by, provider_id)
        check = StandardsCheck.objects.create(
            provider=provider, checked_on=checked_on, result=result, mend_by=mend_by,
            recorded_by_office_id=by.office_id,
        )  # fmt: skip
        audit.record(
            DirectoryEvent.STANDARDS, by=by, subject=Subject("provider", provider.id), detail={"result": result}
        )
    return check


def whereabouts_ref(provider: Provider) -> RecordRef:
    """Where a provider's whereabouts are sealed."""
    return RecordRef("provider", provider.id, office_id=policies.owner_of(provider))


def seal_whereabouts(*, provider_id: UUID, address: str, directions: str, telephone: str, by: Actor) -> None:
    """Seal where a confidential house is. Only its own office can open it; others when it shows them the way."""
    with transaction.atomic():
        provider = queries.lock_provider(by, provider_id)
        policies.check_can_seal_whereabouts(provider, by)
        fields = {"address": address, "directions": directions, "telephone": telephone}
        vault.seal(record=whereabouts_ref(provider), section=Section.WHEREABOUTS, fields=fields, by=by)
        audit.record(DirectoryEvent.WHEREABOUTS, by=by, subject=Subject("provider", provider.id))


def import_help(rows: Iterable[Mapping[str, str]], *, source: str) -> tuple[int, int]:
    """Take in public help contacts, unverified: (new, known already). Keys: the columns of HelpContact."""
    new = known = 0
    with transaction.atomic():
        for row in rows:
            key = {name: row[name] for name in ("country", "name_en", "channel", "value")}
            if HelpContact.objects.filter(**key).exists():
                known += 1
                continue
            HelpContact.objects.create(**key, name_km=row.get("name_km", ""), source=source)
            new += 1
    return new, known


def verify_help(*, help_id: UUID, by: Actor) -> HelpContact:
    """Somebody has tried this line: from now on the public sees it."""
    policies.check_can_keep(by)
    with transaction.atomic():
        row = HelpContact.objects.select_for_update().filter(id=help_id).first()
        if row is None:
            raise NotThere()
        row.verified_at, row.verified_by_id = timezone.now(), by.person_id
        row.revision += 1
        row.save(update_fields=["verified_at", "verified_by_id", "revision"])
        audit.record(DirectoryEvent.HELP_VERIFIED, by=by, subject=Subject("help_contact", row.id))
    return row


def lacking(matches: Iterable[Match]) -> list[str]:
    """What stood in the way at the providers that came nearest, most frequent first."""
    counts: dict[str, int] = {}
    for found in list(matches)[:NEAREST]:
        for reason in (*found.of(Grade.BARRIER), *found.of(Grade.GAP)):
            counts[reason.finding] = counts.get(reason.finding, 0) + 1
    return sorted(counts, key=lambda finding: (-counts[finding], finding))


def record_unmet(*, need: Need, case_id: UUID | None, by: Actor) -> UnmetNeed:
    """Nobody fits: count the need, so that the gap in the services is seen. The age is kept as a band."""
    check_may(by, Permission.REFERRAL_SEND)
    if not need.services:
        raise InvalidInput(errors={"services": [_("Say which service is needed.")]})
    checking.check_need(need)
    low, high = band_of(need.age_from, need.age_to)
    with transaction.atomic():
        if case_id is not None:
            # A double click, or the same search again on the same day, is one need.
            earlier = UnmetNeed.objects.filter(
                office_id=by.office_id, case_id=case_id, recorded_on=today(), services=list(need.services)
            ).first()
            if earlier is not None:
                return earlier
        row = UnmetNeed.objects.create(
            office_id=by.office_id, case_id=case_id, recorded_on=today(), recorded_by_id=by.person_id,
            services=list(need.services), sex=need.sex or "", age_from=low, age_to=high, language=need.language or "",
            medical=sorted(need.medical), disability=sorted(need.disability), form=need.form or "",
            citizen=need.citizen, tonight=need.tonight, place=(need.district or need.province or ""),
            people=need.people, lacking=lacking(queries.search(by, need)),
        )  # fmt: skip
        audit.record(
            DirectoryEvent.UNMET, by=by, subject=Subject("unmet_need", row.id), detail={"services": row.services}
        )
        facts.unmet(row)
    return row
