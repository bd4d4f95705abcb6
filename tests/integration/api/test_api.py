"""The API: bearer tokens only, the same rules as the pages, problems instead of stack traces."""

import json

import pytest
from django.conf import settings
from django.test import Client

from rumduol.access import cookie
from rumduol.access.enums import Permission
from rumduol.agencies.enums import Role
from rumduol.api.v1 import api
from tests.nation import PASSWORD

V1 = "/api/v1"
REPORT = {
    "channel": "phone", "danger_now": "yes", "place": "18", "story": "រឿងបង្កើតឡើង", "situations": ["scam"],
    "counts": {"girls": 1, "men": 1}, "relation": "family",
    "persons": [{"sex": "female", "minor": "yes", "nationality": "VN", "name": "Invented Lan"}],
}  # fmt: skip


class Caller:
    """A test client with a bearer token."""

    def __init__(self, member) -> None:
        self.client = Client()
        self.headers = {"authorization": f"Bearer {cookie.to_cookie(member.secret)}"} if member else {}

    def post(self, path, data=None):
        return self.client.post(
            V1 + path, json.dumps(data or {}), content_type="application/json", headers=self.headers
        )

    def get(self, path):
        return self.client.get(V1 + path, headers=self.headers)


@pytest.fixture
def as_(member_of):
    return lambda office, role: Caller(member_of(office, role))


def test_sign_in_gives_a_token_that_works_and_ends(member_of):
    member = member_of("helpline", Role.HOTLINE_OPERATOR)
    made = Caller(None).post("/session", {"username": member.username, "password": PASSWORD})
    assert made.status_code == 201
    headers = {"authorization": f"Bearer {made.json()['token']}"}
    assert Client().get(V1 + "/me", headers=headers).json()["role"] == "hotline_operator"
    assert Client().delete(V1 + "/session", headers=headers).status_code == 204
    assert Client().get(V1 + "/me", headers=headers).status_code == 401


def test_wrong_password_is_counted_and_tells_nothing(member_of):
    member = member_of("helpline", Role.HOTLINE_OPERATOR)
    for _n in range(5):
        answer = Caller(None).post("/session", {"username": member.username, "password": "wrong password"})
        assert answer.status_code == 422
    blocked = Caller(None).post("/session", {"username": member.username, "password": PASSWORD})
    assert blocked.status_code == 422


def test_a_cookie_does_not_open_the_api(member_of):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(member_of("helpline", Role.HOTLINE_OPERATOR).secret)
    assert client.get(V1 + "/me").status_code == 401


def test_a_report_goes_its_way(as_):
    operator = as_("helpline", Role.HOTLINE_OPERATOR)
    made = operator.post("/reports", REPORT)
    assert made.status_code == 201, made.content
    report = made.json()
    assert "Lan" not in made.content.decode()
    assert report["girls"] == 1
    path = f"/reports/{report['id']}"
    opened = operator.post(f"{path}/sections/narrative", {"purpose": "own_work"})
    assert opened.status_code == 200
    assert "រឿងបង្កើតឡើង" in json.dumps(opened.json(), ensure_ascii=False)
    assert (
        operator.post(f"{path}/triage", {"urgency": "danger", "forms": ["criminality_scam"], "place": "18"}).status_code
        == 200
    )
    again = operator.post(f"{path}/triage", {"urgency": "danger", "forms": [], "place": "18"})
    assert again.status_code == 409


def test_another_office_gets_the_same_404_for_hidden_and_missing(as_):
    report = as_("helpline", Role.HOTLINE_OPERATOR).post("/reports", REPORT).json()
    other = as_("police_kandal", Role.INVESTIGATOR)
    hidden = other.get(f"/reports/{report['id']}")
    missing = other.get("/reports/00000000-0000-0000-0000-000000000001")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_role_without_permission_is_refused(as_):
    assert as_("social_psh", Role.SUPERVISOR).post("/screening-groups", {"expected": 3}).status_code == 403
    assert as_("statistics", Role.STATISTICIAN).get("/reports").status_code == 403


@pytest.mark.parametrize(
    "data",
    [{}, {"channel": "web"}, {"channel": "pigeon"}, {**REPORT, "counts": {"men": -1}}, {**REPORT, "persons": [{"sex": "dragon"}]},
     {**REPORT, "persons": [{"nationality": "QQ"}]}, {**REPORT, "received_on": "2999-01-01"}, {**REPORT, "place": "9999"}],
)  # fmt: skip
def test_bad_input_is_a_problem_with_fields_and_saves_nothing(as_, data):
    caller = as_("helpline", Role.HOTLINE_OPERATOR)
    before = len(caller.get("/reports").json()["items"])
    answer = caller.post("/reports", data)
    assert answer.status_code == 422, answer.content
    assert answer.json()["status"] == 422
    assert len(caller.get("/reports").json()["items"]) == before


def test_every_endpoint_says_what_it_needs():
    open_endpoints = {"sign_in"}
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                name = operation.view_func.__name__
                assert name in open_endpoints or isinstance(
                    getattr(operation.view_func, "permission", None), Permission
                ), name


def test_openapi_documents_refusals():
    schema = api.get_openapi_schema()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert {"401", "403", "404", "409", "422"} <= set(map(str, operation["responses"])), (path, method)
