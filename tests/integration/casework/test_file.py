"""The case file: what stands on it, what stays behind the curtain, what another office sees of it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rumduol.access import actions as access
from rumduol.agencies.enums import Role
from rumduol.audit.models import AuditEvent
from rumduol.cases import actions
from rumduol.cases.enums import AlarmKind, Item, Risk, Standing, StepName
from rumduol.cases.models import Task
from rumduol.cases.types import PersonCoded
from rumduol.casework import queries
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import PurposeNeeded, RecordRef

pytestmark = pytest.mark.django_db
NAME, WORDS = "Lan Invented", "ខ្ញុំចង់នៅជិតម្ដាយខ្ញុំ"
GIRL = PersonCoded(
    sex="female", age_from=15, age_to=15, nationality="VN", language="vi", found_in="1801",
    forms=("criminality_scam",), domestic="trafficking", palermo="child_trafficking", exploited_in="1801",
)  # fmt: skip


@pytest.fixture
def worker(actor_of):
    return actor_of("social_psh", Role.CASE_WORKER)


@pytest.fixture
def boss(actor_of):
    """Somebody of the office who did not work on the case today, so that no purpose is given yet."""
    return actor_of("social_psh", Role.SUPERVISOR)


def open_girl(worker):
    """A girl's case in its second step, with a risk, a decision and a plan."""
    case = actions.open_case(
        source=("walk_in", None), standing=Standing.IDENTIFIED, person=GIRL, by=worker,
        identity={"name": NAME}, summary="brought by a cousin",
    )  # fmt: skip
    actions.see_to(case_id=case.id, item=Item.URGENT_NEEDS, text="fed", by=worker)
    actions.finish_step(case_id=case.id, step=StepName.IDENTIFICATION, by=worker)
    actions.set_risk(case_id=case.id, risk=Risk.HIGH, text="", by=worker)
    actions.record_decision(case_id=case.id, topic="stay", choice="asks", words=WORDS, language="km", by=worker)
    goal = actions.add_goal(case_id=case.id, area="school", text="grade nine", by=worker)
    task = actions.add_task(case_id=case.id, goal_id=goal.id, doer="worker", due_on=today(), text="talk", by=worker)
    Task.objects.filter(id=task.id).update(due_on=today() - timedelta(days=2))  # time went by
    return case


@pytest.fixture
def girl(acting, worker):
    with acting(worker):
        return open_girl(worker)


def address(case):
    return reverse("casework:file", args=[case.id])


def test_the_page_says_who_where_and_what_next_without_a_name(client_of, boss, girl):
    page = client_of(boss).get(address(girl)).content.decode()
    assert girl.number in page
    assert "១៥" in page  # the age, in the reader's digits
    assert page.count('class="path--') == 10
    assert 'aria-current="step"' in page
    assert NAME not in page
    assert WORDS not in page
    assert "next-step" in page


def test_words_open_after_a_purpose_and_every_opening_is_logged_first(client_of, boss, girl):
    client = client_of(boss)
    asked = client.get(address(girl) + "?words=1")
    assert asked.status_code == 428
    assert NAME not in asked.content.decode()
    given = client.post(
        reverse("web:purpose"),
        {"kind": "case", "record": str(girl.id), "purpose": Purpose.OWN_WORK, "next": address(girl)},
    )
    assert given.headers["Location"] == address(girl)
    page = client.get(address(girl)).content.decode()
    assert NAME in page
    assert WORDS in page
    assert re.search(rf'<details class="curtain"[^>]*>.*{NAME}', page, re.DOTALL)


def test_the_log_knows_who_opened_what(acting, boss, girl):
    with acting(boss):
        assert queries.case_file(boss, girl.id).opened is None
        with pytest.raises(PurposeNeeded):
            queries.case_file(boss, girl.id, want_words=True)
        access.give_purpose(kind="case", record_id=girl.id, purpose=Purpose.SAFETY, by=boss)
        before = AuditEvent.objects.filter(event="vault.opened").count()
        assert queries.case_file(boss, girl.id).opened.name == NAME
        assert AuditEvent.objects.filter(event="vault.opened").count() == before + 2


def test_what_is_late_comes_first_and_an_alarm_before_all(acting, worker, girl):
    with acting(worker):
        late = queries.case_file(worker, girl.id).next_step
        assert late.due == today() - timedelta(days=2)
        actions.raise_alarm(
            case_id=girl.id, kind=AlarmKind.DETAINED, happened_on=PartialDate.of(today()), text="held", by=worker
        )
        assert queries.case_file(worker, girl.id).next_step.words == AlarmKind.DETAINED.label


def share_identity(acting, worker, girl, to):
    with acting(worker):
        share = access.share(
            kind="case", record_id=girl.id, to_office_id=to, sections=[Section.IDENTITY], purpose="referral",
            until=timezone.now() + timedelta(days=30), by=worker,
        )  # fmt: skip
        vault.share_section(
            record=RecordRef("case", girl.id, girl.office_id), section=Section.IDENTITY, to_office_id=to,
            share_id=share.id, until=share.until, by=worker,
        )  # fmt: skip


def test_it_says_which_office_sees_which_part(acting, worker, girl, nation):
    clinic = nation.offices["clinic_psh"]
    share_identity(acting, worker, girl, clinic)
    with acting(worker):
        parts = {part.section: part for part in queries.case_file(worker, girl.id).seen}
    assert [sight.who for sight in parts[Section.IDENTITY].sights if not sight.own] == ["ការិយាល័យ clinic_psh"]
    assert not parts[Section.IDENTITY].alone
    assert parts[Section.WISHES].alone


def test_another_office_sees_only_the_part_shared_with_it(acting, client_of, worker, girl, actor_of):
    clinic = actor_of("clinic_psh", Role.CASE_WORKER)
    assert client_of(clinic).get(address(girl)).status_code == 404
    share_identity(acting, worker, girl, clinic.office_id)
    client = client_of(clinic)
    client.post(
        reverse("web:purpose"),
        {"kind": "case", "record": str(girl.id), "purpose": Purpose.REFERRAL, "next": address(girl)},
    )
    page = client.get(address(girl)).content.decode()
    assert NAME in page
    assert WORDS not in page
    assert "next-step" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (("social_kandal", Role.CASE_WORKER), 404),
        (("social_psh", Role.SUPERVISOR), 200),
        (("social_national", Role.SUPERVISOR), 200),
        (("police_psh", Role.INVESTIGATOR), 403),
        (("statistics", Role.STATISTICIAN), 403),
        (("social_national", Role.ADMINISTRATOR), 403),
    ],
)
def test_who_reaches_the_page(client_of, actor_of, girl, who, status):
    assert client_of(actor_of(*who)).get(address(girl)).status_code == status


def test_a_conflict_of_interest_closes_it(acting, worker, girl):
    with acting(worker):
        access.declare_conflict(kind="case", record_id=girl.id, person_id=worker.person_id, because="family", by=worker)
        with pytest.raises(NotThere):
            queries.case_file(worker, girl.id)
