"""Evidence and its chain of custody. Each side signs for itself, and the database counts nothing else as custody."""

import hashlib
import re
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.justice import checking, policies, queries, sealed
from rumduol.justice.actions.opening import record
from rumduol.justice.enums import EvidenceKind, HandOverStatus, JusticeEvent
from rumduol.justice.models import CriminalCase, Evidence, HandOver
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault import files
from rumduol.vault.enums import Section

HASH = re.compile(r"[0-9a-f]{64}")


def add_evidence(
    *,
    case_id: UUID,
    kind: EvidenceKind | str,
    what: str,
    by: Actor,
    where: str = "",
    place: str = "",
    found_on: PartialDate | None = None,
    sha256: str = "",
    illegal_image: bool = False,
    locator: str = "",
    custodian: str = "",
    upload: UploadedFile | None = None,
) -> Evidence:
    """Record an item; custody begins with whoever records it.

    A file is checked and sealed, and its SHA-256 is taken from its bytes. Material that shows a child being abused is never
    stored: with `illegal_image` a file is refused before it is read, and the hash, where it is and who has it are asked for.
    """
    on = found_on or PartialDate.of(today())
    sha256 = "".join(sha256.split()).lower()
    errors: checking.Errors = {}
    if kind not in EvidenceKind.values:
        errors["kind"] = [_("Choose what it is.")]
    if not what:
        errors["what"] = [_("What is it? A few words are enough.")]
    if sha256 and not HASH.fullmatch(sha256):
        errors["sha256"] = [_("A SHA-256 has 64 characters, 0 to 9 and a to f. Copy it again.")]
    checking.past(errors, "found_on", on)
    if illegal_image:
        if upload is not None:
            errors["upload"] = [
                _(
                    "An image of abuse is never stored here, by nobody. Give its hash, where it is and who has it; the file was not kept."
                )
            ]
        for field, value, words in (
            ("sha256", sha256, _("The hash is what identifies the material without copying it.")),
            ("locator", locator, _("Where is it: an address, a device, an exhibit number?")),
            ("custodian", custodian, _("Who has it now?")),
        ):
            if not value and field not in errors:
                errors[field] = [words]
    checking.refuse(errors)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        file_id = None
        if upload is not None:
            content = files.read_upload(upload)
            found = hashlib.sha256(content).hexdigest()
            if sha256 and sha256 != found:
                raise InvalidInput(
                    errors={"sha256": [_("The file has another hash than the one you typed. Nothing was kept.")]}
                )
            sha256 = found
            file_id = files.seal_file(record=sealed.ref(case), name=upload.name or "file", content=content, by=by)
        number = (Evidence.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
        item = Evidence.objects.create(
            case=case, office_id=case.office_id, number=number, kind=EvidenceKind(kind), illegal_image=illegal_image,
            found_on=on, place=place[:4] if place.isdigit() else place, sha256=sha256, file_id=file_id,
            custodian_id=by.person_id, custodian_office_id=by.office_id, by_id=by.person_id,
        )  # fmt: skip
        said = {"what": what, "where": where, "locator": locator, "custodian": custodian}
        sealed.put(case, Section.EVIDENCE, "items", item.id, said, by=by)
        record(JusticeEvent.EVIDENCE_ADDED, case, by, item=item.number, illegal_image=illegal_image)
    return item


def give_evidence(*, case_id: UUID, item_id: UUID, to_person_id: UUID, by: Actor, note: str = "") -> HandOver:
    """The first signature: whoever has the item gives it to a named colleague of an office that has to do with the case.

    Until that person has signed too it stays open, and the giver stays answerable. Raises NotAllowed, InvalidInput.
    """
    with transaction.atomic():
        case = queries.case_for(by, case_id)
        if case.office_id == by.office_id:  # a note goes into the words of all items: one writer at a time
            case = queries.lock_case(by, case_id)
        item = queries.item_of(case, item_id)
        policies.check_can_give(case, item, by)
        if HandOver.objects.filter(item=item, status=HandOverStatus.OPEN).exists():
            raise InvalidInput(errors={"to_person": [_("A hand-over of this item waits for a signature already.")]})
        office_id = receivers(case).get(to_person_id)
        if office_id is None or to_person_id == by.person_id:
            raise InvalidInput(errors={"to_person": [_("Choose somebody else who works on this case.")]})
        if note and case.office_id != by.office_id:  # its sealed part is open to the office that has the case
            raise InvalidInput(
                errors={"note": [_("The case is with another office now. Give the item without a note.")]}
            )
        made = HandOver.objects.create(
            case=case, office_id=case.office_id, item=item, from_person_id=by.person_id, from_office_id=by.office_id,
            to_person_id=to_person_id, to_office_id=office_id, given_at=timezone.now(), given_by_id=by.person_id,
        )  # fmt: skip
        if note:
            sealed.put(case, Section.EVIDENCE, "hand_overs", made.id, {"note": note}, by=by)
        record(JusticeEvent.HAND_OVER_OFFERED, case, by, item=item.number, to=to_person_id)
        notices.notify(
            kind=NoticeKind.SIGNATURE_WANTED, record_kind=sealed.KIND, record_id=case.id, number=case.number,
            to_people=[to_person_id],
        )  # fmt: skip
    return made


def receivers(case: CriminalCase) -> dict[UUID, UUID]:
    """Person -> office, of those who may take an item: who works on criminal cases in the two offices of the case."""
    roles = {"investigator", "prosecutor", "court_clerk"}
    return {
        member.person_id: office_id
        for office_id in {case.office_id, case.origin_office_id}
        for member in agencies.colleagues(office_id)
        if member.role in roles
    }


def take_evidence(*, case_id: UUID, hand_over_id: UUID, intact: bool, by: Actor) -> HandOver:
    """The second signature, of the receiver: only now custody passes. `intact`: seal and hash were as described."""
    return _sign(case_id, hand_over_id, HandOverStatus.SIGNED, by, intact=intact)


def refuse_evidence(*, case_id: UUID, hand_over_id: UUID, by: Actor) -> HandOver:
    """The receiver did not get the item, or does not take it: custody stays where it was."""
    return _sign(case_id, hand_over_id, HandOverStatus.REFUSED, by, intact=False)


def _sign(case_id: UUID, hand_over_id: UUID, new: HandOverStatus, by: Actor, *, intact: bool) -> HandOver:
    with transaction.atomic():
        case = queries.case_for(by, case_id)
        row = HandOver.objects.select_related("item").filter(case=case, id=hand_over_id).first()
        if row is None:
            raise NotThere()
        policies.check_can_sign(row, by, new)
        # The wall locks only what is still open: a signature given in between leaves nothing to lock.
        locked = HandOver.objects.select_for_update(of=("self",)).select_related("item").filter(id=row.id).first()
        row = locked or HandOver.objects.get(id=row.id)
        policies.check_can_sign(row, by, new)
        row.status, row.taken_at, row.taken_by_id, row.intact = new, timezone.now(), by.person_id, intact
        row.revision += 1
        row.save()
        event = JusticeEvent.HAND_OVER_SIGNED if new == HandOverStatus.SIGNED else JusticeEvent.HAND_OVER_REFUSED
        record(event, case, by, item=row.item.number, intact=intact)
    return row
