"""A letter about an official, from the page it is written on to what came of it."""

import json

import pytest
from django.test import Client
from django.utils import translation

from rumduol.access import database
from rumduol.agencies.enums import Role
from rumduol.audit.models import AuditEvent
from rumduol.facts.models import Fact
from rumduol.integrity import actions, queries
from rumduol.integrity.models import Complaint
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.vault.enums import Purpose
from rumduol.vault.types import PurposeNeeded
from tests.browsing import fill
from tests.integration.integrity.letters import CONTACT, FEAR, OFFICER, OFFICIAL, SECOND, STORY, about_police, send


def only_row(acting, actor) -> Complaint:
    with acting(actor):
        (row,), _more = queries.queue(actor)
    return row


@pytest.mark.parametrize("lang", ["km", "en", "vi", "th", "zh-hans"])
def test_four_pages_and_a_code_in_every_language(lang, nation, actor_of, acting):
    client, address = Client(), f"/{lang}/letter/"
    page = client.get(address)
    seen = page.content.decode()
    answers = {
        "about": {"service": "police", "province": "18"},
        "office": {"office": str(nation.offices["police_psh"]), "official": OFFICIAL},
        "what": {"conducts": ["tip_off", "bribe"], "month": "3/2026", "story": STORY, "record": ""},
        "you": {"knowing": "duty", "contact": CONTACT, "fear": FEAR},
    }
    for step, typed in answers.items():
        sent = fill(page.content)
        assert sent["step"] == step
        page = client.post(address, {"carried": sent["carried"], "step": step, "go": "next", **typed})
        assert page.status_code == 200, page.content.decode()
        assert len(page.content) < 50_000
        seen += page.content.decode()
    assert STORY in seen
    page = client.post(address, fill(page.content) | {"go": "send"})
    assert page.status_code == 200
    digits = "".join(c for c in page.content.decode().split('class="code"')[1].split("</p>")[0] if c.isdigit())
    assert len(digits) == 28
    for response in (page,):
        assert not response.cookies
    officer = actor_of(*OFFICER)
    row = only_row(acting, officer)
    with acting(officer):
        opened = queries.open_complaint(row, officer, Purpose.OWN_WORK)
    assert (opened.story, opened.official, opened.about.conducts) == (STORY, OFFICIAL, ("tip_off", "bribe"))
    assert opened.about == about_police(nation, conducts=("tip_off", "bribe"))
    thread = client.post(f"/{lang}/letter/answers/", {"return_code": digits})
    assert thread.status_code == 200
    with translation.override(lang):
        assert thread.content.decode().count('name="ticket"') == 1


def test_a_letter_answered_read_and_taken_back(nation, actor_of, acting, client_of):
    code = send(about_police(nation))
    officer = actor_of(*OFFICER)
    row = only_row(acting, officer)
    desk = client_of(officer)
    address = f"/letters/{row.id}/"
    assert desk.get(address).status_code == 428  # why do you open it?
    assert (
        desk.post(
            "/purpose/", {"kind": "complaint", "record": row.id, "purpose": "own_work", "next": address}
        ).status_code
        == 302
    )
    page = desk.get(address).content.decode()
    assert STORY in page
    assert OFFICIAL in page
    assert CONTACT not in page
    assert FEAR not in page
    assert desk.post(f"{address}answer/", {"text": "Thank you. Who else knew?"}).status_code == 302
    with database.session(None):
        ticket = actions.open_letter(code)
    mailbox = Client()
    thread = mailbox.post("/km/letter/answers/", {"return_code": code.shown()})
    assert "Who else knew?" in thread.content.decode()
    sent = fill(thread.content) | {"do": "write", "kind": "addition", "text": "Only the deputy knew"}
    assert mailbox.post("/km/letter/answers/", sent).status_code == 200
    assert mailbox.post("/km/letter/answers/", sent).status_code == 200  # twice is once
    page = desk.get(address).content.decode()
    assert page.count("Only the deputy knew") == 1
    assert desk.post(f"{address}read/").status_code == 302
    with database.session(None):
        actions.withdraw_letter(ticket=ticket)
        actions.withdraw_letter(ticket=ticket)
        with pytest.raises(WrongState):
            actions.write_letter(ticket=ticket, kind="addition", text="x")
    with acting(officer):
        assert queries.source_of(queries.complaint_for(officer, row.id), officer, Purpose.SAFETY).contact == ""
        with pytest.raises(WrongState):
            actions.answer(complaint_id=row.id, text="x", by=officer)
        assert STORY in queries.open_complaint(queries.complaint_for(officer, row.id), officer).story


def test_who_the_source_is_asks_for_its_own_purpose_and_stands_in_the_log_first(nation, actor_of, acting):
    send(about_police(nation))
    officer = actor_of(*OFFICER)
    row = only_row(acting, officer)
    with acting(officer):
        queries.open_complaint(row, officer, Purpose.OWN_WORK)
        with pytest.raises(PurposeNeeded):
            actions.open_source(complaint_id=row.id, by=officer)
        said = actions.open_source(complaint_id=row.id, by=officer, purpose=Purpose.SAFETY)
        assert (said.contact, said.fear) == (CONTACT, FEAR)
        looks = AuditEvent.objects.filter(event="integrity.source_opened", subject_id=row.id)
        assert looks.count() == 1
        actions.plan_measure(complaint_id=row.id, kind="keep_apart", by=officer)
        actions.plan_measure(complaint_id=row.id, kind="keep_apart", by=officer)
        with pytest.raises(InvalidInput):
            actions.use_measure(complaint_id=row.id, kind="lawyer", by=officer)
        assert actions.use_measure(complaint_id=row.id, kind="keep_apart", by=officer).used_on is not None
        assert len(queries.measures_of(row)) == 1


