"""Files of invented people: on the desk of the two who make them public, and for everybody."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.release import invented, policies
from rumduol.release.enums import ReleaseStatus, ReturnReason
from rumduol.release.forms import InventedForm, ReturnForm
from rumduol.release.models import Invented
from rumduol.release.showing import invented_title, told_of
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.shared.gates import public_page

FILES = {
    "csv": ("text/csv; charset=utf-8", lambda found: "\ufeff" + found.content["table"]),
    "json": (
        "application/json",
        lambda found: json.dumps(
            {
                "number": found.number,
                "invented": True,
                "sha256": found.sha256,
                **{name: value for name, value in found.content.items() if name != "table"},
            },
            indent=1,
        ),
    ),
}


@page(Permission.RELEASE_DRAFT)
def new(request: StaffRequest) -> HttpResponse:
    """Choose a year and a way; the file is made and kept as a draft."""
    form = InventedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = invented.draft(**form.cleaned_data, by=request.actor)
        except InvalidInput as error:
            for field, said in (error.errors or {"": [str(error.message)]}).items():
                for message in said:
                    form.add_error(field or None, message)
        else:
            return redirect("release:invented", made.id)
    context = {"form": form, "lines": [_line(one) for one in invented.desk(request.actor)]}
    return render(request, "release/invented_new.html", context, status=422 if form.errors else 200)


def _line(found: Invented) -> dict[str, Any]:
    return {"file": found, "title": invented_title(found.year), "status": ReleaseStatus(found.status).label}


@page(Permission.FACTS_READ, methods=("GET",))
def one(request: StaffRequest, invented_id: UUID) -> HttpResponse:
    """What the second person looks at: how alike the file is, the true totals beside it, and its first rows."""
    return _one(request, invented.one_for(request.actor, invented_id), ReturnForm())


def _one(request: StaffRequest, found: Invented, form: ReturnForm, status: int = 200) -> HttpResponse:
    actor = request.actor
    context = {
        **_line(found),
        **told_of(found),
        "return_form": form,
        "return_reason": ReturnReason(found.return_reason).label if found.return_reason else "",
        "mine": found.drafted_by == actor.person_id,
        "can_send": policies.can_send(found, actor),
        "can_drop": policies.can_drop(found, actor),
        "can_publish": policies.can_publish(found, actor),
        "can_return": policies.can_return(found, actor),
    }
    return render(request, "release/invented.html", context, status=status)


@page(Permission.RELEASE_DRAFT, methods=("POST",))
def send(request: StaffRequest, invented_id: UUID) -> HttpResponse:
    invented.send_to_check(invented_id=invented_id, by=request.actor)
    messages.success(request, _("Sent. A second person checks it now."))
    return redirect("release:invented", invented_id)


@page(Permission.RELEASE_DRAFT, methods=("POST",))
def drop(request: StaffRequest, invented_id: UUID) -> HttpResponse:
    invented.drop(invented_id=invented_id, by=request.actor)
    messages.success(request, _("Dropped. Nothing of it is public."))
    return redirect("release:desk")


@page(Permission.RELEASE_APPROVE, methods=("POST",))
def give_back(request: StaffRequest, invented_id: UUID) -> HttpResponse:
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _one(request, invented.one_for(request.actor, invented_id), form, 422)
    invented.give_back(invented_id=invented_id, reason=form.cleaned_data["reason"], by=request.actor)
    messages.success(request, _("Returned, with your reason."))
    return redirect("release:invented", invented_id)


@page(Permission.RELEASE_APPROVE, methods=("POST",))
def publish(request: StaffRequest, invented_id: UUID) -> HttpResponse:
    done = invented.publish(invented_id=invented_id, by=request.actor)
    messages.success(request, _("Public as %(number)s.") % {"number": done.number})
    return redirect("release:invented", invented_id)


@public_page(methods=("GET",))
def public_list(request: HttpRequest, lang: str) -> HttpResponse:
    """Files of invented people, and what they are good for and what not."""
    context = {"lang": lang, "lines": [_line(found) for found in invented.public()]}
    return render(request, "release/public_invented_list.html", context)


@public_page(methods=("GET",))
def public_one(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    found = invented.public_one(number)
    return render(request, "release/public_invented.html", {"lang": lang, **_line(found), **told_of(found)})


@public_page(methods=("GET",))
def public_file(request: HttpRequest, lang: str, number: str, kind: str) -> HttpResponse:
    """The file (csv), or what is told about it (json). Raises NotThere for another kind."""
    if kind not in FILES:
        raise NotThere()
    found = invented.public_one(number)
    media, encode = FILES[kind]
    response = HttpResponse(encode(found).encode(), content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}-invented-people.{kind}"'
    return response
