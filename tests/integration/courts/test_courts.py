"""Hearings that clash, measures planned and used, a reporting day missed and a second one; asked of program and database."""

import importlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rumduol.access import cookie
from rumduol.agencies.enums import Role
from rumduol.courts import actions, enums, queries
from rumduol.courts.models import Hearing, ReportingDay, Supervision, Warrant, Witness
from rumduol.courts.tasks import find_missed_days
from rumduol.courts.types import WitnessSaid
from rumduol.facts.models import Fact
from rumduol.notices.models import Notice
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, WrongState
from tests.claims import CLERK, LAWYER, PROSECUTOR
from tests.hearings import court_case, said
from tests.world import INVESTIGATOR

OTHER_COURT = ("court_kandal", Role.COURT_CLERK)
OTHER_POLICE = ("police_kandal", Role.INVESTIGATOR)


@pytest.fixture(autouse=True)
def undone(world):
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def refused_by_the_database(act, words="."):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()


def client(world, key):
    made = Client()
    made.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
    return made


def test_nobody_else_sees_it(world):
    for key in (OTHER_COURT, OTHER_POLICE, LAWYER, ("social_psh", Role.CASE_WORKER), ("statistics", Role.STATISTICIAN)):
        with world.acting(key):
            for model in (Hearing, Witness, Supervision, ReportingDay, Warrant):
                assert model.objects.count() == 0, (key, model)
            with pytest.raises(NotThere):
                queries.hearing_for(world.actor(key), world["hearing"])
    with world.acting(INVESTIGATOR):  # told of the hearing, and signs the days
        assert queries.hearing_for(world.actor(INVESTIGATOR), world["hearing"])
        assert queries.supervision_for(world.actor(INVESTIGATOR), world["supervision"])


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"begins": 9}, {"room", "judge", "accused"}),
        ({"begins": 9, "room": "2"}, {"judge", "accused"}),
        ({"begins": 9, "room": "2", "judge": "SM"}, {"accused"}),
        ({"begins": 9, "room": "2", "judge": "SM", "accused": ()}, set()),
        ({"begins": 10}, set()),  # begins when the other ends
        ({"day": 8}, set()),
    ],
)
def test_hearings_that_clash_are_refused_with_who_is_busy(world, more, fields):
    clerk = world.actor(CLERK)
    wanted = said(**({"accused": [world["accused"]]} | more))
    with world.acting(CLERK):
        before = Hearing.objects.count()
        if fields:
            with pytest.raises(InvalidInput) as refused:
                actions.set_hearing(criminal_case_id=world["court_case"], said=wanted, by=clerk)
            assert set(refused.value.errors) == fields
            refused_by_the_database(
                lambda: Hearing.objects.create(
                    office_id=clerk.office_id, criminal_case_id=world["court_case"], criminal_number="J", by_id=clerk.person_id,
                    kind="trial", starts_at=wanted.starts_at, ends_at=wanted.ends_at, room=wanted.room, judge=wanted.judge,
                    accused_ids=list(wanted.accused),
                ),
                "courts: clash",
            )  # fmt: skip
        else:
            actions.set_hearing(criminal_case_id=world["court_case"], said=wanted, by=clerk)
        assert Hearing.objects.count() == before + (not fields)


def test_a_witness_is_not_in_two_rooms(world):
    clerk = world.actor(CLERK)
    with world.acting(CLERK):
        other = actions.set_hearing(
            criminal_case_id=world["court_case"], said=said((), begins=9, room="2", judge="SM"), by=clerk
        )
        girl = WitnessSaid(kind="victim", child=True, victim_id=world["court_victim"], planned=("tv_link",))
        with pytest.raises(InvalidInput) as refused:
            actions.add_witness(hearing_id=other.id, who=girl, name="", by=clerk)
        assert "starts_at" in refused.value.errors
        with pytest.raises(InvalidInput):  # a child without a measure
            actions.add_witness(hearing_id=other.id, who=WitnessSaid(kind="witness", child=True), name="", by=clerk)


@pytest.mark.parametrize(
    "bad",
    [{"kind": "party"}, {"room": ""}, {"room": "x" * 21}, {"judge": "<b>"}, {"interpreter": "xx"}, {"accused": (uuid4(),)}],
)  # fmt: skip
def test_bad_input_names_the_field(world, bad):
    wanted = said(**({"accused": (), "day": 30} | bad))
    with world.acting(CLERK), pytest.raises(InvalidInput) as refused:
        actions.set_hearing(criminal_case_id=world["court_case"], said=wanted, by=world.actor(CLERK))
    assert set(refused.value.errors) == set(bad)


