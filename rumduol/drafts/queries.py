"""My own drafts; row security knows no other."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone

from rumduol.access.types import Actor
from rumduol.drafts.enums import KEPT, SECTION
from rumduol.drafts.models import Draft
from rumduol.drafts.types import DraftShown
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose
from rumduol.vault.types import RecordRef


def label_of(page: str) -> object:
    """What a page calls its draft. Raises NotThere for an address that keeps none."""
    try:
        view = resolve(page.partition("?")[0]).func
    except Resolver404 as error:
        raise NotThere() from error
    label = getattr(view, "draft_label", None)
    if label is None:
        raise NotThere()
    return label


def draft_for(by: Actor, draft_id: UUID) -> Draft:
    """NotThere when it is somebody else's, sent, or too old."""
    found = Draft.objects.filter(id=draft_id, saved_at__gt=timezone.now() - KEPT).first()
    if found is None or found.person_id != by.person_id:
        raise NotThere()
    return found


def drafts_on(by: Actor, page: str) -> dict[str, Draft]:
    """Form's name -> my draft of it on this page."""
    rows = Draft.objects.filter(
        person_id=by.person_id, office_id=by.office_id, page=page, saved_at__gt=timezone.now() - KEPT
    )
    return {row.form: row for row in rows}


def mine(by: Actor) -> list[DraftShown]:
    """All my drafts in this office, newest first."""
    rows = Draft.objects.filter(
        person_id=by.person_id, office_id=by.office_id, saved_at__gt=timezone.now() - KEPT
    ).order_by("-saved_at")
    return [shown(row) for row in rows]


def shown(row: Draft) -> DraftShown:
    """How a page offers it."""
    mark = "&" if "?" in row.page else "?"
    return DraftShown(
        id=row.id, label=label_of(row.page), url=f"{row.page}{mark}{urlencode({'draft': row.form})}",
        saved_at=row.saved_at, ends_at=row.saved_at + KEPT,
    )  # fmt: skip


def ref(row: Draft) -> RecordRef:
    return RecordRef("draft", row.id, office_id=row.office_id)


def typed_in(row: Draft, by: Actor) -> QueryDict:
    """What was typed, as a form takes it. The log is written first, as for every sealed section."""
    fields = vault.open_section(record=ref(row), section=SECTION, by=by, purpose=Purpose.OWN_WORK)
    found = QueryDict(mutable=True)
    for name, value in fields.get("typed", []):
        found.appendlist(name, value)
    return found
