"""Keep what was typed, sealed; let it go when it was sent, thrown away or is 14 days old."""

import re
from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from rumduol.access.types import Actor
from rumduol.drafts import queries
from rumduol.drafts.enums import KEPT, SECTION
from rumduol.drafts.models import Draft
from rumduol.drafts.types import NothingTyped
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault

# An address of ours with ids and codes; whatever looks like a word typed by somebody is refused.
PAGE = re.compile(r"/[a-z0-9_/-]{1,200}(\?[a-z_]{1,20}=[0-9a-f-]{36}(&[a-z_]{1,20}=[0-9a-f-]{36})*)?")
FORM = re.compile(r"[A-Za-z0-9_.-]{1,60}")


def keep(*, page: str, form: str, typed: Sequence[tuple[str, str]], by: Actor) -> Draft:
    """Keep what was typed in a form (name, value pairs), over an earlier draft of the same form by the same person.

    Raises NotThere for an address that keeps no drafts, NothingTyped when every field is empty.
    """
    if not PAGE.fullmatch(page) or not FORM.fullmatch(form):
        raise NotThere()
    queries.label_of(page)
    if not any(value.strip() for _name, value in typed):
        raise NothingTyped()
    with transaction.atomic():
        row, made = Draft.objects.select_for_update().get_or_create(
            person_id=by.person_id, office_id=by.office_id, page=page, form=form
        )
        if not made:
            row.saved_at = timezone.now()
            row.save(update_fields=["saved_at"])
        vault.seal(record=queries.ref(row), section=SECTION, fields={"typed": [list(pair) for pair in typed]}, by=by)
    return row


def let_go(*, page: str, form: str, by: Actor) -> None:
    """The form was sent: its draft is destroyed, should there be one."""
    row = queries.drafts_on(by, page).get(form)
    if row is not None:
        _destroy(row.id)


def throw_away(*, draft_id: UUID, by: Actor) -> None:
    """Raises NotThere when it is not one's own."""
    _destroy(queries.draft_for(by, draft_id).id)


def erase_old() -> int:
    """Destroy every draft that nobody went on with for 14 days. Returns how many. Needs no key and reads nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select drafts.erase_old(%s)", [KEPT.days])
        return int(cursor.fetchone()[0])


def _destroy(draft_id: UUID) -> None:
    """Key, ciphertext and row, in one function of the database that only lets an author do it."""
    with connection.cursor() as cursor:
        cursor.execute("select drafts.destroy(%s)", [draft_id])
