"""Pages of the directory: search, entries, what each house keeps itself, help lines."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.gates import page, public_page
from rumduol.access.types import StaffRequest
from rumduol.directory import actions, policies, queries, showing
from rumduol.directory.enums import StandardsResult
from rumduol.directory.forms import (
    AgreementForm,
    CheckForm,
    NeedForm,
    NewProviderForm,
    PlacesForm,
    ProviderForm,
    ServiceForm,
    WhereaboutsForm,
    take_errors,
    typed_provider,
    typed_service,
)
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section


@page(Permission.DIRECTORY_READ, methods=("GET",))
def search(request: StaffRequest) -> HttpResponse:
    """Who can take this person? Codes only; the address holds no name."""
    asked = "service" in request.GET
    form = NeedForm(request.GET if asked else None)
    results = None
    if asked and form.is_valid():
        results = [showing.shown(found) for found in queries.search(request.actor, form.need())]
    return render(
        request,
        "directory/search.html",
        {
            "form": form,
            "results": results,
            "fitting": sum(1 for row in results or [] if row.fits),
            "may_refer": Permission.REFERRAL_SEND in permissions_of(request.actor.role),
            "query": request.GET.urlencode(),
        },
    )


@page(Permission.REFERRAL_SEND, methods=("POST",))
def unmet(request: StaffRequest) -> HttpResponse:
    """Nobody fits: count the need."""
    form = NeedForm(request.POST)
    if not form.is_valid():
        return render(request, "directory/search.html", {"form": form, "results": None}, status=422)
    actions.record_unmet(need=form.need(), case_id=None, by=request.actor)
    messages.success(request, _("The need is recorded. It is counted, and nobody can be found in it."))
    return redirect("directory:unmet_list")


@page(Permission.DIRECTORY_READ, methods=("GET",))
def unmet_list(request: StaffRequest) -> HttpResponse:
    rows = [showing.unmet(row) for row in queries.unmet(request.actor)]
    return render(request, "directory/unmet.html", {"rows": rows})


@page(Permission.DIRECTORY_READ, methods=("GET",))
def listing(request: StaffRequest) -> HttpResponse:
    keeper = policies.can_keep(request.actor)
    rows = [showing.entry(provider) for provider in queries.providers(inactive=keeper)]
    return render(
        request,
        "directory/list.html",
        {"rows": rows, "may_keep": keeper, "own": queries.own_provider(request.actor)},
    )


@page(Permission.DIRECTORY_READ, methods=("GET",))
def provider(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    row = queries.provider_for(request.actor, provider_id)
    return render(
        request,
        "directory/provider.html",
        {
            "provider": row,
            "entry": showing.entry(row),
            "services": [showing.service(service) for service in row.services.all()],
            "contact": queries.contact_of(request.actor, row),
            "may_change": policies.can_change(row, request.actor),
            "may_keep": policies.can_keep(request.actor),
            "may_seal": row.confidential and policies.can_seal_whereabouts(row, request.actor),
        },
    )


@page(Permission.DIRECTORY_EDIT)
def new(request: StaffRequest) -> HttpResponse:
    """Enter a provider: an office that works here, or one without an account."""
    policies.check_can_keep(request.actor)
    offices = [(str(key), name) for key, name in queries.offices_without_entry(request.actor)]
    form = NewProviderForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_provider(
                entry=form.entry(), office_id=UUID(office) if (office := form.cleaned_data["office"]) else None, telephone=form.cleaned_data["telephone"],
                hours=form.cleaned_data["hours"], by=request.actor,
            )  # fmt: skip
        except InvalidInput as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The provider is in the directory. Add its services now."))
            return redirect("directory:provider", made.id)
    return _form(request, form, _("Enter a provider"))


@page(Permission.DIRECTORY_READ)
def edit(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    row = queries.provider_for(request.actor, provider_id)
    policies.check_can_change(row, request.actor)
    contact = queries.contact_of(request.actor, row)
    typed = typed_provider(row, contact.telephone if contact else "", contact.hours if contact else "")
    form = ProviderForm(request.POST or None, initial=typed)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_provider(
                provider_id=row.id, entry=form.entry(), telephone=data["telephone"], hours=data["hours"],
                revision=data["revision"], by=request.actor,
            )  # fmt: skip
        except InvalidInput as error:
            take_errors(form, error)
        else:
            return _saved(request, row.id)
    return _form(request, form, queries.name_of(row))


@page(Permission.DIRECTORY_READ)
def service(request: StaffRequest, provider_id: UUID, service_id: UUID | None = None) -> HttpResponse:
    row = queries.provider_for(request.actor, provider_id)
    policies.check_can_change(row, request.actor)
    present = None
    if service_id is not None:
        present = next((s for s in row.services.all() if s.id == service_id), None)
        if present is None:
            raise NotThere()
    form = ServiceForm(request.POST or None, initial=typed_service(present) if present else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_service(
                provider_id=row.id, service_id=service_id, values=form.values(), groups=form.groups(), by=request.actor
            )
        except InvalidInput as error:
            take_errors(form, error)
        else:
            return _saved(request, row.id)
    return _form(request, form, _("Service"), queries.name_of(row))


@page(Permission.DIRECTORY_READ)
def free_places(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    row = queries.provider_for(request.actor, provider_id)
    policies.check_can_change(row, request.actor)
    services = [s for s in row.services.all() if s.residential]
    form = PlacesForm(services, request.POST or None)
    if request.method == "POST" and form.is_valid():
        free = {s.id: form.cleaned_data[str(s.id)] for s in services}
        actions.tell_places(provider_id=row.id, free=free, by=request.actor)
        return _saved(request, row.id)
    return _form(request, form, _("Free places today"), queries.name_of(row))


@page(Permission.DIRECTORY_EDIT)
def agreement(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    row = queries.provider_for(request.actor, provider_id)
    policies.check_can_keep(request.actor)
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_agreement(provider_id=row.id, **form.cleaned_data, by=request.actor)
        except InvalidInput as error:
            take_errors(form, error)
        else:
            return _saved(request, row.id)
    return _form(request, form, _("Agreement with the ministry"), queries.name_of(row))


@page(Permission.DIRECTORY_EDIT)
def check(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    row = queries.provider_for(request.actor, provider_id)
    policies.check_can_keep(request.actor)
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "result": StandardsResult(form.cleaned_data["result"])}
        try:
            actions.record_check(provider_id=row.id, **data, by=request.actor)
        except InvalidInput as error:
            take_errors(form, error)
        else:
            return _saved(request, row.id)
    return _form(request, form, _("Check of the minimum standards"), queries.name_of(row))


@page(Permission.DIRECTORY_READ)
def whereabouts(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    """The house seals where it is. Opening what is stored is logged like every opening."""
    row = queries.provider_for(request.actor, provider_id)
    policies.check_can_seal_whereabouts(row, request.actor)
    if request.method == "POST":
        form = WhereaboutsForm(request.POST)
        if form.is_valid():
            actions.seal_whereabouts(provider_id=row.id, **form.cleaned_data, by=request.actor)
            return _saved(request, row.id)
    else:
        stored = vault.open_section(
            record=actions.whereabouts_ref(row), section=Section.WHEREABOUTS, by=request.actor, purpose=Purpose.OWN_WORK
        )
        form = WhereaboutsForm(initial=stored)
    return _form(request, form, _("Whereabouts"), queries.name_of(row))


@page(Permission.DIRECTORY_READ, methods=("GET",))
def help_lines(request: StaffRequest) -> HttpResponse:
    """All public help contacts; who keeps the directory marks those that somebody has tried."""
    rows = queries.help_contacts(verified=False)
    return render(request, "directory/help_lines.html", {"rows": rows, "may_keep": policies.can_keep(request.actor)})


@page(Permission.DIRECTORY_EDIT, methods=("POST",))
def verify(request: StaffRequest, help_id: UUID) -> HttpResponse:
    actions.verify_help(help_id=help_id, by=request.actor)
    messages.success(request, _("From now on the public sees this line."))
    return redirect("directory:help_lines")


@public_page(methods=("GET",))
def public_help(request: HttpRequest, lang: str) -> HttpResponse:
    """Help lines for everybody: no account, no cookie, no script."""
    if lang not in dict(settings.LANGUAGES):
        raise NotThere()
    with translation.override(lang):
        return render(request, "directory/public_help.html", {"rows": queries.help_contacts()})


def _saved(request: StaffRequest, provider_id: UUID) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("directory:provider", provider_id)


def _form(request: StaffRequest, form: Any, title: str, of: str = "") -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "directory/form.html", {"form": form, "heading": title, "of": of}, status=status)
