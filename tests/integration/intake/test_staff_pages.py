"""The pages of officers: the queue, a report, and each task on it, as a browser sends them."""

import re
from typing import Any

import pytest

from rumduol.agencies.enums import Role
from rumduol.intake import actions, codes, queries
from rumduol.intake.models import Report
from rumduol.intake.types import Counts, PersonSaid, ReportSaid

pytestmark = pytest.mark.django_db
STORY = "They keep three people in the tower"
SAID = ReportSaid(
    language="vi", danger_now="yes", place="1801", place_text="blue gate", situations=["cannot_leave"], story=STORY,
    counts=Counts(men=1), persons=[PersonSaid(sex="female", minor="yes", nationality="VN", name="Tran Mai")],
    contact="+84 912 345 678", answering="contact",
)  # fmt: skip


@pytest.fixture
def report(acting: Any, actor_of: Any) -> Report:
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(None):
        actions.receive_web_report(said=SAID, seed=codes.new_seed())
    with acting(operator):
        return queries.queue(operator)[0][0]


@pytest.fixture
def operator(client_of: Any, actor_of: Any) -> Any:
    return client_of(actor_of("helpline", Role.HOTLINE_OPERATOR))


@pytest.fixture
def police(client_of: Any, actor_of: Any) -> Any:
    return client_of(actor_of("police_psh", Role.INVESTIGATOR))


def status(report: Report, acting: Any, actor: Any) -> str:
    with acting(actor):
        return queries.report_for(actor, report.id).status


def test_the_queue_shows_numbers_and_no_story(operator: Any, report: Report) -> None:
    page = operator.get("/reports/").content.decode()
    assert report.number in page
    for secret in (STORY, "Tran Mai", "blue gate", "912"):
        assert secret not in page


@pytest.mark.parametrize(
    "query", ["state=all", "state=nonsense", "page=99999999", "page=-1", "mine=1&waits=1", "sent=1"]
)
def test_the_queue_takes_any_question(operator: Any, report: Report, query: str) -> None:
    assert operator.get(f"/reports/?{query}").status_code == 200


def test_the_story_opens_after_the_purpose(operator: Any, report: Report) -> None:
    url = f"/reports/{report.id}/"
    page = operator.get(url).content.decode()
    assert STORY not in page
    assert "Tran Mai" not in page
    assert operator.post(url, {"purpose": "nonsense"}).status_code == 422
    assert operator.post(url, {"purpose": "own_work"}).status_code == 302
    page = operator.get(url).content.decode()
    for told in (STORY, "Tran Mai", "blue gate", "912 345 678"):
        assert told in page


def test_every_link_and_button_of_a_report_leads_somewhere(operator: Any, report: Report) -> None:
    page = operator.get(f"/reports/{report.id}/").content.decode()
    main = page[page.index("<main") : page.index("<footer")]
    assert not re.findall(r'(?:href|action)=""', main)
    for task in ("triage", "claim", "answer", "note", "join"):
        assert f"/reports/{report.id}/{task}/" in main


def test_triage_sends_it_to_the_proposed_office_and_the_part_goes_on(  # noqa: PLR0917
    operator: Any, police: Any, report: Report, nation: Any, acting: Any, actor_of: Any
) -> None:
    page = operator.get(f"/reports/{report.id}/triage/").content.decode()
    psh = str(nation.offices["police_psh"])
    assert re.search(rf'<option value="{psh}" selected', page)
    answer = {"urgency": "danger", "forms_seen": ["criminality_scam"], "place": "", "place_code": "1801",
              "decision": "send", "to_office": "", "note": "go soon"}  # fmt: skip
    assert operator.post(f"/reports/{report.id}/triage/", answer).status_code == 422
    assert operator.post(f"/reports/{report.id}/triage/", {**answer, "to_office": psh}).status_code == 302
    assert operator.post(f"/reports/{report.id}/triage/", {**answer, "to_office": psh}).status_code in {403, 409}
    assert police.post(f"/reports/{report.id}/keep/").status_code == 302
    officer = actor_of("police_psh", Role.INVESTIGATOR)
    with acting(officer):
        girl = report.persons.get()
    url = f"/reports/{report.id}"
    found = {"result": "found", "finding": "trafficking", "on": "", "note": ""}
    assert police.post(f"{url}/people/{girl.id}/", found).status_code == 302
    assert (
        police.post(f"{url}/people/new/", {"sex": "male", "minor": "no", "nationality": "VN", "name": ""}).status_code
        == 302
    )
    with acting(officer):
        man = report.persons.get(sex="male")
    assert police.post(f"{url}/people/{man.id}/", {"result": "other_province"}).status_code == 302
    part = {"persons": [str(man.id)], "to_office": str(nation.offices["police_kandal"]), "reason": "moved", "note": "",
            "place": "", "place_code": "08"}  # fmt: skip
    assert police.post(f"{url}/transfer-part/", part).status_code == 302
    assert police.post(f"{url}/conclude/", {"finding": "trafficking"}).status_code == 302
    assert police.post(f"{url}/answer/", {"text": "She is safe."}).status_code == 302
    assert police.post(f"{url}/note/", {"text": "Ask about the van."}).status_code == 302
    assert police.post(f"{url}/close/", {"reason": "done"}).status_code == 302
    assert status(report, acting, officer) == "closed"
    assert police.post(f"{url}/reopen/").status_code == 302
    assert police.get(f"{url}/").status_code == 200