def test_measures_used_are_recorded_once_and_counted(world):
    clerk, one = world.actor(CLERK), {"hearing_id": world["hearing"], "witness_id": world["witness"]}
    with world.acting(CLERK):
        with pytest.raises(WrongState):  # not begun
            actions.record_measures(**one, used=["screen"], by=clerk)
        with pytest.raises(WrongState):
            actions.end_hearing(hearing_id=world["hearing"], new="held", by=clerk)
        refused_by_the_database(lambda: Hearing.objects.filter(id=world["hearing"]).update(status="held"), "not begun")
        begun = timezone.now() - timedelta(hours=1)
        Hearing.objects.filter(id=world["hearing"]).update(starts_at=begun, ends_at=begun + timedelta(hours=2))
        actions.end_hearing(hearing_id=world["hearing"], new="held", by=clerk)
        actions.record_measures(**one, used=["screen", "closed_court"], by=clerk)
        with pytest.raises(WrongState):
            actions.record_measures(**one, used=["tv_link"], by=clerk)
        refused_by_the_database(lambda: Hearing.objects.filter(id=world["hearing"]).update(room="9"), "not changed")
        html = client(world, CLERK).get(reverse("courts:hearing", args=[world["hearing"]])).content.decode()
        assert "គ្រោងទុក តែមិនបានប្រើ" in html
    found = Fact.objects.filter(kind="justice_measure").values_list("outcome", "age_band")
    assert list(found) == [("screen", "child")]


def test_a_missed_day_alarms_and_the_second_one_drafts_the_request(world):
    prosecutor, officer = world.actor(PROSECUTOR), world.actor(INVESTIGATOR)
    with world.acting(None):
        assert find_missed_days() == 0  # done once already, of twenty days
    with world.acting(INVESTIGATOR):
        assert Notice.objects.filter(record_id=world["supervision"], kind="day_missed").exists()
        days = list(ReportingDay.objects.filter(supervision=world["supervision"]).order_by("due_on"))
        assert [day.status for day in days[:3]] == ["missed", "missed", "due"]
        assert [fact.outcome for fact in Fact.objects.filter(kind="supervision")] == ["missed", "missed"]
        with pytest.raises(WrongState):
            actions.sign_day(supervision_id=world["supervision"], day_id=days[0].id, by=officer)
        with pytest.raises(NotAllowed):
            actions.end_supervision(supervision_id=world["supervision"], reason="lifted", on=today(), by=officer)
    with world.acting(CLERK):
        refused_by_the_database(
            lambda: Warrant.objects.update(
                status="signed", signed_by_id=world.actor(CLERK).person_id, signed_at=timezone.now()
            ),
            "only a prosecutor",
        )
        refused_by_the_database(
            lambda: Supervision.objects.filter(id=world["supervision"]).update(
                status="at_large", at_large_since=today()
            ),
            "signed",
        )
        with pytest.raises(WrongState):
            actions.end_supervision(
                supervision_id=world["supervision"], reason="lifted", on=today(), by=world.actor(CLERK)
            )
    with world.acting(PROSECUTOR):
        assert Notice.objects.filter(record_id=world["supervision"], kind="warrant_drafted").exists()
        request = Warrant.objects.get(supervision=world["supervision"])
        assert request.missed == [today() - timedelta(days=13), today() - timedelta(days=6)]
        actions.decide_warrant(supervision_id=world["supervision"], warrant_id=request.id, sign=True, by=prosecutor)
        row = Supervision.objects.get(id=world["supervision"])
        assert (row.status, queries.days_at_large(row)) == ("at_large", 13)
        actions.mark_found(supervision_id=world["supervision"], by=prosecutor)
        row.refresh_from_db()
        assert (row.status, row.days_at_large, row.at_large_since) == ("active", 13, None)
        assert Warrant.objects.get(id=request.id).status == "done"
        actions.excuse_day(supervision_id=row.id, day_id=days[0].id, excuse="hospital", by=prosecutor)
        counted = Fact.objects.filter(kind="supervision", corrected_by__isnull=True, count__gt=0).values_list(
            "outcome", flat=True
        )
        assert sorted(counted) == ["absconded", "missed", "warrant_asked"]


def test_a_day_is_signed_by_the_office_that_watches(world):
    officer, clerk = world.actor(INVESTIGATOR), world.actor(CLERK)
    with world.acting(CLERK):
        case, man, _girl = court_case(world, "second")
    with world.acting(CLERK):
        row = actions.supervise(
            criminal_case_id=case.id, suspect_id=man.id, officer_office_id=officer.office_id, conditions=["report"],
            every_days=7, started_on=today() - timedelta(days=7), by=clerk,
        )  # fmt: skip
        with pytest.raises(InvalidInput):
            actions.supervise(
                criminal_case_id=case.id, suspect_id=man.id, officer_office_id=officer.office_id, conditions=["report"],
                every_days=7, started_on=today(), by=clerk,
            )  # fmt: skip
        first, later = queries.days_of(row)[:2]
    with world.acting(INVESTIGATOR):
        with pytest.raises(WrongState):
            actions.sign_day(supervision_id=row.id, day_id=later.id, by=officer)
        refused_by_the_database(
            lambda: ReportingDay.objects.filter(id=first.id).update(
                status="reported", signed_by_id=clerk.person_id, signed_at=timezone.now()
            ),
            "signs for themselves",
        )
        assert actions.sign_day(supervision_id=row.id, day_id=first.id, by=officer).status == "reported"
        refused_by_the_database(
            lambda: ReportingDay.objects.filter(id=first.id).update(status="due", signed_by_id=None, signed_at=None)
        )
    with world.acting(OTHER_POLICE), pytest.raises(NotThere):
        actions.sign_day(supervision_id=row.id, day_id=first.id, by=world.actor(OTHER_POLICE))


