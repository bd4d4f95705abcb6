"""One case: overview, steps, risk, custody, who it is about."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rumduol.access import actions as access
from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.cases import actions, forms, policies, queries, sealed
from rumduol.cases.enums import ITEMS_OF, STEP_NUMBER, StepName
from rumduol.cases.types import CaseOverview, PersonCoded, StepView
from rumduol.cases.views.page import attempt, back, case_page, entry, people_names, sent, words
from rumduol.drafts.keeping import keeps_drafts
from rumduol.shared.addresses import address
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import NotThere
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey, PurposeNeeded


@page(Permission.CASE_READ, methods=("GET",))
def detail(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The case at a glance."""
    overview = queries.case_overview(request.actor, case_id)
    return case_page(
        request, "cases/detail.html", overview.case, overview=overview,
        can_take=policies.can_take(overview.case, request.actor),
        can_assign=policies.can_assign(overview.case, request.actor),
        can_reopen=policies.can_reopen(overview.case, request.actor),
        identity=words(request, overview.case, Section.IDENTITY),
        step_lines=[_step_line(overview, view, own=overview.case.office_id in request.actor.reach) for view in overview.path],
        timeline_lines=[
            {"on": entry.on, "label": entry.label, "detail": entry.detail, "tone": entry.tone} for entry in overview.timeline
        ],
    )  # fmt: skip


def _step_line(overview: CaseOverview, view: StepView, *, own: bool) -> dict[str, Any]:
    """One of the ten steps as the overview lists it."""
    lacks = len(view.missing) if view.state == "now" else 0
    return {
        "url": address("cases:step", overview.case.id, view.step.step) if own else "", "number": view.number,
        "label": view.label, "status": view.step.get_status_display(),
        "lacks": ngettext("%(n)s point open", "%(n)s points open", lacks) % {"n": lacks} if lacks else "",
    }  # fmt: skip


