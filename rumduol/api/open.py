"""/api/open: what is public, for programs. Its own description, so that nobody looks for a token."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from rumduol.access.api import Problem
from rumduol.release.api import router
from rumduol.shared.errors import InvalidInput, RumduolError

api = NinjaAPI(
    title="Rumduol: open figures", version="1", urls_namespace="api-open", docs_url=None, auth=None,
    description="Public releases, read only. A hidden, an unknown and a nought are three different kinds of cell.",
)  # fmt: skip
api.add_router("", router)


@api.exception_handler(RumduolError)
def _named(request: HttpRequest, error: Any) -> HttpResponse:
    return api.create_response(request, Problem(title=str(error.message), status=error.status), status=error.status)


@api.exception_handler(ValidationError)
def _shape(request: HttpRequest, error: Any) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for one in error.errors:
        errors.setdefault(".".join(str(part) for part in one["loc"][1:]) or "query", []).append(one["msg"])
    return api.create_response(request, Problem(title=str(InvalidInput.default), status=422, errors=errors), status=422)