def test_a_stranger_gets_the_same_page_for_hidden_and_missing(client_of: Any, actor_of: Any, report: Report) -> None:
    stranger = client_of(actor_of("police_kandal", Role.INVESTIGATOR))
    hidden = stranger.get(f"/reports/{report.id}/")
    missing = stranger.get(f"/reports/{actor_of('helpline', Role.HOTLINE_OPERATOR).person_id}/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


TASKS = ["triage", "keep", "transfer", "transfer-part", "join", "separate", "resume", "people/new", "conclude", "reopen",
         "answer", "note", "read", "close", "claim"]  # fmt: skip


@pytest.mark.parametrize("task", TASKS)
def test_no_task_is_open_to_a_stranger(client_of: Any, actor_of: Any, report: Report, task: str) -> None:
    stranger = client_of(actor_of("police_kandal", Role.INVESTIGATOR))
    assert stranger.post(f"/reports/{report.id}/{task}/", {}).status_code == 404


@pytest.mark.parametrize(
    "task", ["separate", "resume", "conclude", "reopen", "keep", "transfer", "transfer-part", "close"]
)
def test_forbidden_steps_of_a_new_report_are_refused(  # noqa: PLR0917
    operator: Any, report: Report, task: str, acting: Any, actor_of: Any, nation: Any
) -> None:
    everything = {
        "to_office": str(nation.offices["police_psh"]), "reason": "done" if task == "close" else "competent",
        "finding": "trafficking", "men": "1",
    }  # fmt: skip
    answer = operator.post(f"/reports/{report.id}/{task}/", everything)
    assert answer.status_code in {403, 409}
    assert status(report, acting, actor_of("helpline", Role.HOTLINE_OPERATOR)) == "received"


def test_a_call_is_written_down_with_a_code_to_read_out(operator: Any, acting: Any, actor_of: Any, nation: Any) -> None:
    call = {
        "channel": "phone", "received_on": "", "language": "km", "danger_now": "unknown", "story": "បាត់កូន",
        "situations": ["child_work"], "place": "", "country": "", "place_text": "", "girls": "១", "rows": "1",
        "sex_1": "female", "minor_1": "yes", "nationality_1": "KH", "name_1": "ស្រីនាង", "with_code": "on",
        "contact": "012 345 678",
    }  # fmt: skip
    assert operator.get("/reports/new/").status_code == 200
    assert operator.post("/reports/new/", {**call, "channel": "web"}).status_code == 422
    assert operator.post("/reports/new/", {**call, "received_on": "01/01/2099"}).status_code == 422
    more = operator.post("/reports/new/", {**call, "go": "add"}).content.decode()
    assert 'name="name_2"' in more
    assert "ស្រីនាង" in more
    page = operator.post("/reports/new/", call).content.decode()
    groups = re.findall(r"<span>(\d{4})</span>", page)
    with acting(None):
        assert actions.open_mailbox(codes.parse("".join(groups)))
    by = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(by):
        row = queries.queue(by)[0][0]
        assert (row.channel, row.girls, row.urgency) == ("phone", 1, "child")


def test_every_page_is_there_in_english_too(operator: Any, report: Report) -> None:
    operator.post("/language/", {"language": "en"})
    for url in (
        "/reports/",
        "/reports/new/",
        f"/reports/{report.id}/",
        f"/reports/{report.id}/triage/",
        f"/reports/{report.id}/note/",
    ):
        page = operator.get(url)
        assert page.status_code == 200
        assert '<html lang="en"' in page.content.decode()