def test_the_database_knows_the_same_steps():
    written = importlib.import_module("rumduol.courts.migrations.0002_walls_and_clocks")
    for table, steps in (
        (enums.TRANSITIONS, written.HEARINGS), (enums.SUPERVISION_TRANSITIONS, written.SUPERVISIONS),
        (enums.DAY_TRANSITIONS, written.DAYS), (enums.WARRANT_TRANSITIONS, written.WARRANTS),
    ):  # fmt: skip
        assert {f"{old} {new}" for old, follow in table.items() for new in follow} == set(steps)


def test_pages(world):
    clerk, police = client(world, CLERK), client(world, INVESTIGATOR)
    for who, names in (
        (
            clerk,
            (
                "calendar",
                "supervisions",
                "case",
                "new_hearing",
                "new_supervision",
                "hearing",
                "change",
                "witness",
                "supervision",
            ),
        ),
        (police, ("calendar", "supervisions", "hearing", "supervision")),
    ):
        for name in names:
            args = {
                "case": [world["court_case"]], "new_hearing": [world["court_case"]], "new_supervision": [world["court_case"]],
                "hearing": [world["hearing"]], "change": [world["hearing"]], "witness": [world["hearing"]],
                "supervision": [world["supervision"]],
            }.get(name, [])  # fmt: skip
            answer = who.get(reverse(f"courts:{name}", args=args))
            assert answer.status_code == 200, name
            assert "invented" not in answer.content.decode().replace("Invented", ""), name
    html = clerk.get(reverse("courts:hearing", args=[world["hearing"]])).content.decode()
    assert "ជនរងគ្រោះ និងជនជាប់ចោទអាចជួបគ្នា" in html
    clerk.post(reverse("courts:names", args=[world["hearing"]]))
    assert "invented court.witness" in clerk.get(reverse("courts:hearing", args=[world["hearing"]])).content.decode()
    typed = {
        "kind": "trial",
        "on": f"{today() + timedelta(days=7):%d/%m/%Y}",
        "starts_at": "៨:៣០",
        "ends_at": "9.30",
        "room": "1",
        "judge": "ZZ",
    }
    answer = clerk.post(reverse("courts:new_hearing", args=[world["court_case"]]), typed)
    assert answer.status_code == 422
    assert "ZZ" in answer.content.decode()  # nothing typed is lost
    assert (
        clerk.post(
            reverse("courts:new_hearing", args=[world["court_case"]]), {**typed, "starts_at": "25:99"}
        ).status_code
        == 422
    )
    assert (
        clerk.post(reverse("courts:new_hearing", args=[world["court_case"]]), {**typed, "room": "7"}).status_code == 302
    )


def test_what_was_typed_is_kept_until_it_is_sent(world):
    clerk = client(world, CLERK)
    case, hearing = [world["court_case"]], [world["hearing"]]
    for name, form, args, typed in (
        ("new_hearing", "HearingForm", case, {"room": "R-77"}), ("change", "HearingForm", hearing, {"room": "R-78"}),
        ("witness", "WitnessForm", hearing, {"name": "ចាន់ បង្កើត"}), ("new_supervision", "SupervisionForm", case, {"words": "ត្រូវមករាល់ថ្ងៃ"}),
    ):  # fmt: skip
        page = reverse(f"courts:{name}", args=args)
        kept = clerk.post(reverse("drafts:keep"), {"draft_page": page, "draft_form": form, **typed})
        assert kept.status_code < 400, name
        (words,) = typed.values()
        assert words not in clerk.get(page).content.decode(), name
        assert words in clerk.get(f"{page}?draft={form}").content.decode(), name
    sent = {
        "kind": "trial", "on": f"{today() + timedelta(days=9):%d/%m/%Y}", "starts_at": "8.30", "ends_at": "9.30", "room": "7",
        "judge": "ZZ", "draft_form": "HearingForm",
    }  # fmt: skip
    page = reverse("courts:new_hearing", args=case)
    assert clerk.post(page, sent).status_code == 302
    assert "R-77" not in clerk.get(f"{page}?draft=HearingForm").content.decode()


def test_the_offices_of_the_case_and_of_the_province_come_first(world):
    clerk = client(world, CLERK)
    html = clerk.get(reverse("courts:new_hearing", args=[world["court_case"]])).content.decode()
    folded = html.index('<details class="govuk-details"', html.index('id="id_told"'))
    own, far = (html.index(str(world.nation.offices[code])) for code in ("police_pp", "police_kandal"))
    assert own < folded < far
    assert '<details class="govuk-details" open>' not in html
    ticked = clerk.post(
        reverse("courts:new_hearing", args=[world["court_case"]]),
        {"told": [str(world.nation.offices["police_kandal"])]},
    )
    assert ticked.content.decode().count('<details class="govuk-details" open>') == 2, "what is ticked is seen"
