"""The API's own description, turned against it: no answer of 500, and every answer is one it described."""

import json
import os
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumduol.access import cookie
from tests.architecture import published
from tests.world import HOUSE, INVESTIGATOR, OFFICER, WORKER, World

EXAMPLES = int(os.environ.get("RUMDUOL_FUZZ", "4"))  # per endpoint; 10,000 before a release
SCHEMA = schemathesis.openapi.from_dict(published.SCHEMA)
OPERATIONS = {f"{o.ok().method.upper()} {o.ok().path}": o.ok() for o in SCHEMA.get_all_operations()}
ARGUMENTS = {"report_id": "report", "person_id": "report_person", "screening_id": "screening", "group_id": "group",
             "referral_id": "referral", "consent_id": "consent"}  # fmt: skip
KEYS = {"/reports": INVESTIGATOR, "/screening": OFFICER, "/referrals": WORKER, "/consents": WORKER}


@pytest.mark.parametrize("name", OPERATIONS)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_no_call_breaks(world: World, name: str, data: st.DataObject) -> None:
    operation = OPERATIONS[name]
    case = data.draw(operation.as_strategy())
    for argument, kind in ARGUMENTS.items():
        if argument in (case.path_parameters or {}) and data.draw(st.booleans()):
            case.path_parameters[argument] = str(world[kind])
    path = operation.path.removeprefix("/api/v1")
    key = next((key for start, key in KEYS.items() if path.startswith(start)), HOUSE)
    token = cookie.to_cookie(world.member(key).secret)
    mark = transaction.savepoint()
    try:
        response = _call(case, token)
        assert response.status_code < 500, (name, case.body)
        described = operation.definition.raw["responses"]
        assert str(response.status_code) in described or response.status_code in {404, 405, 413}, (
            name,
            response.status_code,
        )
    finally:
        transaction.savepoint_rollback(mark)


def _call(case: Any, token: str) -> Any:
    """Through Django's own client: the same transaction, no server."""
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {token}"})
    path = case.path
    for argument, value in (case.path_parameters or {}).items():
        path = path.replace("{" + argument + "}", quote(str(value), safe=""))
    query = dict(case.query or {})
    if query:
        path += "?" + urlencode(query, doseq=True, errors="surrogatepass")
    has_body = type(case.body).__name__ != "NotSet"
    body = json.dumps(case.body, default=str) if has_body else ""
    return client.generic(case.method.upper(), path, body, content_type="application/json")
