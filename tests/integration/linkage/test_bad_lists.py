"""Lists that nobody should trust blindly, brought through the page: what is said of each, and that nobody is made of two."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import translation

from rumduol.agencies.enums import Role
from rumduol.encoding.tokens import Person
from rumduol.linkage import actions, queries
from rumduol.linkage.enums import Caution, ListKind
from tests.conftest import _built
from tests.integration.linkage.rounds import MATCHER, MISSION, NGO, POLICE, SOCIAL, STATISTICIAN, draft, table
from tests.integration.linkage.test_round import Stage
from tests.load.invented_lists import Inventor

KANDAL = ("social_kandal", Role.SUPERVISOR)
KEYS = (POLICE, SOCIAL, NGO, MISSION, KANDAL)
TWINS = (
    Person("twin-1", "Sreyneang", "Sok", "2004-05-06", "F", "1801"),
    Person("twin-2", "Sreynuch", "Sok", "2004-05-06", "F", "1801"),
)


def lists() -> dict[tuple[str, Role], list[Person]]:
    """A list with twins; the same file again; a part of it; strangers of whom a letter is left; strangers born on 1 January."""
    people = [replace(one, place="0801") for one in Inventor(12).people(60)]
    whole = [*TWINS, *people[:28]]
    letters = [replace(one, given_name=one.given_name[:1], surname="") for one in people[28:42]]
    january = [replace(one, date_of_birth=f"{one.date_of_birth[:4]}-01-01") for one in people[42:60]]
    return dict(zip(KEYS, (whole, whole, whole[:12], letters, january), strict=True))


@pytest.fixture(scope="module")
def matched(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), translation.override("km"), transaction.atomic():
        yield _matched(Stage(_built["nation"]))
        transaction.set_rollback(True)
    connection.close()


def _matched(stage):
    rows = lists()
    with stage.acting(MATCHER):
        one = draft(stage.nation, stage.actor(MATCHER), dict.fromkeys(rows, ListKind.TABLE))
    at = f"/linkage/{one.id}/"
    for key in rows:
        stage.do(key, actions.agree, round_id=one.id)
    empty = b"name,date_of_birth,place\n" + b",1990-01-01,Kandal\n" * 12
    refused = stage.press(KANDAL, f"{at}encode/", {"file": SimpleUploadedFile("list.csv", empty)})
    for key, people in rows.items():
        page = stage.press(key, f"{at}encode/", {"file": SimpleUploadedFile("list.csv", table(people))})
        assert page.status_code == 200
    stage.press(MATCHER, f"{at}match/", {})
    with stage.acting(STATISTICIAN):
        found = queries.overlaps_of(one)
    page = stage.press(STATISTICIAN, at).content.decode()
    estimate = stage.press(STATISTICIAN, f"{at}estimate/", {})
    return SimpleNamespace(refused=refused, page=page, found=found, estimate=estimate)


def test_a_list_without_names_is_refused_on_the_page(matched):
    assert matched.refused.status_code == 422
    words = translation.gettext("Nobody on this list has a name that can be read: it cannot be matched.")
    assert words in matched.refused.content.decode()


@pytest.mark.parametrize(
    ("lists", "caution"),
    [
        ("A, B", Caution.SAME_FILE),
        ("C, A", Caution.INSIDE),
        ("D", Caution.SHORT_NAMES),
        ("E", Caution.FIRST_OF_JANUARY),
        ("A, E", Caution.NO_OVERLAP),
        ("C", Caution.SHORT_LIST),
    ],
)
def test_the_page_says_what_to_know_before_believing(matched, lists, caution):
    assert f"{lists}: {caution.label}" in matched.page


def test_twins_stay_two_people_and_nobody_is_made_of_two(matched):
    on_both = sum(people for bits, people in matched.found.items() if bits & 0b11 == 0b11)
    assert on_both == 30, "every line of the file met itself in its copy, twins too"
    assert sum(matched.found.values()) == pytest.approx(30 + 14 + 18, abs=2)


def test_an_estimate_over_such_lists_is_warned_of_or_refused(matched):
    text = matched.estimate.content.decode()
    assert matched.estimate.status_code in {200, 422}
    assert f"A, B: {Caution.SAME_FILE.label}" in text
