"""A report arrives: from the public page, or written down by somebody on duty."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may, may
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import codes, locks, mailboxes
from rumduol.intake.checking import check_said
from rumduol.intake.enums import Channel, ReportStatus
from rumduol.intake.events import ReportEvent
from rumduol.intake.models import Mailbox, Report, ReportPerson
from rumduol.intake.numbering import insert_with_number
from rumduol.intake.times import Coarse, coarse, due_at, urgency_of
from rumduol.intake.types import Received, ReportSaid
from rumduol.shared.errors import InvalidInput, RumduolError
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

MOST_ATTEMPTS = 20
EARLIEST = 1990  # before it there was no office to report to
PERSON_CODES = ("sex", "minor", "age_band", "nationality")


class NobodyAnswers(RumduolError):
    """No office is set to answer this channel: a fault of the installation, not of the reporter."""

    status = 503
    default = _("We cannot take your report at this moment. Please call the help line, or try again in a few minutes.")


def receive_web_report(*, said: ReportSaid, seed: bytes) -> Received:
    """Take a report from the public page. The same `seed` sent twice is one report with one code.

    Nothing about the sender is asked for, and no time finer than a quarter of a day is kept.
    Raises NobodyAnswers, and codes.Busy when too many arrive at once.
    """
    check_said(said)
    office = agencies.answering_office(Channel.WEB)
    if office is None:
        raise NobodyAnswers()
    for attempt in range(MOST_ATTEMPTS):
        code = codes.code_from(seed, attempt)
        salt = codes.salt_from(seed, attempt)
        keys = codes.stretch(code.secret, salt)
        with transaction.atomic(), locks.shown(code.locator, keys.verify) as already:
            if already is not None:
                return Received(code, again=True)
            mailbox = _place_mailbox(code, salt, keys, language=said.language, when=coarse(timezone.now()))
            if mailbox is None:
                if locks.show(code.locator, keys.verify) is not None:  # sent twice at the same moment
                    return Received(code, again=True)
                continue  # another mailbox has this locator: the next code of the same seed
            now = timezone.now()
            report = _write(said=said, channel=Channel.WEB, office_id=office.id, mailbox=mailbox, now=now, by=None)
            audit.record(ReportEvent.RECEIVED, by=None, subject=Subject("report", report.id))
            return Received(code, again=False)
    raise RuntimeError("no free locator in twenty attempts")


def record_report(
    *, said: ReportSaid, channel: str, by: Actor, received_on: date | None = None, with_code: bool = False
) -> tuple[Report, codes.Code | None]:
    """Write down a call, a visit, an embassy's note.

    It belongs to the own office, or, where the writer does not triage, to the office that answers this channel.

    `with_code`: the caller gets a return code, read out to them. It is shown once and kept nowhere.
    """
    check_may(by, Permission.REPORT_TAKE)
    if channel == Channel.WEB or channel not in Channel.values:
        raise InvalidInput(errors={"channel": [_("Choose how the report reached you.")]})
    check_said(said)
    now = timezone.now()
    if received_on and received_on > timezone.localdate():
        raise InvalidInput(errors={"received_on": [_("This day has not come yet.")]})
    if received_on and received_on.year < EARLIEST:
        raise InvalidInput(
            errors={"received_on": [_("No report is older than the year %(year)d.") % {"year": EARLIEST}]}
        )
    code = mailbox = None
    with transaction.atomic():
        if with_code:
            mailbox, code = _new_mailbox(said.language, coarse(now))
        report = _write(
            said=said, channel=Channel(channel), office_id=by.office_id, mailbox=mailbox, now=now, by=by, on=received_on
        )
        audit.record(ReportEvent.RECORDED, by=by, subject=Subject("report", report.id), detail={"channel": channel})
        if not may(by, Permission.REPORT_TRIAGE):
            _pass_on(report, channel, by)
    return report, code


def _new_mailbox(language: str, when: Coarse) -> tuple[Mailbox, codes.Code]:
    for _attempt in range(MOST_ATTEMPTS):
        seed = codes.new_seed()
        code, salt = codes.code_from(seed), codes.salt_from(seed)
        keys = codes.stretch(code.secret, salt)
        mailbox = _place_mailbox(code, salt, keys, language=language, when=when)
        locks.hide()
        if mailbox is not None:
            return mailbox, code
    raise RuntimeError("no free locator in twenty attempts")


def _place_mailbox(code: codes.Code, salt: bytes, keys: codes.Keys, *, language: str, when: Coarse) -> Mailbox | None:
    """The mailbox of a new code, shown to the database from here on; None when the locator is taken."""
    mailbox_id = uuid4()
    if not locks.place(mailbox_id, code.locator, salt, codes.verify_hash(keys)):
        return None
    locks.show(code.locator, keys.verify)
    public, locked = mailboxes.new_key_pair(keys)
    return Mailbox.objects.create(
        id=mailbox_id, created_at=when.began, public_key=public, locked_key=locked, language=language
    )


def _write(
    *,
    said: ReportSaid,
    channel: Channel,
    office_id: UUID,
    mailbox: Mailbox | None,
    now: datetime,
    by: Actor | None,
    on: date | None = None,
) -> Report:
    anonymous = by is None
    when = coarse(now)
    counts = said.counts.at_least(said.persons)
    urgency = urgency_of(danger_now=said.danger_now, children=counts.children)
    report = insert_with_number(
        Report(
            created_at=when.began if anonymous else now,
            office_id=office_id,
            origin_office_id=office_id,
            mailbox=mailbox,
            channel=channel,
            language=said.language,
            received_on=on or when.on,
            received_part=when.part,
            danger_now=said.danger_now,
            place=said.place,
            situations=list(dict.fromkeys(said.situations)),
            women=counts.women,
            men=counts.men,
            girls=counts.girls,
            boys=counts.boys,
            unknown=counts.unknown,
            relation=said.relation,
            answering=said.answering,
            has_contact=bool(said.contact or said.contact_when),
            status=ReportStatus.RECEIVED,
            urgency=urgency,
            due_at=due_at(urgency, now, anonymous=anonymous),
        )
    )
    record = RecordRef("report", report.id, office_id=office_id)
    parts: list[tuple[RecordRef, Section, dict[str, str]]] = [
        (record, Section.NARRATIVE, {"story": said.story, "place": said.place_text})
    ]
    if report.has_contact:
        parts.append((record, Section.CONTACT, {"contact": said.contact, "when": said.contact_when}))
    persons = [
        ReportPerson(
            report=report,
            created_at=report.created_at,
            office_id=office_id,
            position=position,
            named=bool(person_said.name),
            **{field: getattr(person_said, field) for field in PERSON_CODES},
        )
        for position, person_said in enumerate(said.persons, start=1)
    ]
    ReportPerson.objects.bulk_create(persons)
    parts += [
        (
            RecordRef("report_person", person.id, office_id=office_id, parent=report.id),
            Section.IDENTITY,
            {"name": person_said.name},
        )
        for person, person_said in zip(persons, said.persons, strict=True)
        if person_said.name
    ]
    if by is None:
        vault.seal_new(parts)
    else:
        for ref, section, fields in parts:
            vault.seal(record=ref, section=section, fields=fields, by=by)
    return report


def _pass_on(report: Report, channel: str, by: Actor) -> None:
    """An office that does not triage writes down what it saw, and the office that answers has it from then on."""
    answering = agencies.answering_office(channel) or agencies.answering_office(Channel.WEB)
    if answering is None or answering.id == by.office_id:
        return
    from rumduol.intake.actions.moving import give_away

    give_away(report, answering.id, by)
