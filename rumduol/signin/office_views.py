"""Colleagues, invitations, roles, and the keys that pass from hand to hand."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.policies import may
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.shared.errors import InvalidInput
from rumduol.signin import actions
from rumduol.signin.forms import CustodianAgenciesForm, CustodiansForm, InviteForm, OfficeForm, RoleForm
from rumduol.signin.views import add_errors
from rumduol.vault import custodians, keys, rotation
from rumduol.vault.enums import KeyKind


@page(Permission.OFFICES_READ, methods=("GET",))
def colleagues(request: StaffRequest) -> HttpResponse:
    """Who works in my office, and who still waits for its key."""
    context = {
        "office": agencies.office(request.actor.office_id),
        "members": agencies.colleagues(request.actor.office_id),
        "waiting": keys.waiting_for_keys(request.actor) if may(request.actor, Permission.KEYS_HAND_ON) else [],
        "holds_key": keys.holds_office_key(request.actor),
        "worn": rotation.worn(request.actor) if may(request.actor, Permission.KEYS_ROTATE) else [],
        "can_rotate": may(request.actor, Permission.KEYS_ROTATE),
        "can_manage": may(request.actor, Permission.OFFICES_MANAGE),
    }
    return render(request, "signin/colleagues.html", context)


@page(Permission.KEYS_HAND_ON, methods=("POST",))
def hand_on(request: StaffRequest, person_id: UUID) -> HttpResponse:
    keys.hand_on(person_id=person_id, by=request.actor)
    messages.success(request, _("The office key is handed on. It opens from their next click."))
    return HttpResponseRedirect(reverse("signin:colleagues"))


@page(Permission.KEYS_ROTATE)
def office_key(request: StaffRequest) -> HttpResponse:
    """Renew the key, move what waits under the old one, and make the custodians' words."""
    by, do = request.actor, request.POST.get("do", "")
    if do in {KeyKind.OFFICE, KeyKind.DUTY}:
        rotation.rotate(by=by, kind=KeyKind(do))
        messages.success(
            request,
            _("The key is renewed and in the hands of all present colleagues. Now move the parts of files below."),
        )
        return HttpResponseRedirect(reverse("signin:office_key"))
    if do == "rewrap":
        moved = rotation.rewrap(by=by)
        messages.success(request, _("Moved to the new key: %(n)s.") % {"n": moved})
        return HttpResponseRedirect(reverse("signin:office_key"))
    form = CustodianAgenciesForm(request.POST if do == "custodians" else None, language=by.language)
    words: list[custodians.Words] = []
    if form.is_bound and form.is_valid():
        try:
            words = custodians.give_words(agency_ids=form.chosen(), by=by)
        except InvalidInput as error:
            add_errors(form, error)
    present = custodians.custodians_of(by.office_id)
    named = {row.id: row for row in agencies.all_agencies()}
    context = {
        "form": form,
        "words": [(one, named[one.agency_id]) for one in words],
        "custodians": [(one, named[one.agency_id]) for one in present],
        "office": agencies.office(by.office_id),
        "left": rotation.left_to_rewrap(by=by),
        "worn": {key.kind: key.worn_since for key in rotation.worn(by)},
        "holds_duty": keys.holds_duty(by),
        "holds_key": keys.holds_office_key(by),
    }
    response = render(request, "signin/office_key.html", context, status=422 if form.errors else 200)
    if words:
        response.headers["Cache-Control"] = "no-store"
    return response


@page(Permission.KEYS_ROTATE)
def recovery(request: StaffRequest) -> HttpResponse:
    """All keys of the office are lost: three of the five custodians come together."""
    form = CustodiansForm(request.POST or None)
    if form.is_bound:
        form.is_valid()
        try:
            custodians.recover(lists=[form.cleaned_data.get(name, "") for name in custodians.FIELDS], by=request.actor)
        except InvalidInput as error:
            form.errors.clear()
            add_errors(form, error)
        else:
            messages.success(
                request, _("The office key is restored for you. Hand it on to your colleagues, then renew it.")
            )
            return HttpResponseRedirect(reverse("signin:colleagues"))
    return render(request, "signin/recovery.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.OFFICES_MANAGE)
def people(request: StaffRequest) -> HttpResponse:
    """The agency's offices and people; invite somebody."""
    making = request.POST.get("do") == "office"
    office_form = OfficeForm(
        request.POST if making else None, agency_id=request.actor.agency_id, language=request.actor.language
    )
    if making and office_form.is_valid():
        try:
            actions.make_office(**office_form.cleaned_data, by=request.actor)
        except InvalidInput as error:
            add_errors(office_form, error)
        else:
            messages.success(request, _("The office stands. Invite its people."))
            return HttpResponseRedirect(reverse("signin:people"))
    form = InviteForm(
        None if making else request.POST or None, agency_id=request.actor.agency_id, language=request.actor.language
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            invited, code = actions.invite(
                username=data["username"], name_km=data["name_km"], name_latin=data["name_latin"], office_id=UUID(data["office"]),
                role=Role(data["role"]), by=request.actor,
            )  # fmt: skip
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return render(
                request,
                "signin/invited.html",
                {"person": agencies.people([invited])[invited], "code": code, "days": actions.INVITATION_DAYS},
            )
    offices = agencies.agency_offices(request.actor.agency_id)
    context = {
        "form": form,
        "office_form": office_form,
        "offices": [{"office": office, "members": agencies.memberships_in(office.id)} for office in offices],
    }
    return render(request, "signin/people.html", context, status=422 if form.errors or office_form.errors else 200)


@page(Permission.OFFICES_MANAGE)
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """One person: roles, a new invitation, disable."""
    form = RoleForm(
        request.POST if request.POST.get("do") == "role" else None,
        agency_id=request.actor.agency_id,
        language=request.actor.language,
    )
    do = request.POST.get("do")
    if do == "disable":
        actions.disable(person_id=person_id, by=request.actor)
        messages.success(request, _("Disabled. All their sessions have ended."))
    elif do == "end_role":
        actions.end_role(membership_id=UUID(request.POST.get("membership", "")), by=request.actor)
        messages.success(request, _("The role is ended."))
    elif do == "invite":
        code = actions.invite_again(person_id=person_id, by=request.actor)
        who = agencies.people([person_id])[person_id]
        return render(request, "signin/invited.html", {"person": who, "code": code, "days": actions.INVITATION_DAYS})
    elif do == "role" and form.is_valid():
        actions.give_role(
            person_id=person_id,
            office_id=UUID(form.cleaned_data["office"]),
            role=Role(form.cleaned_data["role"]),
            by=request.actor,
        )
        messages.success(request, _("The role is given."))
    if do and not form.errors:
        return HttpResponseRedirect(reverse("signin:person", args=[person_id]))
    found = agencies.person_of_agency(person_id, request.actor.agency_id)
    context = {"person": found, "memberships": agencies.memberships_of(person_id), "form": form}
    return render(request, "signin/person.html", context, status=422 if form.errors else 200)
