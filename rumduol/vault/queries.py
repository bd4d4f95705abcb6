"""Questions about sealed things that need no key."""

from uuid import UUID

from rumduol.shared import rows
from rumduol.vault.models import SealedSection
from rumduol.vault.types import RecordRef


def sections_of(record_id: UUID) -> list[str]:
    """Which sections of a record exist and may be seen (sealed) by the reader."""
    found = rows.values(
        "select section from vault_sealedsection where record_id = %(id)s order by section", {"id": record_id}
    )
    return [section for (section,) in found]


def readers_of(record_id: UUID) -> dict[str, set[UUID]]:
    """Section -> offices that can open it now, as far as the owner (or the reader's own office) may know."""
    found: dict[str, set[UUID]] = {}
    open_now = rows.values(
        "select s.section, w.office_id from vault_sectionwrap w join vault_sealedsection s on s.id = w.section_id"
        " where s.record_id = %(id)s and w.office_id is not null and (w.until is null or w.until > now())",
        {"id": record_id},
    )
    for section, office_id in open_now:
        found.setdefault(section, set()).add(office_id)
    return found


def refs_of_share(share_id: UUID, section: str) -> list[RecordRef]:
    """The records whose section was wrapped for a share, as far as the reader can see them."""
    sealed = SealedSection.objects.filter(wraps__share_id=share_id, section=section).order_by("id")
    return [RecordRef(row.kind, row.record_id, office_id=row.office_id) for row in sealed]
