"""Cases over the API, coded and read only: for services that keep the case's id in a system of their own."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from rumduol.access.api import PROBLEMS, needs
from rumduol.access.enums import Permission
from rumduol.access.types import Actor
from rumduol.cases import queries
from rumduol.cases.enums import CaseStatus
from rumduol.cases.models import Case
from rumduol.shared.errors import NotThere

router = Router(tags=["cases"])


class OtherFileOut(Schema):
    """Another file of the same person."""

    id: UUID
    number: str


class CaseOut(Schema):
    """A case without a name. `joined_into`: the file that goes on when this one was found to be the same person's and rests
    (`status` is "joined" then); `joined`: files that rest with this one. Both hold files that the reader may see."""

    id: UUID
    number: str
    status: str
    standing: str
    opened_on: date
    sex: str
    joined_into: OtherFileOut | None
    joined: list[OtherFileOut]


@router.get("/{case_id}", response={200: CaseOut, **PROBLEMS}, summary="One case, coded")
@needs(Permission.CASE_READ)
def one(request: HttpRequest, case_id: UUID) -> Any:
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = queries.case_for(by, case_id)
    into = queries.joined_into(case.id) if case.status == CaseStatus.JOINED else None
    return {
        "id": case.id,
        "number": case.number,
        "status": case.status,
        "standing": case.standing,
        "opened_on": case.opened_on,
        "sex": case.sex,
        "joined_into": _seen(by, into.case_id) if into else None,
        "joined": [
            {"id": seen.id, "number": seen.number}
            for one in queries.joined_to(case.id)
            if (seen := _seen(by, one.other_case_id)) is not None
        ],
    }


def _seen(by: Actor, case_id: UUID) -> Case | None:
    try:
        return queries.case_for(by, case_id)
    except NotThere:
        return None
