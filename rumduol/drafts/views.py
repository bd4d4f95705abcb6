"""My drafts: the list, keeping one, throwing one away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.drafts import actions, queries
from rumduol.drafts.keeping import FORM_FIELD, PAGE_FIELD
from rumduol.shared.typed import typed_fields


@page(Permission.OWN_ACCOUNT, methods=("GET",))
def drafts(request: StaffRequest) -> HttpResponse:
    """What I began and have not sent."""
    return render(request, "drafts/list.html", {"drafts": queries.mine(request.actor)})


@page(Permission.OWN_ACCOUNT, methods=("POST",))
def keep(request: StaffRequest) -> HttpResponse:
    """Any form that keeps drafts, by its own button or every half minute."""
    typed = [pair for pair in typed_fields(request) if pair[0] not in {PAGE_FIELD, FORM_FIELD}]
    page, form = request.POST.get(PAGE_FIELD, ""), request.POST.get(FORM_FIELD, "")
    row = actions.keep(page=page, form=form, typed=typed, by=request.actor)
    if request.headers.get("HX-Request") == "true":
        return render(request, "drafts/kept.html", {"draft": row})
    messages.success(request, _("Your draft is kept for 14 days. Only you see it."))
    return redirect("drafts:list")


@page(Permission.OWN_ACCOUNT, methods=("POST",))
def throw_away(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    actions.throw_away(draft_id=draft_id, by=request.actor)
    messages.success(request, _("The draft is erased."))
    return redirect("drafts:list")
