"""What the person decides, in their words; their rights; feedback, also without a name; notes and documents."""

from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.cases import facts, policies, queries, sealed
from rumduol.cases.enums import (
    Answer,
    CaseEvent,
    Choice,
    FeedbackWay,
    NoteKind,
    Right,
    RightStatus,
    Topic,
)  # fmt: skip
from rumduol.cases.models import AnonymousFeedback, Case, Decision, FeedbackOffer, Note, RightCheck
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput
from rumduol.terms import queries as terms
from rumduol.vault import actions as vault
from rumduol.vault import files
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef


def _record(event: CaseEvent, case: Case, by: Actor, **detail: Any) -> None:
    audit.record(event, by=by, subject=Subject("case", case.id), detail=detail)


def record_decision(
    *, case_id: UUID, topic: Topic | str, choice: Choice | str, words: str, language: str, by: Actor
) -> Decision:
    """A decision of the person in their own words and language (right 10). Earlier ones stay."""
    errors: dict[str, list[Any]] = {}
    if not words:
        errors["words"] = [_("Write what the person said, in their words.")]
    if not terms.is_code("language", language):
        errors["language"] = [_("In which language was it said?")]
    if errors:
        raise InvalidInput(errors=errors)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        decision = Decision.objects.create(
            case=case, office_id=case.office_id, topic=Topic(topic), choice=Choice(choice), language=language,
            on=today(), by_id=by.person_id,
        )  # fmt: skip
        entry = {
            "words": words, "language": language, "topic": str(topic), "choice": str(choice), "on": today().isoformat(),
        }  # fmt: skip
        sealed.put(case, Section.WISHES, "decisions", decision.id, entry, by=by)
        _record(CaseEvent.DECISION, case, by, topic=str(topic), choice=str(choice))
        facts.decided(case, decision, by)
    return decision


def check_right(*, case_id: UUID, right: Right | str, status: RightStatus | str, text: str, by: Actor) -> RightCheck:
    """What was done for one of the eleven rights, when and by whom."""
    status = RightStatus(status)
    if status != RightStatus.RESPECTED and not text:
        raise InvalidInput(errors={"text": [_("Say what is being done about it.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        check = RightCheck.objects.create(
            case=case, office_id=case.office_id, right=Right(right), status=status, on=today(), by_id=by.person_id
        )
        sealed.put(case, Section.NOTES, "rights", check.id, {"text": text}, by=by)
        _record(CaseEvent.RIGHT, case, by, right=str(right), status=str(status))
    return check


def offer_feedback(*, case_id: UUID, way: FeedbackWay | str, words: str, by: Actor) -> FeedbackOffer:
    """The person was asked what the services were like.

    Words with a name are sealed in WISHES; those without are written on a page that knows no case
    (`add_anonymous_feedback`).
    """
    way = FeedbackWay(way)
    if way == FeedbackWay.GIVEN and not words:
        raise InvalidInput(errors={"words": [_("Write what the person said, in their words.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        offer = FeedbackOffer.objects.create(
            case=case, office_id=case.office_id, way=way, on=today(), by_id=by.person_id
        )
        if way == FeedbackWay.GIVEN:
            sealed.put(case, Section.WISHES, "feedback", offer.id, {"words": words}, by=by)
        _record(CaseEvent.FEEDBACK, case, by, way=str(way))
        facts.feedback(case, offer, by)
    return offer


def add_anonymous_feedback(
    *, safe: Answer | str, heard: Answer | str, helped: Answer | str, words: str, language: str, by: Actor
) -> AnonymousFeedback:
    """What somebody said without their name: kept with the office and the month, tied to no case."""
    policies.check_can_open(by)
    with transaction.atomic():
        row = AnonymousFeedback.objects.create(
            id=uuid4(), office_id=by.office_id, month=PartialDate.of(today()).to_month(), safe=Answer(safe),
            heard=Answer(heard), helped=Answer(helped),
        )  # fmt: skip
        if words:
            vault.seal(
                record=RecordRef("feedback", row.id, by.office_id), section=Section.NARRATIVE,
                fields={"words": words, "language": language}, by=by,
            )  # fmt: skip
        audit.record(CaseEvent.FEEDBACK_WRITTEN, by=by, subject=Subject("feedback", row.id))
    return row


def add_note(*, case_id: UUID, kind: NoteKind | str, text: str, by: Actor) -> Note:
    """A note of the office (sealed in NOTES)."""
    if not text:
        raise InvalidInput(errors={"text": [_("The note is empty.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        note = Note.objects.create(
            case=case, office_id=case.office_id, kind=NoteKind(kind), on=today(), by_id=by.person_id
        )
        sealed.put(case, Section.NOTES, "notes", note.id, {"text": text, "kind": str(kind)}, by=by)
        _record(CaseEvent.NOTE, case, by, note=note.id)
    return note


def add_document(*, case_id: UUID, upload: UploadedFile, by: Actor) -> UUID:
    """Seal a paper, picture or recording: type checked by content, viewing copy without metadata. Returns its id.

    Raises InvalidInput ({"file": ...}) in the user's words.
    """
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        content = files.read_upload(upload)
        file_id = files.seal_file(record=sealed.ref(case), name=upload.name or "", content=content, by=by)
        _record(CaseEvent.DOCUMENT, case, by, file=file_id)
    return file_id
