"""Rows of offices and people. Who may change them is decided above (signin) and by the wall; these only write."""

from uuid import UUID

from django.utils import timezone

from rumduol.agencies.enums import AgencyKind, OfficeLevel, Role
from rumduol.agencies.models import Agency, Membership, Office, Person
from rumduol.shared.errors import NotThere


def add_person(*, username: str, name_km: str, name_latin: str) -> Person:
    """Somebody who will work in an office; Khmer pages until they choose otherwise."""
    return Person.objects.create(username=username, name_km=name_km, name_latin=name_latin, language="km")


def add_membership(*, person_id: UUID, office_id: UUID, role: Role) -> tuple[Membership, bool]:
    """(the live membership, whether it is new)"""
    return Membership.objects.get_or_create(person_id=person_id, office_id=office_id, role=role, ended_at=None)


def end_membership(*, membership_id: UUID, agency_id: UUID, by_id: UUID) -> Membership:
    """End a role in one's own agency; ending twice is harmless. Raises NotThere."""
    row = Membership.objects.select_for_update().filter(id=membership_id, office__agency_id=agency_id).first()
    if row is None:
        raise NotThere()
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = timezone.now(), by_id
        row.revision += 1
        row.save(update_fields=["ended_at", "ended_by_id", "revision"])
    return row


def disable_person(*, person_id: UUID, by_id: UUID) -> bool:
    """Whether this call disabled the person (False: somebody did before)."""
    return bool(
        Person.objects.filter(id=person_id, disabled_at__isnull=True).update(
            disabled_at=timezone.now(), disabled_by_id=by_id
        )
    )


def set_language(*, person_id: UUID, language: str) -> None:
    Person.objects.filter(id=person_id).update(language=language)


def add_agency(*, code: str, kind: AgencyKind, identifies: bool, name_km: str, name_en: str) -> UUID:
    """A new agency. Its keys are made by the people who will hold them."""
    row = Agency.objects.create(code=code, kind=kind, identifies=identifies, name_km=name_km, name_en=name_en)
    return row.id


def add_office(
    *, agency_id: UUID, code: str, level: OfficeLevel, name_km: str, name_en: str, parent_id: UUID | None = None,
    place: str = "", territory: tuple[str, ...] = (), answers: list[str] | None = None, confidential: bool = False,
) -> UUID:  # fmt: skip
    """A new office; `above` follows from the parent. Raises NotThere for a parent of another agency."""
    parent = Office.objects.filter(id=parent_id, agency_id=agency_id).first() if parent_id else None
    if parent_id and parent is None:
        raise NotThere()
    row = Office.objects.create(
        agency_id=agency_id, parent=parent, above=[parent.id, *parent.above] if parent else [], code=code, level=level,
        name_km=name_km, name_en=name_en, place=place, territory=list(territory), answers=answers or [],
        confidential=confidential,
    )  # fmt: skip
    return row.id
