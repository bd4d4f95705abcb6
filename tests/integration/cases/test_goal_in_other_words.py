"""A goal is put into other words on the plan's page; whoever is second sees both wordings and decides."""

from typing import Any

import pytest
from lxml import html

from rumduol.agencies.enums import Role
from rumduol.cases import actions
from rumduol.cases.models import Goal
from rumduol.cases.types import PersonCoded

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(actor_of: Any, acting: Any) -> Goal:
    by = actor_of("social_psh", Role.CASE_WORKER)
    with acting(by):
        case = actions.open_case(source=("walk_in", None), standing="presumed", person=PersonCoded(sex="female"), by=by)
        return actions.add_goal(case_id=case.id, area="school", text="She goes to school", by=by)


def _form(page: bytes) -> dict[str, str]:
    (form,) = [f for f in html.fromstring(page).forms if f.fields.get("do") == "words"]
    return {name: value for name, value in form.fields.items() if value is not None}


def test_the_second_writer_sees_both_and_decides(goal: Goal, actor_of: Any, client_of: Any) -> None:
    client, address = client_of(actor_of("social_psh", Role.CASE_WORKER)), f"/cases/{goal.case_id}/plan/"
    client.post(f"/cases/{goal.case_id}/purpose/", {"purpose": "own_work"})
    seen = _form(client.get(address).content)
    assert "She goes to school" in seen["text"]
    assert client.post(address, seen | {"text": "She learns to sew"}).status_code == 302
    late = client.post(address, seen | {"text": "She learns to cook"})
    assert late.status_code == 409
    assert "She learns to sew" in late.content.decode()
    assert "She learns to cook" in late.content.decode()
    assert client.post(address, _form(late.content)).status_code == 302
    assert "She learns to cook" in client.get(address).content.decode()
    assert client.post(address, seen | {"text": ""}).status_code == 422
