"""No officer learns of a hidden house here: it is on no form, and a forged form that names it is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rumduol.access import cookie
from rumduol.agencies import queries as agencies
from rumduol.courts import actions as courts
from rumduol.justice import actions as justice
from rumduol.operations import actions as operations
from rumduol.operations.types import ToTell
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput
from tests.claims import CLERK
from tests.criminal import MAN, OFFICERS
from tests.hearings import said
from tests.integration.operations.plans import plan

HIDDEN = ("lotus_shelter", "harbour_shelter")


@pytest.fixture(autouse=True)
def undone(world):
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def test_it_is_on_no_form(world):
    pages = {
        OFFICERS: [
            ("operations:new", []), ("justice:new_suspect", [world["criminal"]]), ("justice:share", [world["criminal"]]),
            ("justice:move", [world["criminal"]]), ("justice:victims", [world["criminal"]]),
        ],
        CLERK: [
            ("courts:new_hearing", [world["court_case"]]), ("courts:new_supervision", [world["court_case"]]),
            ("courts:change", [world["hearing"]]), ("justice:share", [world["court_case"]]),
        ],
    }  # fmt: skip
    for who, asked in pages.items():
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(who).secret)
        with world.acting(who):
            names = [agencies.office(world.nation.offices[code]).name_km for code in HIDDEN]
        for name, args in asked:
            html = client.get(reverse(name, args=args)).content.decode()
            assert "</form>" in html, name
            for code, words in zip(HIDDEN, names, strict=True):
                assert str(world.nation.offices[code]) not in html, (name, code)
                assert words not in html, (name, code)
        if who == CLERK:  # the control: an open house and the police of the case can be chosen
            html = client.get(reverse("courts:new_hearing", args=[world["court_case"]])).content.decode()
            assert str(world.nation.offices["justiceaid"]) in html


@pytest.mark.parametrize("code", HIDDEN)
def test_a_forged_form_is_refused_at_its_field(world, code):
    house = world.nation.offices[code]
    officer, clerk = world.actor(OFFICERS), world.actor(CLERK)
    hour = timezone.now() + timedelta(hours=20)
    told = plan(world["report"], house, tell=(ToTell(house, hour, "Come at five."),), hour=hour)

    def refused(field, act):
        with pytest.raises(InvalidInput) as error:
            act()
        assert field in error.value.errors

    with world.acting(OFFICERS):
        refused("tell", lambda: operations.draft_plan(plan=told, by=officer))
        refused("to_office", lambda: justice.share_case(
            case_id=world["criminal"], to_office_id=house, sections=[], purpose="legal_aid",
            until=timezone.now() + timedelta(days=5), by=officer))  # fmt: skip
        refused("official_office", lambda: justice.add_suspect(
            case_id=world["criminal"], said=replace(MAN, official=True, official_office_id=house),
            identity={"name": "ឈ្មោះបង្កើត"}, by=officer))  # fmt: skip
    with world.acting(CLERK):
        refused("told", lambda: courts.set_hearing(
            criminal_case_id=world["court_case"], said=said((), day=40, told=(house,)), by=clerk))  # fmt: skip
        refused("officer_office_id", lambda: courts.supervise(
            criminal_case_id=world["court_case"], suspect_id=world["accused"], officer_office_id=house,
            conditions=["report"], every_days=7, started_on=today(), by=clerk))  # fmt: skip
