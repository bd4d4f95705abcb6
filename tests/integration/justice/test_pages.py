"""Every page of a criminal case opens for whoever works on it, says what was refused, and keeps what was typed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from rumduol.access import cookie
from rumduol.agencies.enums import Role
from rumduol.facts.actions import unit_key
from rumduol.facts.models import Fact
from rumduol.intake.models import Report
from rumduol.justice import actions, queries
from rumduol.justice.models import CriminalCase, Suspect
from rumduol.justice.types import Sentence
from rumduol.operations.models import Operation, Seized
from rumduol.remedy.models import Claim
from rumduol.shared.dates import PartialDate, today
from tests.claims import LAWYER
from tests.criminal import CLERK, INVESTIGATOR, OFFICERS, PROSECUTOR, opened, suspect
from tests.world import POLICE_BOSS

PAGES = (
    "case",
    "suspects",
    "victims",
    "charges",
    "verdicts",
    "evidence",
    "network",
    "cooperation",
    "share",
    "change",
    "move",
    "new_suspect",
)


@pytest.fixture
def police(actor_of):
    return actor_of(*INVESTIGATOR)


@pytest.fixture
def case(police, acting) -> CriminalCase:
    with acting(police):
        return opened(police)


def url(name, *args):
    return reverse(f"justice:{name}", args=args)


def test_every_page_opens_before_and_after_the_purpose_and_in_both_languages(world):
    client = _client(world, CLERK)
    for language in ("km", "en"):
        client.cookies["rumduol_lang"] = language
        for name in PAGES:
            answer = client.get(url(name, world["criminal_charged"]))
            assert answer.status_code == 200, (name, answer.status_code)
    boss = _client(world, POLICE_BOSS)
    assert "criminal.name" not in boss.get(url("suspects", world["criminal"])).text  # no purpose was given today
    client.post(url("purpose", world["criminal_charged"]), {"purpose": "own_work"})
    for name in PAGES:
        answer = client.get(url(name, world["criminal_charged"]))
        assert answer.status_code == 200, name
    assert "invented charged.name" in client.get(url("suspects", world["criminal_charged"])).text
    table = client.post(url("export", world["criminal_charged"], "csv"))
    assert table.status_code == 200
    assert "invented charged.label" in table.content.decode()
    assert table.content.decode().count(world.actor(CLERK).display_name) >= 1
    assert b"graphml" in client.post(url("export", world["criminal_charged"], "graphml")).content
    assert client.post(url("export", world["criminal_charged"], "exe")).status_code == 404


def test_the_desk_sees_how_far_cases_go_and_nobody_else_does(world):
    desk = _client(world, ("statistics", Role.STATISTICIAN))
    address = reverse("indicators:funnel")
    for by in ("citizenship", "level", "sex", "province"):
        answer = desk.get(address, {"period": str(today().year), "by": by})
        assert answer.status_code == 200
    assert desk.get(address, {"period": "x", "by": "level"}).status_code == 422
    assert _client(world, CLERK).get(address).status_code == 403


def test_a_number_finds_what_the_reader_may_see_and_nothing_else(world):
    """Criminal cases, claims, operations; a plan that is not over stays with the people named to it."""
    numbers = {}
    for key, model, kind in (
        (OFFICERS, CriminalCase, "criminal"),
        (CLERK, CriminalCase, "criminal_charged"),
        (LAWYER, Claim, "claim"),
        (OFFICERS, Operation, "operation_over"),
        (OFFICERS, Operation, "operation"),
    ):
        with world.acting(key):
            numbers[kind] = model.objects.get(id=world[kind]).number
    screener = ("police_psh", Role.SCREENING_OFFICER)
    for key, kind, page, seen in (
        (OFFICERS, "criminal", "justice:case", True),
        (("police_kandal", Role.INVESTIGATOR), "criminal", "justice:case", False),
        (LAWYER, "claim", "remedy:claim", True),
        (("justicehelp", Role.LEGAL_AID_LAWYER), "claim", "remedy:claim", False),
        (CLERK, "criminal_charged", "justice:case", True),
        (screener, "operation_over", "operations:operation", True),
        (screener, "operation", "operations:operation", False),
        (OFFICERS, "operation", "operations:operation", True),
    ):
        answer = _client(world, key).post(reverse("web:search"), {"q": numbers[kind].lower()})
        assert answer.status_code == 200, key
        assert (reverse(page, args=[world[kind]]) in answer.text) is seen, (key, kind)


def test_a_case_knows_when_its_first_report_came(world):
    """From an operation as from a report; the fact of each suspect carries the days, for the figures."""
    by = world.actor(OFFICERS)
    with world.acting(OFFICERS), transaction.atomic():
        received = Report.objects.get(id=world["report"]).received_on
        of_today = {"opened_on": PartialDate.of(today())}
        raided = opened(by, source="operation", operation_id=world["operation_over"], **of_today)
        told = opened(by, source="report", report_id=world["report"], **of_today)
        assert raided.reported_on == told.reported_on == received
        man = suspect(raided, by, contact_on=PartialDate.of(today()), different_person=True)
        (fact,) = Fact.objects.filter(unit_key=unit_key(("suspect", man.id)), kind="suspect")
        assert fact.extra["report_days"] == (today() - received).days
        own = opened(by, **of_today)
        assert own.reported_on is None
        with pytest.raises(DatabaseError, match="criminal_reported_by_a_report"), transaction.atomic():
            CriminalCase.objects.filter(id=own.id).update(reported_on=received)
        transaction.set_rollback(True)


def test_a_report_is_followed_to_its_judgment_and_to_nobody(world):
    """One fact under the report's own key, written anew at each step; a second case of it changes nothing that stands."""
    officer, prosecutor, clerk = (world.actor(key) for key in (OFFICERS, PROSECUTOR, CLERK))
    with transaction.atomic():
        with world.acting(OFFICERS):
            received = Report.objects.get(id=world["report"]).received_on
            case = opened(officer, source="report", report_id=world["report"], opened_on=PartialDate.of(today()))
            man = suspect(case, officer, contact_on=PartialDate.of(today()), different_person=True)
            actions.move(case_id=case.id, to="with_prosecutor", on=PartialDate.of(today()), by=officer, because="complete",
                         to_office_id=prosecutor.office_id)  # fmt: skip
            opened(officer, source="report", report_id=world["report"], opened_on=PartialDate.of(today()))
        first = _way(world["report"])
        assert first.outcome == "inquiry"
        with world.acting(PROSECUTOR):
            ten_days_ago = PartialDate.of(today() - timedelta(days=10))
            actions.detain(case_id=case.id, suspect_id=man.id, kind="pretrial", since=ten_days_ago, by=prosecutor)
            actions.charge(
                case_id=case.id, suspect_id=man.id, article="tipse-12", on=PartialDate.of(today()), by=prosecutor
            )
            actions.move(case_id=case.id, to="trial", on=PartialDate.of(today()), by=prosecutor)
        assert _way(world["report"]).outcome == "charged"
        with world.acting(CLERK):
            actions.record_verdict(case_id=case.id, suspect_id=man.id, outcome="convicted", on=PartialDate.of(today()),
                                   sentence=Sentence("prison", months=96), by=clerk)  # fmt: skip
            actions.move(case_id=case.id, to="verdict", on=PartialDate.of(today()), by=clerk)
            actions.move(case_id=case.id, to="final", on=PartialDate.of(today()), by=clerk)
        way = _way(world["report"])
        judged = Fact.objects.filter(kind="verdict", unit_key=unit_key(("suspect", man.id))).latest("recorded_on", "id")
        assert (judged.extra["months"], judged.extra["held_days"]) == (96, 10)
        days = (today() - received).days
        assert (way.outcome, way.extra["convicted"], way.extra["final"]) == ("final", True, days)
        assert way.extra["inquiry"] == first.extra["inquiry"], "the first time counts"
        assert way.happened_on == str(received)
        assert {way.sex, way.age_band} == {"unknown"}, "a report is nobody"
        assert (way.nationality, way.agency_kind) == ("", "")
        transaction.set_rollback(True)


