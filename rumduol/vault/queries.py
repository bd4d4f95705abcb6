"""Questions about sealed things that need no key."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rumduol.vault.models import SealedSection, SectionWrap
from rumduol.vault.types import RecordRef


def sections_of(record_id: UUID) -> list[str]:
    """Which sections of a record exist and may be seen (sealed) by the reader."""
    return list(SealedSection.objects.filter(record_id=record_id).order_by("section").values_list("section", flat=True))


def readers_of(record_id: UUID) -> dict[str, set[UUID]]:
    """Section -> offices that can open it now, as far as the owner (or the reader's own office) may know."""
    found: dict[str, set[UUID]] = {}
    open_now = Q(until__isnull=True) | Q(until__gt=timezone.now())
    rows = SectionWrap.objects.filter(open_now, section__record_id=record_id, office_id__isnull=False)
    for section, office_id in rows.values_list("section__section", "office_id"):
        if office_id is not None:
            found.setdefault(section, set()).add(office_id)
    return found


def refs_of_share(share_id: UUID, section: str) -> list[RecordRef]:
    """The records whose section was wrapped for a share, as far as the reader can see them."""
    rows = SealedSection.objects.filter(wraps__share_id=share_id, section=section).order_by("id")
    return [RecordRef(row.kind, row.record_id, office_id=row.office_id) for row in rows]
