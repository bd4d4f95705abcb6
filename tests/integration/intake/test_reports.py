"""A report's way: received, triaged, sent on, verified, answered, closed; and who sees what of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from rumduol.access import actions as access
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.intake import actions, codes, locks, queries, threads
from rumduol.intake.actions.mailbox import show_ticket
from rumduol.intake.enums import ReportStatus
from rumduol.intake.models import Mailbox, Message, Note, Report, ReportPerson
from rumduol.intake.types import Counts, PersonSaid, ReportSaid
from rumduol.notices import queries as notices
from rumduol.shared.dates import local
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, WrongState
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey
from tests.nation import Nation

pytestmark = pytest.mark.django_db
Acting = Callable[[Actor | None], AbstractContextManager[None]]
ActorOf = Callable[[str, Role], Actor]

SAID = ReportSaid(
    language="vi",
    danger_now="yes",
    place="1801",
    place_text="ផ្ទះពណ៌ខៀវ",
    situations=["cannot_leave", "scam"],
    story="Ba người bị giữ trong một tòa nhà.",
    counts=Counts(women=1, men=1),
    persons=[PersonSaid(sex="female", minor="yes", nationality="VN", name="Trần Thị Mai")],
    contact="+84 912 345 678",
    answering="contact",
)


def send(acting: Acting, said: ReportSaid = SAID) -> codes.Code:
    with acting(None):
        return actions.receive_web_report(said=said, seed=codes.new_seed()).code


def test_an_anonymous_report_reaches_the_office_that_answers(acting: Acting, actor_of: ActorOf) -> None:
    send(acting)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        rows, more = queries.queue(operator)
        report = rows[0]
        story = vault.open_section(
            record=queries.ref(report), section=Section.NARRATIVE, by=operator, purpose=Purpose.OWN_WORK
        )
        names = queries.names_of(report, operator, Purpose.OWN_WORK)
    assert not more
    assert (report.women, report.men, report.girls, report.boys) == (1, 1, 1, 0)
    assert report.urgency == "danger"
    assert story == {"story": SAID.story, "place": SAID.place_text}
    assert list(names.values()) == ["Trần Thị Mai"]


def first(actor: Actor) -> Report:
    return queries.queue(actor)[0][0]


def triaged(acting: Acting, actor_of: ActorOf, said: ReportSaid = SAID) -> tuple[codes.Code, Report]:
    code = send(acting, said)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        report = actions.triage(
            report_id=first(operator).id, urgency="danger", forms=["criminality_scam"], place="1801", by=operator,
            note="Sounds like the blue tower.",
        )  # fmt: skip
    return code, report


def at_police(acting: Acting, actor_of: ActorOf, nation: Nation) -> tuple[codes.Code, Report]:
    code, report = triaged(acting, actor_of)
    operator, police = actor_of("helpline", Role.HOTLINE_OPERATOR), actor_of("police_psh", Role.INVESTIGATOR)
    with acting(operator):
        actions.transfer(
            report_id=report.id,
            to_office_id=nation.offices["police_psh"],
            reason="competent",
            by=operator,
            note="Go soon",
        )
    with acting(police):
        report = actions.keep(report_id=report.id, by=police)
    return code, report


def test_another_office_sees_nothing(acting: Acting, actor_of: ActorOf) -> None:
    send(acting)
    stranger = actor_of("police_kandal", Role.INVESTIGATOR)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        report = first(operator)
    with acting(stranger):
        assert queries.queue(stranger) == ([], False)
        for model in (Report, ReportPerson, Message, Mailbox, Note):
            assert model.objects.count() == 0
        with pytest.raises(NotThere):
            queries.report_for(stranger, report.id)
        with pytest.raises(NotThere):
            actions.triage(report_id=report.id, urgency="danger", forms=[], place="", by=stranger)


def test_nobody_without_the_code_sees_anything(acting: Acting) -> None:
    code = send(acting)
    wrong = codes.Code(code.locator, "0" * 20)
    with acting(None):
        assert Report.objects.count() == 0
        with pytest.raises(NotThere):
            actions.open_mailbox(wrong)
        assert Mailbox.objects.count() == 0


def test_one_code_opens_one_report(acting: Acting) -> None:
    mine, other = send(acting), send(acting)
    with acting(None):
        ticket = actions.open_mailbox(mine)
        mailbox = show_ticket(ticket)
        assert [r.mailbox_id for r in Report.objects.all()] == [mailbox.id]
        assert ReportPerson.objects.count() == 1
        locks.hide()
        assert actions.open_mailbox(other).locator == other.locator


def test_sending_twice_is_one_report(acting: Acting, actor_of: ActorOf) -> None:
    seed = codes.new_seed()
    with acting(None):
        once = actions.receive_web_report(said=SAID, seed=seed)
    with acting(None):
        twice = actions.receive_web_report(said=SAID, seed=seed)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        assert Report.objects.filter(office_id=operator.office_id).count() == 1
    assert (once.again, twice.again) == (False, True)
    assert once.code == twice.code


def test_a_taken_locator_gives_the_next_code_of_the_seed(acting: Acting) -> None:
    seed = codes.new_seed()
    taken = codes.code_from(seed).locator
    with acting(None):
        assert locks.place(uuid4(), taken, bytes(16), bytes(32))
        received = actions.receive_web_report(said=SAID, seed=seed)
        again = actions.receive_web_report(said=SAID, seed=seed)
    assert received.code == codes.code_from(seed, 1)
    assert again.code == received.code
    assert again.again


def test_time_is_kept_to_a_quarter_of_a_day(acting: Acting, actor_of: ActorOf) -> None:
    send(acting)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        report = first(operator)
        for moment in (report.created_at, report.mailbox.created_at, report.persons.get().created_at):
            assert local(moment).hour % 6 == 0
            assert (moment.minute, moment.second, moment.microsecond) == (0, 0, 0)
        assert (report.due_at.minute, report.due_at.second) == (0, 0)


def test_transfer_takes_the_keys_along(acting: Acting, actor_of: ActorOf, nation: Nation) -> None:
    _code, report = at_police(acting, actor_of, nation)
    operator, police = actor_of("helpline", Role.HOTLINE_OPERATOR), actor_of("police_psh", Role.INVESTIGATOR)
    with acting(police):
        assert report.status == ReportStatus.ASSIGNED
        assert [n.number for n in notices.unread(police)] == [report.number]
        opened = vault.open_section(
            record=queries.ref(report), section=Section.NARRATIVE, by=police, purpose=Purpose.OWN_WORK
        )
        assert opened["story"] == SAID.story
        assert list(queries.names_of(report, police, Purpose.OWN_WORK).values()) == ["Trần Thị Mai"]
        assert [line.text for line in queries.notes_of(report, police, Purpose.OWN_WORK)] == ["Go soon"]
        assert queries.transfers_of(report)[0].accepted_by_id == police.person_id
    with acting(operator):
        coded = queries.report_for(operator, report.id)  # the office that took it first may follow it
        assert coded.status == ReportStatus.ASSIGNED
        with pytest.raises(NoKey):
            vault.open_section(
                record=queries.ref(coded), section=Section.NARRATIVE, by=operator, purpose=Purpose.OWN_WORK
            )
        assert queries.names_of(coded, operator, Purpose.OWN_WORK) == {}
        with pytest.raises(NotAllowed):
            actions.note(report_id=report.id, text="mine no more", by=operator)


def test_part_of_a_report_goes_to_another_province(acting: Acting, actor_of: ActorOf, nation: Nation) -> None:
    code, report = at_police(acting, actor_of, nation)
    psh, kandal = actor_of("police_psh", Role.INVESTIGATOR), actor_of("police_kandal", Role.INVESTIGATOR)
    with acting(psh):
        girl = report.persons.get()
        man = actions.add_person(report_id=report.id, sex="male", minor="no", nationality="VN", by=psh)
        actions.verify_person(report_id=report.id, person_id=girl.id, result="found", by=psh)
        actions.verify_person(report_id=report.id, person_id=man.id, result="other_province", by=psh)
        made = actions.transfer_part(
            report_id=report.id, person_ids=[man.id], to_office_id=nation.offices["police_kandal"], reason="moved",
            place="08", by=psh, note="Seen near the kiln",
        )  # fmt: skip
        report = queries.report_for(psh, report.id)
        assert (report.women, report.men, report.girls) == (1, 0, 1)
        actions.answer(report_id=report.id, text="Chúng tôi đã tìm thấy em gái.", by=psh)
    with acting(kandal):
        part = actions.keep(report_id=made.part_id, by=kandal)
        assert (part.men, part.people, part.place, part.parent_id) == (1, 1, "08", report.id)
        opened = vault.open_section(
            record=queries.ref(part), section=Section.NARRATIVE, by=kandal, purpose=Purpose.OWN_WORK
        )
        assert opened["story"] == SAID.story
        assert not part.has_contact
        assert part.persons.get().result == ""  # over there the search begins anew
        with pytest.raises(NotThere):
            queries.report_for(kandal, report.id)
        actions.answer(report_id=part.id, text="Chúng tôi đang tìm người đàn ông.", by=kandal)
    with acting(None):
        ticket = actions.open_mailbox(code)
        mailbox = show_ticket(ticket)
        thread = [m.text for m in threads.thread(mailbox, ticket)]
        assert thread == ["Chúng tôi đã tìm thấy em gái.", "Chúng tôi đang tìm người đàn ông."]
        actions.write_message(ticket=ticket, kind="addition", text="Anh ấy gọi điện hôm qua.")
        assert [m.text for m in threads.thread(mailbox, ticket)][2:] == ["Anh ấy gọi điện hôm qua."]
        locks.hide()
    for actor, report_id in ((psh, report.id), (kandal, made.part_id)):
        with acting(actor):
            seen = queries.report_for(actor, report_id)
            assert seen.reporter_waits
            lines = [line.text for line in queries.thread_of(seen, actor, Purpose.OWN_WORK)]
            assert "Anh ấy gọi điện hôm qua." in lines
            actions.mark_read(report_id=report_id, by=actor)
            assert not queries.report_for(actor, report_id).reporter_waits
    with acting(psh):  # nobody else's answer
        lines = [line.text for line in queries.thread_of(report, psh, Purpose.OWN_WORK)]
        assert "Chúng tôi đang tìm người đàn ông." not in lines


def test_to_the_end(acting: Acting, actor_of: ActorOf, nation: Nation) -> None:
    _code, report = at_police(acting, actor_of, nation)
    police = actor_of("police_psh", Role.INVESTIGATOR)
    with acting(police):
        girl = report.persons.get()
        with pytest.raises(WrongState):
            actions.conclude(report_id=report.id, finding="trafficking", by=police)
        actions.verify_person(report_id=report.id, person_id=girl.id, result="found", finding="trafficking", by=police)
        assert actions.conclude(report_id=report.id, finding="trafficking", by=police).status == ReportStatus.VERIFIED
        actions.answer(report_id=report.id, text="Xong rồi.", by=police)
        closed = actions.close(report_id=report.id, reason="done", by=police)
        assert closed.status == ReportStatus.CLOSED
        with pytest.raises(WrongState):
            actions.answer(report_id=report.id, text="too late", by=police)
        assert actions.reopen(report_id=report.id, by=police).closing_reason == ""


def test_withdrawing_destroys_the_contact_at_once_and_the_story_when_an_officer_has_looked(
    acting: Acting, actor_of: ActorOf
) -> None:
    code = send(acting)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(None):
        ticket = actions.open_mailbox(code)
        actions.withdraw_report(ticket=ticket, text="Em sợ.")
        actions.withdraw_report(ticket=ticket)
        with pytest.raises(WrongState):
            actions.write_message(ticket=ticket, kind="addition", text="more")
        locks.hide()
    with acting(operator):
        report = first(operator)
        assert (report.status, report.has_contact) == (ReportStatus.WITHDRAWN, False)
        record = queries.ref(report)
        assert vault.open_section(record=record, section=Section.CONTACT, by=operator, purpose=Purpose.OWN_WORK) == {}
        assert vault.open_section(record=record, section=Section.NARRATIVE, by=operator)["story"] == SAID.story
        with pytest.raises(WrongState):
            actions.answer(report_id=report.id, text="hello?", by=operator)
        actions.close(report_id=report.id, reason="withdrawn", by=operator)
        assert vault.open_section(record=record, section=Section.NARRATIVE, by=operator) == {}
        assert queries.names_of(queries.report_for(operator, report.id), operator, Purpose.OWN_WORK) == {}


def test_a_withdrawn_report_can_be_taken_up_by_an_officer(acting: Acting, actor_of: ActorOf) -> None:
    code = send(acting)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(None):
        actions.withdraw_report(ticket=actions.open_mailbox(code))
    with acting(operator):
        assert actions.resume(report_id=first(operator).id, by=operator).status == ReportStatus.TRIAGED


def test_joining_and_separating_duplicates(acting: Acting, actor_of: ActorOf) -> None:
    _code, one = triaged(acting, actor_of)
    _code, two = triaged(acting, actor_of)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        assert [r.id for r in queries.like(two, operator)] == [one.id]
        joined = actions.join(report_id=two.id, to_report_id=one.id, by=operator)
        assert (joined.status, joined.duplicate_of_id) == (ReportStatus.JOINED, one.id)
        with pytest.raises(InvalidInput):
            actions.join(report_id=one.id, to_report_id=two.id, by=operator)
        assert actions.separate(report_id=two.id, by=operator).status == ReportStatus.TRIAGED


def test_someone_who_only_writes_reports_down_passes_them_on(acting: Acting, actor_of: ActorOf) -> None:
    inspector = actor_of("social_psh", Role.CASE_WORKER)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(inspector):
        report, code = actions.record_report(said=SAID, channel="walk_in", by=inspector, with_code=True)
        assert code is not None
        assert Mailbox.objects.count() == 1
    with acting(operator):
        assert first(operator).id == report.id
        opened = vault.open_section(
            record=queries.ref(first(operator)), section=Section.NARRATIVE, by=operator, purpose=Purpose.OWN_WORK
        )
        assert opened["story"] == SAID.story
    with acting(None):
        assert actions.open_mailbox(code).locator == code.locator


@pytest.mark.parametrize(
    "bad",
    [
        {"language": "xx"}, {"danger_now": "perhaps"}, {"place": "9999"}, {"situations": ["nonsense"]},
        {"story": "x" * 20_001}, {"counts": Counts(men=10_000)}, {"counts": Counts(men=-1)}, {"relation": "x"},
        {"persons": [PersonSaid(sex="x")]}, {"persons": [PersonSaid(nationality="x")]},
        {"persons": [PersonSaid(name="x" * 121)]}, {"contact": "1" * 201},
    ],
)  # fmt: skip
def test_no_door_lets_in_what_is_not_on_a_list(bad: dict[str, Any], acting: Acting, actor_of: ActorOf) -> None:
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        with pytest.raises(InvalidInput) as refused:
            actions.record_report(said=replace(SAID, **bad), channel="phone", by=operator)
        assert set(refused.value.errors) == {name if name != "counts" else "men" for name in bad}
        assert Report.objects.filter(office_id=operator.office_id).count() == 0
    with acting(None), pytest.raises(InvalidInput):
        actions.receive_web_report(said=replace(SAID, **bad), seed=codes.new_seed())


def test_a_conflict_of_interest_hides_the_report(acting: Acting, actor_of: ActorOf) -> None:
    send(acting)
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        report = first(operator)
        access.declare_conflict(
            kind="report", record_id=report.id, person_id=operator.person_id, because="relative", by=operator
        )
        assert queries.queue(operator)[0] == []
        with pytest.raises(NotThere):
            queries.report_for(operator, report.id)
