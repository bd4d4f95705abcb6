"""The pages: from a report to a plan, two signatures, the hour, nine people found, the way to screening and to money."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.operations.models import Operation, Telling
from rumduol.shared.dates import local
from rumduol.vault.models import NamedLook
from tests.browsing import fill
from tests.integration.operations.conftest import Place
from tests.integration.operations.plans import APPROVER, COLLEAGUE, MAKER, SECOND, TOLD

INTEGRITY = ("integrity", Role.INTEGRITY_OFFICER)


@pytest.fixture
def browser(place: Place, client_of: Any) -> Any:
    return lambda key: client_of(place.actor(key))


def typed(place: Place, **more: Any) -> dict[str, Any]:
    hour = local(timezone.now() + timedelta(days=1))
    return {
        "key": str(uuid4()), "reports": [str(place.report_id)], "place": "", "place_code": "1801", "address": "ទ្វារពណ៌ខៀវ", "aim": "រកមនុស្សប្រាំបួននាក់",
        "day": hour.strftime("%d/%m/%Y"), "clock": "០៥:០០", "people": "9", "children": "on", "child_place": "ផ្ទះឈូក",
        "team_lead": "អនុសេនីយ៍", "team_child": "មន្ត្រីកុមារ", "reserve": "ឡានពីរ", "tell_1": str(place.told_office),
        "tell_at_1": "04:45", "tell_text_1": "សូមត្រៀមផ្ទះ",
    } | more  # fmt: skip


def send(client: Client, name: str, *args: Any, data: dict[str, Any] | None = None) -> Any:
    return client.post(reverse(f"operations:{name}", args=args), data or {})


def show(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"operations:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())


def test_from_a_report_to_the_people_found(place: Place, browser: Any) -> None:
    maker, approver, second, told = (browser(key) for key in (MAKER, APPROVER, SECOND, TOLD))
    assert f"/operations/new/?report={place.report_id}" in maker.get(f"/reports/{place.report_id}/").content.decode()
    assert str(place.report_id) in maker.get(reverse("operations:new") + f"?report={place.report_id}").content.decode()
    refused = send(maker, "new", data=typed(place, clock="৯৯", tell_at_1=""))
    assert refused.status_code == 422
    assert "ទ្វារពណ៌ខៀវ" in refused.content.decode(), "nothing typed is lost"
    assert send(maker, "new", data=typed(place)).status_code == 302
    with place.acting(MAKER):
        row = Operation.objects.get()
    page = show(maker, "operation", row.id)
    assert row.number in page
    assert "ទ្វារពណ៌ខៀវ" not in page, "the plan opens on its own page"
    for key in (APPROVER, SECOND, COLLEAGUE, TOLD):
        assert row.number not in show(browser(key), "list")
        assert row.number not in browser(key).get("/").content.decode()

    # Two signatures for the approver.
    named = {"person": str(place.actor(APPROVER).person_id), "second": str(place.actor(SECOND).person_id)}
    assert send(maker, "readers", row.id, data=named | {"second": named["person"]}).status_code == 422
    assert send(maker, "readers", row.id, data={"username": "nobody", "second": named["second"]}).status_code == 422
    assert send(maker, "readers", row.id, data=named).status_code == 302
    page = show(second, "operation", row.id)
    assert row.number in second.get("/").content.decode()
    address = page.split('action="/operations/readers/')[1].split('"')[0]
    assert second.post(f"/operations/readers/{address}").status_code == 302
    assert second.get(reverse("operations:operation", args=[row.id])).status_code == 404, "signed, and gone"

    # The approver reads, and approves what was read.
    page = show(approver, "plan", row.id)
    assert "ទ្វារពណ៌ខៀវ" in page
    assert send(approver, "approve", row.id, data={"version": "7"}).status_code == 409
    assert send(approver, "approve", row.id, data={"version": "x"}).status_code == 409
    assert send(maker, "approve", row.id, data={"version": "1"}).status_code == 403
    assert send(approver, "approve", row.id, data={"version": "1"}).status_code == 302
    assert maker.get(reverse("operations:change", args=[row.id])).status_code == 409
    with place.acting(MAKER):
        assert local(Telling.objects.get().tell_at).strftime("%H:%M") == "04:45"
    assert row.number not in show(told, "list")
    assert reverse("operations:list") + "told/" not in show(told, "list")


def test_nine_people_found_go_to_screening_and_somebody_is_paid_back(place: Place, browser: Any) -> None:
    maker, approver = browser(MAKER), browser(APPROVER)
    row = place.approved(address="ទ្វារពណ៌ខៀវ")
    assert send(maker, "begin", row.id).status_code == 302
    form = maker.get(reverse("operations:finish", args=[row.id])).content
    result = fill(form) | {
        "outcome": "found_people", "victim_women": "4", "victim_girls": "2", "victim_boys": "", "victim_men": "", "victim_nationality": "VN",
        **{f"{row}_{who}": "" for row in ("victim2", "other") for who in ("women", "men", "girls", "boys")},
        "suspect_men": "3", "suspect_women": "", "suspect_girls": "", "suspect_boys": "", "suspect_nationality": "KH",
        **{f"item_{n}": "" for n in range(2, 7)}, **{f"item_count_{n}": "" for n in range(2, 7)}, **{f"item_text_{n}": "" for n in range(2, 7)},
        "item_1": "phone", "item_count_1": "11", "item_text_1": "ទូរស័ព្ទខ្មៅ", "premises": "closed_for_good", "premises_until": "", "joint_country": "",
        "mismatch": "របាយការណ៍ថាដប់ពីរ", "course": "ទ្វារបើក",
    }  # fmt: skip
    assert result["place"], "filled in from the plan"
    assert send(maker, "finish", row.id, data=result | {"outcome": "premises_empty"}).status_code == 422
    assert send(maker, "finish", row.id, data=result).status_code == 302
    page = show(browser(COLLEAGUE), "operation", row.id)
    assert "ទូរស័ព្ទខ្មៅ" in page
    assert "ទ្វារពណ៌ខៀវ" not in page
    further = reverse("justice:open") + f"?operation={row.id}"
    assert further in show(maker, "operation", row.id)
    assert f'value="{row.id}"' in maker.get(further).content.decode()
    answer = send(browser(COLLEAGUE), "to_screening", row.id)
    assert answer["Location"].startswith("/screening/groups/")
    assert browser(COLLEAGUE).get(answer["Location"]).status_code == 200

    # Money.
    asked = {
        "key": str(uuid4()),
        "kind": "claim",
        "spent_for": "food",
        "riel": "40000",
        "spent_on": local(timezone.now()).strftime("%d/%m/%Y"),
    }
    assert send(maker, "ask_expense", row.id, data=asked).status_code == 302
    page = show(approver, "expenses")
    address = page.split('href="/operations/expenses/')[1].split("/")[0]
    assert send(maker, "approve_expense", address).status_code == 403
    assert send(approver, "approve_expense", address).status_code == 302
    paid = {"riel": "50000", "paid_on": asked["spent_on"]}
    assert send(approver, "pay_expense", address, data=paid).status_code == 422
    assert send(approver, "pay_expense", address, data=paid | {"riel": "10000"}).status_code == 302
    assert "៣០" in show(approver, "expense", address)
    assert "Known" in show_in_english(browser(INTEGRITY), "leaks")


def show_in_english(client: Client, name: str) -> str:
    client.post("/language/", {"language": "en", "next": "/"})
    return show(client, name)


def test_a_copy_for_paper_carries_its_reader_hour_and_number(place: Place, browser: Any) -> None:
    operation = place.approved()
    first, second = show(browser(MAKER), "paper", operation.id), show(browser(MAKER), "paper", operation.id)
    with place.acting(MAKER):
        looks = list(NamedLook.objects.order_by("number"))
    assert [(look.way, look.number) for look in looks][-2:] == [("paper", 2), ("paper", 3)]
    name = place.actor(MAKER).name_km
    for page, number in ((first, "២"), (second, "៣")):
        mark = page.split('class="copy-mark">')[1].split("</div>")[0]
        assert name in mark
        assert number in mark
        assert operation.number in mark


def test_when_the_log_fails_the_page_shows_nothing_of_the_plan(
    place: Place, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = place.approved()
    client = browser(MAKER)
    client.raise_request_exception = False

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk of the log is full")

    monkeypatch.setattr(audit, "record", broken)
    for name in ("plan", "paper", "change"):
        answer = client.get(reverse(f"operations:{name}", args=[operation.id]))
        assert answer.status_code in {500, 409}, name
        assert "The blue gate" not in answer.content.decode()


def test_what_is_told_opens_at_its_hour(place: Place, browser: Any) -> None:
    tell = place.plan().tell[0]
    now = type(tell)(tell.office_id, timezone.now() - timedelta(minutes=30), tell.text)
    operation = place.approved(tell=(now,))
    with place.acting(MAKER):
        telling = Telling.objects.get(operation_id=operation.id)
    page = show(browser(TOLD), "told", telling.id)
    assert tell.text in page
    assert operation.number in page
    for key in (COLLEAGUE, MAKER, ("social_kandal", Role.CASE_WORKER)):
        assert browser(key).get(reverse("operations:told", args=[telling.id])).status_code == 404
    assert reverse("operations:told", args=[telling.id]) in browser(TOLD).get("/").content.decode()


def test_a_plan_is_never_kept_under_the_offices_key(place: Place, browser: Any) -> None:
    """A draft is sealed to the office and names its page (with the report in it): plans keep none, results do."""
    operation = place.drafted()
    client = browser(MAKER)
    for page in (reverse("operations:new"), reverse("operations:change", args=[operation.id])):
        assert "draft_form" not in client.get(page).content.decode(), page
        kept = client.post("/drafts/keep/", {"draft_page": page, "draft_form": "PlanForm", "aim": "x"})
        assert kept.status_code >= 400, page
    begun = place.approved()
    assert send(client, "begin", begun.id).status_code == 302
    assert "draft_form" in client.get(reverse("operations:finish", args=[begun.id])).content.decode()
