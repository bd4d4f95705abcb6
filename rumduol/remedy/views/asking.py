"""One form on a page of its own, about one claim: who may, what was typed, where to go next."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from rumduol.access.types import Actor, StaffRequest
from rumduol.remedy import queries
from rumduol.remedy.models import Claim
from rumduol.shared.asking import attempt, sent


def form_page(
    request: StaffRequest,
    claim_id: UUID,
    form_class: type[forms.Form],
    *,
    check: Callable[[Claim, Actor], None],
    act: Callable[[dict[str, Any], forms.Form], Any],
    heading: Any,
    said: Any,
    note: Any = "",
) -> HttpResponse:
    """The form; after a change the claim's page with a word about it. What the action refuses stands at its field."""
    claim = queries.claim_for(request.actor, claim_id)
    check(claim, request.actor)
    form = form_class(sent(request))
    if form.is_bound and attempt(form, lambda: act(form.cleaned_data, form)):
        return done(request, claim_id, said)
    context = {"claim": claim, "form": form, "heading": heading, "note": note}
    return render(request, "remedy/form.html", context, status=422 if form.is_bound else 200)


def done(request: StaffRequest, claim_id: UUID, said: Any) -> HttpResponse:
    """Back to the claim's page."""
    messages.success(request, str(said))
    return redirect("remedy:claim", claim_id)