def test_what_an_operation_seized_is_recorded_as_evidence_without_typing_it_again(world):
    officer = world.actor(OFFICERS)
    with transaction.atomic():
        with world.acting(OFFICERS):
            case = opened(
                officer, source="operation", operation_id=world["operation_over"], opened_on=PartialDate.of(today())
            )
            (line,) = Seized.objects.filter(operation_id=world["operation_over"])
        client, page = _client(world, OFFICERS), url("evidence", case.id)
        assert f"?seized={line.id}" in client.get(page).content.decode()
        filled = client.get(f"{page}?seized={line.id}").content.decode()
        assert "invented plan.item" in filled
        assert client.get(f"{page}?seized={case.id}").status_code == 404
        other = url("evidence", world["criminal"])  # a case that came of no operation takes nothing from one
        assert client.get(f"{other}?seized={line.id}").status_code == 404
        transaction.set_rollback(True)


def _way(report_id):
    (fact,) = Fact.objects.filter(
        kind="report_way", unit_key=unit_key(("report", report_id)), corrected_by__isnull=True
    )
    return fact


def _client(world, key):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
    return client


def test_an_inquiry_is_opened_and_the_same_suspect_under_two_spellings_is_warned_of(police, client_of, acting):
    client = client_of(police)
    answer = client.post(url("open"), {"source": "complaint", "opened_on": "03/2026", "summary": "ពាក្យប្រឌិត"})
    assert answer.status_code == 302, answer.text
    with acting(police):
        case = CriminalCase.objects.get()
        assert str(case.opened_on) == "2026-03"
    person = {
        "kind": "person",
        "name": "សុខ ចាន់ថា",
        "level": "low",
        "counsel": "none",
        "contact_on": "03/2026",
        "sex": "male",
    }
    assert client.post(url("new_suspect", case.id), person).status_code == 302
    again = client.post(
        url("new_suspect", case.id), person | {"name": "Sok Chantha", "other_names": "invented nickname"}
    )
    assert again.status_code == 422
    assert "Sok Chantha" in again.text  # nothing typed is lost
    assert "invented nickname" in again.text
    assert 'name="different_person"' in again.text
    with acting(police):
        assert Suspect.objects.filter(case=case).count() == 1
    forced = person | {"name": "Sok Chantha", "different_person": "on"}
    assert client.post(url("new_suspect", case.id), forced).status_code == 302
    with acting(police):
        other = opened(police)
    elsewhere = client.post(url("new_suspect", other.id), person | {"name": "Sok Chanta"})
    assert elsewhere.status_code == 422
    assert case.number in elsewhere.text


