"""Who is who: offices by place and channel, names of colleagues."""

from uuid import UUID

from django.db.models import Count

from rumduol.agencies.models import Agency, Membership, Office, Person
from rumduol.shared import rows
from rumduol.shared.errors import NotThere


def office(office_id: UUID) -> Office:
    """One office with its agency. Raises NotThere."""
    row = Office.objects.select_related("agency").filter(id=office_id).first()
    if row is None:
        raise NotThere()
    return row


def offices(ids: "set[UUID] | frozenset[UUID] | list[UUID]") -> dict[UUID, Office]:
    """Offices by id, with their agencies."""
    return {row.id: row for row in Office.objects.select_related("agency").filter(id__in=ids)} if ids else {}


def office_name(office_row: Office, language: str) -> str:
    return office_row.name_km if language == "km" else office_row.name_en


def people(ids: "set[UUID] | frozenset[UUID] | list[UUID]") -> dict[UUID, Person]:
    """Colleagues by id (names are shown to signed-in staff only; the wall sees to it)."""
    return {row.id: row for row in rows.rows(Person, "where t.id = any(%(ids)s)", {"ids": list(ids)})} if ids else {}


def answering_office(channel: str) -> Office | None:
    """The office to which new reports of a channel come; the oldest, should two claim it."""
    return (
        Office.objects.select_related("agency")
        .filter(answers__contains=[channel], closed_at__isnull=True)
        .order_by("created_at", "id")
        .first()
    )


def offices_for_place(place: str, kinds: tuple[str, ...]) -> list[Office]:
    """Offices of these kinds of agency competent for a place, the narrowest territory first, in the order of `kinds`.

    A territory code covers all places whose code begins with it (province 2, district 4, commune 6, village 8 digits).
    """
    if not place:
        return []
    prefixes = [place[:length] for length in (8, 6, 4, 2) if len(place) >= length]
    rows = Office.objects.select_related("agency").filter(
        territory__overlap=prefixes, agency__kind__in=kinds, closed_at__isnull=True
    )

    def nearness(row: Office) -> tuple[int, int, str]:
        longest = max(len(code) for code in row.territory if code in prefixes)
        return (kinds.index(row.agency.kind), -longest, row.code)

    return sorted(rows, key=nearness)


def offices_of_kind(*kinds: str) -> list[Office]:
    """All open offices of some kinds of agency, by code."""
    return list(
        Office.objects.select_related("agency").filter(agency__kind__in=kinds, closed_at__isnull=True).order_by("code")
    )


def colleagues(office_id: UUID) -> list[Membership]:
    """Live memberships of an office, people not disabled, by name."""
    return list(
        Membership.objects.select_related("person", "office")
        .filter(office_id=office_id, ended_at__isnull=True, person__disabled_at__isnull=True)
        .order_by("person__name_latin", "role")
    )


def memberships_of(person_id: UUID) -> list[Membership]:
    """Live memberships of a person with office and agency."""
    return list(
        Membership.objects.select_related("office__agency")
        .filter(person_id=person_id, ended_at__isnull=True, office__closed_at__isnull=True)
        .order_by("created_at", "id")
    )


def agency_offices(agency_id: UUID) -> list[Office]:
    return list(Office.objects.filter(agency_id=agency_id).order_by("level", "code"))


def agency(agency_id: UUID) -> Agency:
    row = Agency.objects.filter(id=agency_id).first()
    if row is None:
        raise NotThere()
    return row


def all_agencies() -> list[Agency]:
    """Every agency, by its short name."""
    return list(Agency.objects.order_by("code"))


def memberships_in(office_id: UUID) -> list[Membership]:
    """Live memberships of an office, people who are disabled too."""
    return list(
        Membership.objects.select_related("person")
        .filter(office_id=office_id, ended_at__isnull=True)
        .order_by("person__name_latin", "role")
    )


def staff_counts() -> dict[UUID, int]:
    """How many people work in each open office now (signed-in staff only; the wall sees to it)."""
    rows = Membership.objects.filter(
        ended_at__isnull=True, person__disabled_at__isnull=True, office__closed_at__isnull=True
    )
    counted = rows.values("office_id").annotate(people=Count("person_id", distinct=True))
    return {row["office_id"]: row["people"] for row in counted}


def agency_of(office_id: UUID) -> UUID:
    """The agency of an office. Raises NotThere."""
    found = Office.objects.values_list("agency_id", flat=True).filter(id=office_id).first()
    if found is None:
        raise NotThere()
    return found


def username_taken(username: str) -> bool:
    return Person.objects.filter(username=username).exists()


def person_of_agency(person_id: UUID, agency_id: UUID) -> Person:
    """A person with a role, present or past, in the agency. Raises NotThere."""
    row = Person.objects.filter(id=person_id, memberships__office__agency_id=agency_id).distinct().first()
    if row is None:
        raise NotThere()
    return row


def offices_by_code(codes: list[str]) -> dict[str, Office]:
    """Offices by their code, with their agencies."""
    return {row.code: row for row in Office.objects.select_related("agency").filter(code__in=codes)}


def person_by_username(username: str) -> UUID | None:
    """The person who signs in with this name, not disabled; None when there is none."""
    return (
        Person.objects.filter(username=username.lower(), disabled_at__isnull=True).values_list("id", flat=True).first()
    )


def all_offices() -> list[Office]:
    """Every open office, by code."""
    return list(Office.objects.filter(closed_at__isnull=True).order_by("code"))