@page(Permission.CASE_READ, methods=("POST",))
def give_purpose(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Why I open this file today; asked once per file and day."""
    case = queries.case_for(request.actor, case_id)
    purpose = request.POST.get("purpose", "")
    if purpose in Purpose.values:
        access.give_purpose(kind="case", record_id=case.id, purpose=purpose, by=request.actor)
    onwards = request.POST.get("next", "")
    response = back(request, "cases:detail", case.id)
    if url_has_allowed_host_and_scheme(onwards, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        response.headers["Location"] = onwards
    return response


@page(Permission.CASE_READ)
@keeps_drafts(gettext_lazy("A step of a case"))
def step(request: StaffRequest, case_id: UUID, step: str) -> HttpResponse:
    """One of the ten steps: its points, what is missing, and what to do next."""
    if step not in StepName.values:
        raise NotThere()
    name, by = StepName(step), request.actor
    case = queries.own_case_for(by, case_id)
    skip = forms.SkipForm()
    check = forms.CheckForm()
    if request.method == "POST":
        policies.check_can_work(case, by)
        do = request.POST.get("do", "")
        if do == "start":
            actions.start_step(case_id=case.id, step=name, by=by)
            return back(request, "cases:step", case.id, step, said=_("The step is under way."))
        if do == "finish":
            actions.finish_step(case_id=case.id, step=name, by=by)
            return back(request, "cases:detail", case.id, said=_("Step done: %(step)s.") % {"step": name.label})
        if do == "skip":
            skip = forms.SkipForm(request.POST)
            if attempt(skip, lambda: actions.skip_step(case_id=case.id, step=name, by=by, **skip.cleaned_data)):
                return back(request, "cases:detail", case.id, said=_("Noted that this step is not needed."))
        else:
            check = forms.CheckForm(request.POST)
            if attempt(check, lambda: actions.see_to(case_id=case.id, by=by, **check.cleaned_data)):
                return back(request, "cases:step", case.id, step, said=_("Noted."))
    row = queries.step_of(case, name)
    facts = queries.step_facts(case)
    checks = queries.checks_of(case)
    names = people_names(request, [c.by_id for c in checks.values()])
    sections = {sealed.CHECK_SECTION.get(item, Section.NOTES) for item in ITEMS_OF[name] if item in checks}
    opened = {section: words(request, case, section) for section in sections}
    points = [
        {
            "item": item, "check": checks.get(item), "who": names.get(checks[item].by_id, "") if item in checks else "",
            "text": entry(opened.get(sealed.CHECK_SECTION.get(item, Section.NOTES)), "checks", item.value).get("text"),
        }
        for item in ITEMS_OF[name]
    ]  # fmt: skip
    return case_page(
        request, "cases/step.html", case, step=row, name=name, step_number=STEP_NUMBER[name], points=points,
        missing=policies.missing(name, facts), check=check, skip=skip, form=skip if skip.errors else check,
        can_start=policies.can_start_step(case, row, by), can_finish=policies.can_finish_step(case, row, facts, by),
        can_skip=policies.can_skip_step(case, row, by), sections_open=all(v is not None for v in opened.values()),
    )  # fmt: skip


def _form_page(request: StaffRequest, case: Any, form: Any, title: str, submit: str, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    if getattr(form, "differences", None):
        status = 409
    return case_page(
        request, "cases/case_form.html", case, form=form, title=title, submit=submit, status=status,
        differences={str(form.fields[n].label) if n in form.fields else n: pair for n, pair in getattr(form, "differences", {}).items()},
        **context,
    )  # fmt: skip


@page(Permission.CASE_WORK)
@keeps_drafts(gettext_lazy("Who a case is about"))
def identity(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Name, papers, how to reach the person safely. Opens sealed sections, so the purpose is asked first."""
    by = request.actor
    case = queries.own_case_for(by, case_id)
    policies.check_can_work(case, by)
    if request.method == "POST":
        form = forms.IdentityChangeForm(request.POST)
        if attempt(
            form,
            lambda: actions.change_identity(
                case_id=case.id, revision=form.cleaned_data["revision"], by=by, **form.parts()
            ),
        ):
            return back(request, "cases:detail", case.id, said=_("Saved."))
        return _again(request, case, form, _("Who it is"))
    try:
        stored: dict[str, Any] = {}
        for section in (Section.IDENTITY, Section.CONTACT, Section.NARRATIVE):
            stored |= sealed.take(case, section, by=by)
    except (PurposeNeeded, NoKey):
        return case_page(request, "cases/closed_part.html", case, title=_("Who it is"))
    if stored.get("born"):
        stored["born"] = PartialDate.from_text(stored["born"])
    form = forms.IdentityChangeForm(initial={**stored, "revision": case.revision})
    return _form_page(request, case, form, _("Who it is"), _("Save"))


def _again(request: StaffRequest, case: Any, form: Any, title: str) -> HttpResponse:
    """The refused form; after a second editor's change it carries the new revision, so that saving again merges."""
    if getattr(form, "differences", None):
        fresh = queries.own_case_for(request.actor, case.id)
        form.data = form.data.copy()
        form.data["revision"] = str(fresh.revision)
    return _form_page(request, case, form, title, _("Save"))


@page(Permission.CASE_WORK)
@keeps_drafts(gettext_lazy("Facts of a case in codes"))
def person(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The coded facts."""
    by = request.actor
    case = queries.own_case_for(by, case_id)
    policies.check_can_work(case, by)
    if request.method == "POST":
        form = forms.PersonChangeForm(request.POST)
        if attempt(
            form,
            lambda: actions.change_person(
                case_id=case.id, revision=form.cleaned_data["revision"], person=form.person(case.forms[len(forms.FORMS):]),
                standing=form.cleaned_data["standing"], by=by,
            ),
        ):  # fmt: skip
            return back(request, "cases:detail", case.id, said=_("Saved."))
        return _again(request, case, form, _("Facts in codes"))
    stored = {name: getattr(case, name) for name in asdict(PersonCoded())}
    form = forms.PersonChangeForm(
        initial={**stored, **forms.chosen_forms(case.forms), "standing": case.standing, "revision": case.revision}
    )
    return _form_page(request, case, form, _("Facts in codes"), _("Save"))


@page(Permission.CASE_WORK)
@keeps_drafts(gettext_lazy("The risk level of a case"))
def risk(request: StaffRequest, case_id: UUID) -> HttpResponse:
    case = queries.own_case_for(request.actor, case_id)
    policies.check_can_work(case, request.actor)
    form = forms.RiskForm(sent(request), initial={"risk": case.risk})
    if request.method == "POST" and attempt(
        form, lambda: actions.set_risk(case_id=case.id, by=request.actor, **form.cleaned_data)
    ):
        return back(request, "cases:detail", case.id, said=_("The risk level is set."))
    return _form_page(request, case, form, _("Risk level"), _("Save"))


@page(Permission.CASE_WORK)
@keeps_drafts(gettext_lazy("The custody of a child"))
def custody(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Who looks after a child, on what paper, until when."""
    case = queries.own_case_for(request.actor, case_id)
    policies.check_can_work(case, request.actor)
    if request.method == "POST" and request.POST.get("do") == "end":
        actions.end_custody(case_id=case.id, by=request.actor)
        return back(request, "cases:custody", case.id, said=_("The custody ends today."))
    form = forms.CustodyForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.settle_custody(case_id=case.id, by=request.actor, **form.cleaned_data)
    ):
        return back(request, "cases:custody", case.id, said=_("Custody is settled."))
    now = queries.custody_of(case)
    opened = words(request, case, Section.WHEREABOUTS) if now else None
    return _form_page(
        request, case, form, _("Custody"), _("Settle custody"), custody=now,
        custody_words=entry(opened, "custody", now.id) if now else {},
    )  # fmt: skip


@page(Permission.CASE_WORK, methods=("POST",))
def take(request: StaffRequest, case_id: UUID) -> HttpResponse:
    actions.take_case(case_id=case_id, by=request.actor)
    return back(request, "cases:detail", case_id, said=_("You work on this case now."))


@page(Permission.CASE_ASSIGN)
def assign(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Give the case to a case worker of its office."""
    case = queries.own_case_for(request.actor, case_id)
    policies.check_can_assign(case, request.actor)
    form = forms.AssignForm(sent(request))
    workers = [m.person_id for m in agencies.colleagues(case.office_id) if m.role == Role.CASE_WORKER]
    names = people_names(request, workers)
    form.fields["worker"].choices = [(str(w), names.get(w, "")) for w in workers]  # type: ignore[attr-defined]
    if request.method == "POST" and attempt(
        form,
        lambda: actions.assign_case(case_id=case.id, worker_id=UUID(form.cleaned_data["worker"]), by=request.actor),
    ):
        return back(request, "cases:detail", case.id, said=_("The case worker is told."))
    return _form_page(request, case, form, _("Give the case to somebody"), _("Save"))
