"""/api/v1: every room's endpoints under one roof, with OpenAPI. Bearer tokens only; errors are problems in the reader's words."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from rumduol.access import cookie, queries
from rumduol.access.api import PROBLEMS, Bearer, Problem, needs
from rumduol.access.enums import Permission
from rumduol.cases.api import router as cases
from rumduol.intake.api import router as reports
from rumduol.referrals.api import consents
from rumduol.referrals.api import router as referrals
from rumduol.screening.api import groups
from rumduol.screening.api import router as screenings
from rumduol.shared.errors import InvalidInput, NotAllowed, NotSignedIn, RumduolError
from rumduol.signin import actions as signin

api = NinjaAPI(
    title="Rumduol", version="1", urls_namespace="api", docs_url=None, auth=Bearer(),
    description="Reports, cases, screening and referrals. Coded data by default; sealed sections one at a time, with a purpose, logged.",
)  # fmt: skip


class SignInIn(Schema):
    username: str = Field(max_length=60)
    password: str = Field(max_length=500)
    code: str = Field("", max_length=12, description="Six digits of the second factor, where it is set up.")


class TokenOut(Schema):
    token: str


class MeOut(Schema):
    office_id: str
    role: str
    language: str


@api.post("/session", auth=None, response={201: TokenOut, **PROBLEMS}, tags=["session"], summary="Sign in")
def sign_in(request: HttpRequest, data: SignInIn) -> tuple[int, Any]:
    try:
        signed = signin.sign_in(username=data.username, password=data.password)
        if not signed.done:
            _finish(signed, data.code)
    except (
        InvalidInput
    ) as error:  # answered here and not by the handler: a wrong try is counted, so nothing is rolled back
        errors = {field: [str(text) for text in texts] for field, texts in error.errors.items()}
        return 422, {"title": str(error.message), "status": 422, "errors": errors}
    return 201, {"token": cookie.to_cookie(signed.secret)}


def _finish(signed: signin.SignedIn, code: str) -> None:
    """The second factor. Setting one up for the first time is done in the browser."""
    if signed.enrol:
        raise NotAllowed()
    _actor, pending = queries.who_is_asking(signed.secret)
    if pending is None:
        raise NotSignedIn()
    signin.check_totp(code=code, secret=signed.secret, person_id=pending.person_id)
    signin.finish(secret=signed.secret, person_id=pending.person_id, factor="totp")


@api.delete("/session", response={204: None, **PROBLEMS}, tags=["session"], summary="Sign out")
@needs(Permission.OWN_ACCOUNT)
def sign_out(request: HttpRequest) -> tuple[int, None]:
    signin.sign_out(by=request.actor)  # type: ignore[attr-defined]
    return 204, None


@api.get("/me", response={200: MeOut, **PROBLEMS}, tags=["session"], summary="Who am I here")
@needs(Permission.OWN_ACCOUNT)
def me(request: HttpRequest) -> dict[str, str]:
    actor = request.actor  # type: ignore[attr-defined]
    return {"office_id": str(actor.office_id), "role": str(actor.role), "language": actor.language}


api.add_router("/reports", reports)
api.add_router("/cases", cases)
api.add_router("/screenings", screenings)
api.add_router("/screening-groups", groups)
api.add_router("/referrals", referrals)
api.add_router("/consents", consents)


def _problem(request: HttpRequest, status: int, title: str, errors: dict[str, list[str]] | None = None) -> HttpResponse:
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)  # nothing half-saved: the view's savepoint goes
    return api.create_response(request, Problem(title=title, status=status, errors=errors or {}), status=status)


@api.exception_handler(RumduolError)
def _named(request: HttpRequest, error: Any) -> HttpResponse:
    found = error.errors if isinstance(error, InvalidInput) else {}
    errors = {field: [str(text) for text in texts] for field, texts in found.items()}
    return _problem(request, error.status, str(error.message), errors)


@api.exception_handler(ValidationError)
def _shape(request: HttpRequest, error: Any) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for one in error.errors:
        errors.setdefault(".".join(str(part) for part in one["loc"][1:]) or "body", []).append(one["msg"])
    return _problem(request, 422, str(InvalidInput.default), errors)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: Any) -> HttpResponse:
    return _problem(request, 401, str(NotSignedIn.default))


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: Any) -> HttpResponse:
    return _problem(request, error.status_code, str(error.message))
