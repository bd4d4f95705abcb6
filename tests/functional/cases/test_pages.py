"""Every page of a case, for the worker, the supervisor, another office: opened, filled in, refused."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from PIL import Image

from rumduol.agencies.enums import Role
from rumduol.cases import queries
from rumduol.cases.enums import CaseStatus, StepName
from rumduol.screening import actions as screenings
from rumduol.screening.types import PersonAsked
from rumduol.shared.dates import today

pytestmark = pytest.mark.django_db
NAME = "Sokha Invented"
NEW = {
    "standing": "presumed", "sex": "female", "age_from": "១៥", "name": NAME, "nationality": "KH", "language": "km",
    "found_in_unknown": "on", "exploited_in_unknown": "on", "form": "labour_bricks", "palermo": "child_trafficking",
    "domestic": "unknown", "summary": "the kiln canary 7431", "phone": "012 345 678", "safe_way": "mornings",
}  # fmt: skip
PARTS = (
    "detail", "identity", "person", "risk", "custody", "plan", "decisions", "rights", "alarms", "visits", "feedback",
    "notes", "documents", "links", "closure",
)  # fmt: skip


@pytest.fixture
def worker(client_of, actor_of):
    return client_of(actor_of("social_psh", Role.CASE_WORKER))


@pytest.fixture
def boss(client_of, actor_of):
    return client_of(actor_of("social_psh", Role.SUPERVISOR))


@pytest.fixture
def case_id(worker):
    answer = worker.post(reverse("cases:open"), NEW)
    assert answer.status_code == 302, re.findall(r"error[^<]*<[^>]*>([^<]+)", answer.content.decode())
    return answer.headers["Location"].split("/")[2]


def url(name, case_id, *more):
    return reverse(f"cases:{name}", args=[case_id, *more])


def purpose(client, case_id, why="own_work"):
    return client.post(url("purpose", case_id), {"purpose": why, "next": url("detail", case_id)})


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_opens(worker, case_id, language):
    worker.post(reverse("web:language"), {"language": language})  # the choice of the person goes before any cookie
    addresses = [url(name, case_id) for name in PARTS] + [url("step", case_id, step.value) for step in StepName]
    for address in [*addresses, *(reverse(f"cases:{name}") for name in ("list", "open", "feedback_box"))]:
        answer = worker.get(address)
        assert answer.status_code == 200, address
        assert f'<html lang="{language}"' in text(answer), address


def test_no_page_shows_the_name_before_the_purpose(worker, case_id):
    for name in PARTS:
        page = text(worker.get(url(name, case_id)))
        assert NAME not in page, name
        assert "7431" not in page, name
    assert NAME not in text(worker.get(reverse("cases:list")))
    purpose(worker, case_id)
    assert NAME in text(worker.get(url("detail", case_id)))
    assert "7431" in text(worker.get(url("identity", case_id)))
    assert "7431" not in text(worker.get(url("detail", case_id)))


def test_the_list_shows_names_after_one_deliberate_tap(worker, case_id):
    assert NAME in text(worker.post(reverse("cases:list"), {"purpose": "own_work", "status": "open"}))
    assert NAME not in text(worker.post(reverse("cases:list"), {"purpose": "curious", "status": "open"}))


def test_another_office_finds_nothing(client_of, actor_of, case_id):
    other = client_of(actor_of("social_kandal", Role.CASE_WORKER))
    missing = uuid4()
    for name in PARTS:
        hidden, absent = other.get(url(name, case_id)), other.get(url(name, missing))
        assert hidden.status_code == absent.status_code == 404, name
        assert len(hidden.content) == len(absent.content)
    assert other.post(url("notes", case_id), {"kind": "call", "text": "x"}).status_code == 404
    assert case_id not in text(other.get(reverse("cases:list")))


@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.SUPERVISOR])
def test_the_police_have_no_part_in_a_case(client_of, actor_of, case_id, role):
    police = client_of(actor_of("police_psh", role))
    assert police.get(url("detail", case_id)).status_code in {403, 404}


def test_a_supervisor_reads_and_assigns_but_does_not_work(boss, worker, case_id, actor_of):
    assert boss.get(url("detail", case_id)).status_code == 200
    assert boss.post(url("notes", case_id), {"kind": "call", "text": "x"}).status_code == 403
    assert boss.get(url("risk", case_id)).status_code == 403
    answer = boss.post(url("assign", case_id), {"worker": str(actor_of("social_psh", Role.CASE_WORKER).person_id)})
    assert answer.status_code == 302
    assert boss.post(url("assign", case_id), {"worker": str(uuid4())}).status_code == 422


def test_a_refused_form_keeps_what_was_typed(worker, case_id):
    answer = worker.post(url("notes", case_id), {"kind": "", "text": "a long talk"})
    assert answer.status_code == 422
    assert "a long talk" in text(answer)
    answer = worker.post(reverse("cases:open"), {**NEW, "age_from": "150", "name": "Dara 😀"})
    assert answer.status_code == 422
    assert "150" in text(answer)
    assert "Dara 😀" in text(answer)


def test_two_editors_merge(worker, case_id, actor_of, acting):
    purpose(worker, case_id)
    seen = {
        "revision": "0",
        "name": NAME,
        "phone": "+85512345678",
        "safe_way": "mornings",
        "summary": "the kiln canary 7431",
    }
    assert worker.post(url("identity", case_id), {**seen, "safe_way": "evenings"}).status_code == 302
    second = worker.post(url("identity", case_id), {**seen, "trusted_person": "her aunt"})
    assert second.status_code == 409
    page = text(second)
    assert "evenings" in page  # theirs
    assert "her aunt" in page  # nothing typed is lost
    assert 'name="revision" value="1"' in page
    merged = {**seen, "revision": "1", "safe_way": "evenings", "trusted_person": "her aunt"}
    assert worker.post(url("identity", case_id), merged).status_code == 302
    page = text(worker.get(url("identity", case_id)))
    assert "evenings" in page
    assert "her aunt" in page


def test_steps_by_hand(worker, case_id):
    here = url("step", case_id, "identification")
    assert worker.post(here, {"do": "finish"}).status_code == 409
    assert worker.post(here, {"do": "check", "item": "urgent_needs", "text": "she slept"}).status_code == 302
    assert worker.post(here, {"do": "check", "item": "nonsense", "text": "x"}).status_code == 200
    purpose(worker, case_id)
    assert "she slept" in text(worker.get(here))
    assert worker.post(here, {"do": "finish"}).status_code == 302
    assert worker.post(here, {"do": "finish"}).status_code == 409
    assert worker.post(here, {"do": "skip", "reason": "no_need"}).status_code == 409
    skipped = url("step", case_id, "reintegration")
    assert worker.post(skipped, {"do": "skip", "reason": "elsewhere", "text": ""}).status_code == 302
    assert worker.post(skipped, {"do": "start"}).status_code == 302
    assert worker.get(url("step", case_id, "eleventh")).status_code == 404


def test_plan_visits_alarm_decision_by_hand(worker, case_id):
    purpose(worker, case_id)
    plan = url("plan", case_id)
    assert worker.post(plan, {"do": "goal", "area": "school", "text": "grade nine again"}).status_code == 302
    page = text(worker.get(plan))
    assert "grade nine again" in page
    goal = re.search(r'<option value="([0-9a-f-]{36})"', page)[1]
    due = f"{today() + timedelta(days=3):%d/%m/%Y}"
    task = {"do": "task", "goal": goal, "doer": "worker", "due_on": due, "text": "ask the teacher"}
    assert worker.post(plan, {**task, "due_on": "1/1/2020"}).status_code == 422
    assert worker.post(plan, task).status_code == 302
    answer = {"do": "answer", "answer": "agreed", "words": "បាទ ខ្ញុំយល់ព្រម", "language": "km", "best_interest": "school"}
    assert worker.post(plan, answer).status_code == 302
    assert "ខ្ញុំយល់ព្រម" in text(worker.get(plan))
    assert worker.post(plan, {"do": "goal_reached", "id": goal}).status_code == 302
    assert worker.post(plan, {"do": "goal_reached", "id": "x"}).status_code == 404

    said = {"topic": "return", "choice": "refuses", "words": "I stay here", "language": "km"}
    assert worker.post(url("decisions", case_id), said).status_code == 302
    assert "I stay here" in text(worker.get(url("decisions", case_id)))

    raised = {"do": "raise", "kind": "detained", "happened_on": "2026", "text": "at the station"}
    assert worker.post(url("alarms", case_id), raised).status_code == 302
    assert worker.get(url("detail", case_id)).status_code == 200

    assert worker.post(url("visits", case_id), {"on": f"{today():%d/%m/%Y}"}).status_code == 302
    page = text(worker.get(url("visits", case_id)))
    visit = re.search(r"/visits/([0-9a-f-]{36})/", page)[1]
    found = {
        "do": "visit", "on": f"{today():%d/%m/%Y}", "way": "home", "safety": "good", "occupation": "school", "health": "good",
        "debt": "no", "relations": "fair", "wants_help": "no", "retrafficked": "suspected", "text": "the broker called",
    }  # fmt: skip
    assert worker.get(url("visit", case_id, visit)).status_code == 200
    assert worker.post(url("visit", case_id, visit), found).status_code == 302
    assert "danger" in text(worker.get(url("detail", case_id)))


def test_closure_with_two_people(worker, boss, case_id, acting, actor_of):
    ask = {"do": "ask", "reason": "wishes_to_end", "informed": "on", "explanation": "settled by telephone"}
    assert worker.post(url("closure", case_id), {**ask, "informed": ""}).status_code == 422
    assert worker.post(url("closure", case_id), ask).status_code == 302
    assert worker.get(reverse("cases:signatures")).status_code == 403
    page = text(boss.get(reverse("cases:signatures")))
    assert url("closure", case_id) in page
    assert "settled by telephone" not in text(boss.get(url("closure", case_id)))
    purpose(boss, case_id, "supervision")
    assert "settled by telephone" in text(boss.get(url("closure", case_id)))
    sign = re.search(r'action="(/cases/signatures/[0-9a-f-]{36}/sign/)"', page)[1]
    assert worker.post(sign).status_code == 403
    assert (
        boss.post(
            sign.replace("sign", "give-back", 2).replace("give-backatures", "signatures"), {"because": ""}
        ).status_code
        == 422
    )
    assert boss.post(sign).status_code == 302
    assert boss.post(sign).status_code == 409
    by = actor_of("social_psh", Role.CASE_WORKER)
    with acting(by):
        assert queries.case_for(by, case_id).status == CaseStatus.CLOSED
    assert worker.post(url("notes", case_id), {"kind": "call", "text": "x"}).status_code == 409
    assert worker.post(url("closure", case_id), {"do": "reopen", "because": "asked"}).status_code == 302
    assert worker.post(url("notes", case_id), {"kind": "call", "text": "x"}).status_code == 302


def picture():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "GPS canary"
    Image.new("RGB", (8, 8), "white").save(out, "JPEG", exif=exif)
    out.seek(0)
    out.name = "photo.jpg"
    return out


def test_documents_are_checked_sealed_and_shown_without_metadata(worker, case_id):
    here = url("documents", case_id)
    assert worker.post(here, {"file": picture()}).status_code == 302
    program = io.BytesIO(b"MZ\x90\x00" + b"\x00" * 200)
    program.name = "letter.pdf"
    refused = worker.post(here, {"file": program})
    assert refused.status_code == 422
    assert worker.post(here, {}).status_code == 422
    purpose(worker, case_id)
    link = re.search(r'href="(/cases/[0-9a-f-]{36}/documents/[0-9a-f-]{36}/)"', text(worker.get(here)))[1]
    shown = worker.get(link)
    assert shown.status_code == 200
    assert b"canary" not in shown.content
    assert worker.get(url("document", case_id, uuid4())).status_code == 404


def test_feedback_without_a_name_knows_no_case(worker):
    box = reverse("cases:feedback_box")
    said = {"safe": "good", "heard": "bad", "helped": "fair", "words": "too many questions", "language": "km"}
    assert worker.post(box, said).status_code == 302
    assert "too many questions" not in text(worker.get(box))


def test_family_and_companions(worker, case_id, acting, actor_of):
    purpose(worker, case_id)
    by = actor_of("social_psh", Role.CASE_WORKER)
    with acting(by):
        number = queries.case_for(by, case_id).number
    second = worker.post(
        reverse("cases:open"), {**NEW, "name": "Brother Invented", "found_with": number, "not_same": "on"}
    )
    other = second.headers["Location"].split("/")[2]
    assert number in text(worker.get(url("links", other)))
    named = {"relation": "parent", "name": "Mother Invented", "number": "", "note": ""}
    assert worker.post(url("links", case_id), named).status_code == 302
    assert "Mother Invented" in text(worker.get(url("links", case_id)))
    assert worker.post(url("links", case_id), {"relation": "parent", "number": "K-26-000000"}).status_code == 422
    assert worker.post(url("links", case_id), {"relation": "parent"}).status_code == 422


def test_a_case_is_opened_from_a_screening_without_asking_again(worker, client_of, actor_of, acting):
    by = actor_of("social_psh", Role.CASE_WORKER)
    with acting(by):
        asked = PersonAsked(sex="male", years=16, age_group="child", nationality="VN", name="Minh Invented")
        screening = screenings.start(person=asked, by=by)
    page = text(worker.get(reverse("cases:open") + f"?screening={screening.id}"))
    assert "Minh Invented" in page
    assert f'value="{screening.id}"' in page
    answer = worker.post(reverse("cases:open"), {**NEW, "screening": str(screening.id)})
    again = worker.post(reverse("cases:open"), {**NEW, "screening": str(screening.id)})
    assert answer.headers["Location"] == again.headers["Location"]  # a double click opens one case
    stranger = client_of(actor_of("social_kandal", Role.CASE_WORKER))
    assert stranger.get(reverse("cases:open") + f"?screening={screening.id}").status_code == 404
    assert stranger.post(reverse("cases:open"), {**NEW, "screening": str(screening.id)}).status_code == 404
    assert worker.get(reverse("cases:open") + "?screening=x").status_code == 404