def test_what_can_not_be_is_refused_in_words_on_the_page(police, actor_of, client_of, acting, case):
    prosecutor, clerk = actor_of(*PROSECUTOR), actor_of(*CLERK)
    with acting(police):
        man = suspect(case, police)
    client = client_of(police)
    early = client.post(
        url("move", case.id),
        {"to": "with_prosecutor", "because": "complete", "on": "02/2026", "to_office": str(prosecutor.office_id)},
    )
    assert early.status_code == 422
    gone = client.post(
        url("move", case.id),
        {
            "to": "with_prosecutor",
            "because": "complete",
            "on": "04/2026",
            "to_office": str(prosecutor.office_id),
            "text": "a word",
        },
    )
    assert gone.status_code == 302
    assert client.get(url("case", case.id)).status_code == 200
    assert client.get(url("move", case.id)).status_code == 404
    charging = client_of(prosecutor)
    form = {"suspect": str(man.id), "article": "tipse-12", "on": "04/2026", "child": "no", "under_15": "no"}
    assert 'name="element_' in charging.post(url("charges", case.id), form | {"do": "elements"}).text
    nobody_charged = charging.post(url("move", case.id), {"to": "trial", "on": "04/2026"})
    assert nobody_charged.status_code == 422
    assert charging.post(url("charges", case.id), form).status_code == 302
    assert charging.post(url("move", case.id), {"to": "trial", "on": "05/2026"}).status_code == 302
    judging = client_of(clerk)
    verdict = {
        "suspect": str(man.id),
        "outcome": "convicted",
        "on": "06/2026",
        "penalty": "prison",
        "years": "200",
        "reason": "typed words",
    }
    refused = judging.post(url("verdicts", case.id), verdict)
    assert refused.status_code == 422
    assert "typed words" in refused.text
    assert judging.post(url("verdicts", case.id), verdict | {"years": "10"}).status_code == 302
    with acting(clerk):
        assert [(v.months, str(v.on)) for v in queries.verdicts_of(case)] == [(120, "2026-06")]
