"""Thirty seconds a person: one page, eight answers, on to the next."""

from uuid import uuid4

import pytest
from django.urls import reverse

from rumduol.agencies.enums import Role
from rumduol.screening import actions
from rumduol.screening.models import Screening
from rumduol.screening.questionnaire import load
from tests.integration.screening.people import GOOD

NO_SIGN = {q.code: "no" for q in load("fast-1").questions} | {"sex": "male", "age_group": "adult", "nationality": "KH"}


@pytest.fixture
def officer(actor_of):
    return actor_of("immigration_poipet", Role.SCREENING_OFFICER)


@pytest.fixture
def fast(officer, acting):
    with acting(officer):
        group = actions.start_group(expected=2, nationality="VN", place="0110", by=officer)
        actions.record_group_conditions(group_id=group.id, said=GOOD, by=officer)
    return reverse("screening:fast", args=[group.id])


def test_one_after_the_other_until_the_group_is_done(officer, client_of, fast):
    client = client_of(officer)
    page = client.get(fast).content.decode()
    assert "១ នៃ ២" in page
    assert 'value="VN" selected' in page
    assert client.post(fast, NO_SIGN | {"key": str(uuid4())})["Location"] == fast
    last = client.post(fast, NO_SIGN | {"key": str(uuid4()), "fast_hurt": "yes"})
    assert last["Location"] == fast.removesuffix("next/")
    group = client.get(last["Location"]).content.decode()
    with_sign = group.index("ត្រូវការសម្ភាសន៍ពេញលេញ")
    assert with_sign < group.index("គ្មានសញ្ញា")


def test_the_same_page_sent_twice_is_one_person(officer, client_of, acting, fast):
    client, form = client_of(officer), NO_SIGN | {"key": str(uuid4())}
    client.post(fast, form)
    client.post(fast, form)
    with acting(officer):
        assert Screening.objects.count() == 1


def test_a_missing_answer_is_named_and_the_others_stay(officer, client_of, fast):
    form = NO_SIGN | {"key": str(uuid4())}
    del form["fast_pay"]
    page = client_of(officer).post(fast, form)
    text = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_fast_pay_0"' in text
    assert text.count("checked") == len(NO_SIGN) - 2  # all radios but the missing one; nationality is a select


def test_before_the_conditions_the_page_leads_to_them(officer, client_of, acting):
    with acting(officer):
        group = actions.start_group(expected=2, nationality="VN", place="", by=officer)
    answer = client_of(officer).get(reverse("screening:fast", args=[group.id]))
    assert answer["Location"] == reverse("screening:group_conditions", args=[group.id])


def test_a_flagged_person_goes_on_to_the_full_interview(officer, client_of, acting, fast):
    client = client_of(officer)
    client.post(fast, NO_SIGN | {"key": str(uuid4()), "fast_papers": "yes"})
    with acting(officer):
        flagged = Screening.objects.get()
    taken = client.post(reverse("screening:take_up_full", args=[flagged.id]))
    assert taken["Location"] == reverse("screening:conditions", args=[flagged.id])