def test_the_agency_complained_of_never_gets_the_letter_and_a_second_desk_takes_over(nation, actor_of, acting):
    first, second = actor_of(*OFFICER), actor_of(*SECOND)
    desk = str(nation.offices["integrity"])
    send(about_police(nation, service="integrity", agency_id=str(nation.agencies["integrity"]), office_id=desk))
    with acting(first):
        assert queries.queue(first) == ([], False)
    row = only_row(acting, second)
    with acting(first), pytest.raises(NotThere):
        queries.complaint_for(first, row.id)
    # About police, read by the first desk, whose only officer finds a cousin in it: the other desk goes on.
    code = send(about_police(nation))
    row = only_row(acting, first)
    with acting(first):
        actions.move(complaint_id=row.id, to="assessed", text="begun here", by=first)
        actions.step_back(complaint_id=row.id, by=first)
        with pytest.raises(NotThere):
            queries.complaint_for(first, row.id)
        assert not Complaint.objects.filter(id=row.id).exists()
    with acting(second):
        opened = queries.open_complaint(queries.complaint_for(second, row.id), second, Purpose.OWN_WORK)
        assert opened.story == STORY
        assert [text for _step, text in opened.steps] == ["begun here"]
        actions.answer(complaint_id=row.id, text="Another desk reads your letter now.", by=second)
    thread = Client().post("/km/letter/answers/", {"return_code": code.shown()}).content.decode()
    assert "Another desk reads" in thread


def test_an_officer_with_a_tie_is_never_drawn(nation, actor_of, acting):
    first, second = actor_of(*OFFICER), actor_of(*SECOND)
    with acting(first):
        tie = actions.declare_tie(office_id=nation.offices["police_national"], by=first)
    send(about_police(nation))  # the bureau stands below the national office
    with acting(first):
        assert queries.queue(first)[0] == []
        actions.end_tie(tie_id=tie.id, by=first)
    assert only_row(acting, second)
    with acting(second):  # a tie found later takes the letter away at the next look
        actions.declare_tie(office_id=nation.offices["police_psh"], by=second)
        (row,), _more = queries.queue(second)
        with pytest.raises(NotThere):
            queries.open_complaint(row, second, Purpose.OWN_WORK)
        assert queries.lines_of(second) == []


def test_figures_hear_of_letters_five_at_a_time_and_by_year_only(nation, actor_of, acting):
    officer = actor_of(*OFFICER)
    for n in range(4):
        send(about_police(nation, month=f"2026-0{n + 1}"))
    with acting(officer):
        rows, _more = queries.queue(officer)
        actions.move(complaint_id=rows[0].id, to="assessed", by=officer)
        assert not Fact.objects.filter(kind="official_complaint").exists()
    send(about_police(nation))
    with acting(officer):
        actions.move(complaint_id=rows[1].id, to="assessed", by=officer)
        facts = list(Fact.objects.filter(kind="official_complaint"))
        assert sorted(fact.outcome for fact in facts) == ["assessed"] * 2 + ["received"] * 3
        assert {len(fact.happened_on) for fact in facts} == {4}
        for fact in facts:
            told = {fact.place, fact.agency_kind, fact.agency_province, json.dumps(fact.extra)}
            assert told == {"", "{}"}
        actions.move(complaint_id=rows[2].id, to="assessed", by=officer)
        assert Fact.objects.filter(kind="official_complaint").count() == 5  # one alone waits for others


def test_a_supervisor_and_an_auditor_of_the_desk_see_no_letter(nation, actor_of, acting, client_of):
    send(about_police(nation))
    row = only_row(acting, actor_of(*OFFICER))
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        other = actor_of("integrity", role)
        assert client_of(other).get(f"/letters/{row.id}/").status_code == 403
        with acting(other):
            assert not Complaint.objects.exists()
    with acting(actor_of("integrity", Role.AUDITOR)):
        events = AuditEvent.objects.filter(event__startswith="integrity.")
        assert events.filter(event="integrity.received", subject_id=row.id).count() == 1
        bodies = " ".join(events.values_list("body", flat=True))
    for told in (str(nation.offices["police_psh"]), str(nation.agencies["police"]), "police", "tip_off", "Zq"):
        assert told not in bodies


def test_each_code_opens_its_own_box_and_each_page_shows_the_way_to_the_other(nation):
    code = send(about_police(nation))
    client = Client()
    wrong = client.post("/km/report/answers/", {"return_code": code.shown()})
    unknown = client.post("/km/report/answers/", {"return_code": "1234 5678 9012 3456 7890 1234 5678"})
    assert wrong.status_code == unknown.status_code == 422
    assert 'href="/km/letter/answers/"' in wrong.content.decode()
    assert 'href="/km/report/answers/"' in client.get("/km/letter/answers/").content.decode()
    assert client.post("/km/letter/answers/", {"return_code": code.shown()}).status_code == 200
    assert client.post("/km/letter/answers/", {"return_code": "1234 5678 9012 3456 7890 1234 5678"}).status_code == 422
