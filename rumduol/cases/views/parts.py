"""The parts of a case: plan, decisions, rights, alarms, visits, feedback, notes, documents, links, closure."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.cases import actions, forms, policies, queries
from rumduol.cases.enums import VISIT_OPEN, Right
from rumduol.cases.models import Case
from rumduol.cases.views.page import attempt, back, case_page, entry, people_names, sent, words
from rumduol.drafts.keeping import keeps_drafts
from rumduol.shared.errors import NotThere
from rumduol.vault import files
from rumduol.vault.enums import Section


def _status(*tried: Any) -> int:
    return 422 if any(form.is_bound and form.errors for form in tried) else 200


def _own(request: StaffRequest, case_id: UUID) -> Case:
    case = queries.own_case_for(request.actor, case_id)
    if request.method == "POST":
        policies.check_can_work(case, request.actor)
    return case


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotThere() from error


@page(Permission.CASE_READ)
@keeps_drafts(gettext_lazy("The plan of a case"))
def plan(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Goals, tasks, and the person's answer."""
    by, case = request.actor, _own(request, case_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"goal_reached", "goal_dropped", "goal_open", "task_done", "task_dropped", "task_open"}:
        _move(case, do, _id(request.POST.get("id", "")), by)
        return back(request, "cases:plan", case.id, said=_("Noted."))
    goals = queries.goals_of(case)
    opened = words(request, case, Section.PLAN)
    goal_form = forms.GoalForm(request.POST if do == "goal" else None)
    task_form = forms.TaskForm(request.POST if do == "task" else None)
    task_form.fields["goal"].choices = [  # type: ignore[attr-defined]
        (str(g.id), entry(opened, "goals", g.id).get("text") or g.get_area_display()) for g in goals if g.status == "open"
    ]  # fmt: skip
    changing = _id(request.POST.get("id", "")) if do == "words" else None
    goal_words = forms.GoalWordsForm(request.POST if do == "words" else None)
    if changing and attempt(
        goal_words,
        lambda: actions.change_goal(case_id=case.id, goal_id=changing, by=by, **goal_words.cleaned_data),
    ):
        return back(request, "cases:plan", case.id, said=_("Saved."))
    answer_form = forms.PlanAnswerForm(request.POST if do == "answer" else None, initial={"language": case.language})
    if do == "goal" and attempt(goal_form, lambda: actions.add_goal(case_id=case.id, by=by, **goal_form.cleaned_data)):
        return back(request, "cases:plan", case.id, said=_("The goal is in the plan."))
    if do == "task" and attempt(task_form, lambda: _add_task(case, task_form, by)):
        return back(request, "cases:plan", case.id, said=_("The task is in the plan."))
    if do == "answer" and attempt(
        answer_form, lambda: actions.answer_plan(case_id=case.id, by=by, **answer_form.cleaned_data)
    ):
        return back(request, "cases:plan", case.id, said=_("The person's answer is kept."))
    tasks = queries.tasks_of(case)
    if getattr(goal_words, "differences", None):  # saving again, with both wordings in sight, is a decision
        again = request.POST.copy()
        again["revision"] = str(next(goal.revision for goal in goals if goal.id == changing))
        goal_words.data = again
    rows = [
        {
            "goal": goal, "text": entry(opened, "goals", goal.id).get("text", ""), "draft": f"GoalWordsForm.{goal.id}",
            "words": goal_words if goal.id == changing else forms.GoalWordsForm(
                initial={"revision": goal.revision, "text": entry(opened, "goals", goal.id).get("text", "")},
                auto_id=f"id_{goal.id}_%s",
            ),
            "tasks": [
                {"task": t, "text": entry(opened, "tasks", t.id).get("text", "")} for t in tasks if t.goal_id == goal.id
            ],
        }
        for goal in goals
    ]  # fmt: skip
    answer = queries.last_plan_answer(case)
    return case_page(
        request, "cases/plan.html", case, rows=rows, opened=opened is not None or not goals, goal_form=goal_form,
        task_form=task_form, answer_form=answer_form, answer=answer, status=409 if getattr(goal_words, "differences", None) else _status(goal_form, task_form, answer_form, goal_words),
        answer_words=entry(words(request, case, Section.WISHES), "plan", answer.id) if answer else {},
    )  # fmt: skip


def _add_task(case: Case, form: forms.TaskForm, by: Any) -> None:
    data = dict(form.cleaned_data)
    actions.add_task(case_id=case.id, goal_id=_id(data.pop("goal")), by=by, **data)


def _move(case: Case, do: str, part_id: UUID, by: Any) -> None:
    what, to = do.split("_")
    if what == "goal" and to == "open":
        actions.reopen_goal(case_id=case.id, goal_id=part_id, by=by)
    elif what == "goal":
        actions.end_goal(case_id=case.id, goal_id=part_id, reached=to == "reached", by=by)
    elif to == "open":
        actions.reopen_task(case_id=case.id, task_id=part_id, by=by)
    else:
        actions.end_task(case_id=case.id, task_id=part_id, done=to == "done", by=by)


@page(Permission.CASE_READ)
@keeps_drafts(gettext_lazy("A decision of a person"))
def decisions(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What the person decided, in their own words."""
    case = _own(request, case_id)
    form = forms.DecisionForm(sent(request), initial={"language": case.language})
    if request.method == "POST" and attempt(
        form, lambda: actions.record_decision(case_id=case.id, by=request.actor, **form.cleaned_data)
    ):
        return back(request, "cases:decisions", case.id, said=_("The decision is kept in the person's words."))
    made = queries.decisions_of(case)
    opened = words(request, case, Section.WISHES) if made else {}
    rows = [{"row": row, "words": entry(opened, "decisions", row.id).get("words", "")} for row in made]
    return case_page(
        request, "cases/decisions.html", case, rows=rows, form=form, opened=opened is not None, status=_status(form)
    )


@page(Permission.CASE_READ)
@keeps_drafts(gettext_lazy("A right of a person"))
def rights(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The eleven rights: what was done for each, when, by whom."""
    case = _own(request, case_id)
    form = forms.RightForm(sent(request), initial={"right": request.GET.get("right", "")})
    if request.method == "POST" and attempt(
        form, lambda: actions.check_right(case_id=case.id, by=request.actor, **form.cleaned_data)
    ):
        return back(request, "cases:rights", case.id, said=_("Noted."))
    last = queries.rights_of(case)
    names = people_names(request, [row.by_id for row in last.values()])
    opened = words(request, case, Section.NOTES) if last else {}
    rows = [
        {
            "right": right, "check": last.get(right), "who": names.get(last[right].by_id, "") if right in last else "",
            "text": entry(opened, "rights", last[right].id).get("text", "") if right in last else "",
        }
        for right in Right
    ]  # fmt: skip
    return case_page(
        request, "cases/rights.html", case, rows=rows, form=form, opened=opened is not None, status=_status(form)
    )


@page(Permission.CASE_READ)
@keeps_drafts(gettext_lazy("An alarm"))
def alarms(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Detained, fined, charged, deported: each stays until it is handled."""
    by, case = request.actor, _own(request, case_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "again":
        actions.raise_alarm_again(case_id=case.id, alarm_id=_id(request.POST.get("id", "")), by=by)
        return back(request, "cases:alarms", case.id, said=_("The alarm stands again."))
    form = forms.AlarmForm(request.POST if do == "raise" else None)
    if do == "raise" and attempt(form, lambda: actions.raise_alarm(case_id=case.id, by=by, **form.cleaned_data)):
        return back(request, "cases:alarms", case.id, said=_("The alarm is raised. Your supervisor is told."))
    outcome = forms.AlarmOutcomeForm(request.POST if do == "handle" else None)
    if do == "handle" and attempt(
        outcome,
        lambda: actions.handle_alarm(
            case_id=case.id, alarm_id=_id(request.POST.get("id", "")), by=by, **outcome.cleaned_data
        ),
    ):
        return back(request, "cases:alarms", case.id, said=_("The alarm is handled."))
    raised = queries.alarms_of(case)
    opened = words(request, case, Section.JUSTICE) if raised else {}
    handling = request.POST.get("id", "")
    rows = [
        {"alarm": row, "words": entry(opened, "alarms", row.id), "draft": f"AlarmOutcomeForm.{row.id}",
         "outcome": outcome if str(row.id) == handling else forms.AlarmOutcomeForm()}
        for row in raised
    ]  # fmt: skip
    return case_page(
        request, "cases/alarms.html", case, rows=rows, form=form, opened=opened is not None,
        status=_status(form, outcome),
    )  # fmt: skip


@page(Permission.CASE_READ)
def visits(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The visits after the return, planned from the day the person was back in ordinary life."""
    case = _own(request, case_id)
    form = forms.ReintegrateForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.reintegrate(case_id=case.id, by=request.actor, **form.cleaned_data)
    ):
        return back(request, "cases:visits", case.id, said=_("Five visits are planned."))
    made = queries.visits_of(case)
    opened = words(request, case, Section.NOTES) if made else {}
    rows = [
        {"visit": row, "text": entry(opened, "visits", row.id).get("text", ""), "open": row.status in VISIT_OPEN}
        for row in made
    ]
    return case_page(
        request, "cases/visits.html", case, rows=rows, form=form, opened=opened is not None, status=_status(form),
        can_reintegrate=policies.can_reintegrate(case, request.actor),
    )  # fmt: skip


@page(Permission.CASE_WORK)
@keeps_drafts(gettext_lazy("A visit"))
def visit(request: StaffRequest, case_id: UUID, visit_id: UUID) -> HttpResponse:
    """One visit: how the person is, or that they were not met."""
    by, case = request.actor, _own(request, case_id)
    policies.check_can_work(case, by)
    row = next((v for v in queries.visits_of(case) if v.id == visit_id), None)
    if row is None:
        raise NotThere()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = forms.VisitForm(request.POST if do == "visit" else None)
    retry = forms.RetryForm(request.POST if do == "retry" else None)
    ids: dict[str, Any] = {"case_id": case.id, "visit_id": visit_id}
    if do == "visit" and attempt(form, lambda: actions.record_visit(by=by, **ids, **form.cleaned_data)):
        return back(request, "cases:visits", case.id, said=_("The visit is kept."))
    if do == "retry" and attempt(retry, lambda: actions.retry_visit(by=by, **ids, **retry.cleaned_data)):
        return back(request, "cases:visits", case.id, said=_("Noted."))
    return case_page(request, "cases/visit.html", case, visit=row, form=form, retry=retry, status=_status(form, retry))


@page(Permission.CASE_READ)
@keeps_drafts(gettext_lazy("Feedback"))
def feedback(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Whether the person was asked what the services were like."""
    case = _own(request, case_id)
    form = forms.FeedbackOfferForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.offer_feedback(case_id=case.id, by=request.actor, **form.cleaned_data)
    ):
        return back(request, "cases:feedback", case.id, said=_("Noted."))
    offers = queries.feedback_of(case)
    opened = words(request, case, Section.WISHES) if offers else {}
    rows = [{"row": row, "words": entry(opened, "feedback", row.id).get("words", "")} for row in offers]
    return case_page(
        request, "cases/feedback.html", case, rows=rows, form=form, opened=opened is not None, status=_status(form)
    )


@page(Permission.CASE_READ)
@keeps_drafts(gettext_lazy("A note on a case"))
def notes(request: StaffRequest, case_id: UUID) -> HttpResponse:
    case = _own(request, case_id)
    form = forms.NoteForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.add_note(case_id=case.id, by=request.actor, **form.cleaned_data)
    ):
        return back(request, "cases:notes", case.id, said=_("The note is kept."))
    made = queries.notes_of(case)
    names = people_names(request, [row.by_id for row in made])
    opened = words(request, case, Section.NOTES) if made else {}
    rows = [
        {"row": row, "text": entry(opened, "notes", row.id).get("text", ""), "who": names.get(row.by_id, "")}
        for row in made
    ]
    return case_page(
        request, "cases/notes.html", case, rows=rows, form=form, opened=opened is not None, status=_status(form)
    )


@page(Permission.CASE_READ)
def documents(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Sealed papers, pictures and recordings."""
    case = _own(request, case_id)
    form = forms.DocumentForm(sent(request), request.FILES or None)
    if request.method == "POST" and attempt(
        form, lambda: actions.add_document(case_id=case.id, upload=form.cleaned_data["file"], by=request.actor)
    ):
        return back(request, "cases:documents", case.id, said=_("The document is sealed."))
    return case_page(
        request, "cases/documents.html", case, documents=queries.documents_of(case), form=form, status=_status(form)
    )


@page(Permission.CASE_READ, methods=("GET",))
def document(request: StaffRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """The viewing copy of a document; the log is written first."""
    case = queries.case_for(request.actor, case_id)
    if file_id not in queries.documents_of(case):
        raise NotThere()
    purpose = queries.purpose_of(request.actor, case)
    opened = files.open_file(file_id=file_id, by=request.actor, purpose=purpose)
    response = HttpResponse(opened.content, content_type=opened.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_id.hex[:8]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page(Permission.CASE_READ)
def links(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Family and companions."""
    case = _own(request, case_id)
    form = forms.LinkForm(sent(request))

    def act() -> None:
        data = form.cleaned_data
        if data["number"]:
            actions.link_case(case_id=case.id, number=data["number"], relation=data["relation"], by=request.actor)
        else:
            actions.link_person(
                case_id=case.id, relation=data["relation"], name=data["name"], note=data["note"], by=request.actor
            )

    if request.method == "POST" and attempt(form, act):
        return back(request, "cases:links", case.id, said=_("Noted."))
    made = queries.links_of(case)
    numbers = queries.numbers_of(row.other_case_id for row in made if row.other_case_id)
    opened = words(request, case, Section.CONTACT) if any(row.other_case_id is None for row in made) else {}
    rows = [
        {"row": row, "number": numbers.get(row.other_case_id) if row.other_case_id else "",
         "words": entry(opened, "links", row.id)}
        for row in made
    ]  # fmt: skip
    return case_page(
        request, "cases/links.html", case, rows=rows, form=form, opened=opened is not None, status=_status(form)
    )


@page(Permission.CASE_READ)
@keeps_drafts(gettext_lazy("The closure of a case"))
def closure(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Ask for the closure, see where it stands, reopen."""
    by, case = request.actor, queries.own_case_for(request.actor, case_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = forms.ClosureForm(request.POST if do == "ask" else None)
    again = forms.ReopenForm(request.POST if do == "reopen" else None)
    if do == "ask" and attempt(form, lambda: actions.ask_closure(case_id=case.id, by=by, **form.cleaned_data)):
        return back(request, "cases:closure", case.id, said=_("A supervisor is asked to sign."))
    if do == "reopen" and attempt(again, lambda: actions.reopen_case(case_id=case.id, by=by, **again.cleaned_data)):
        return back(request, "cases:detail", case.id, said=_("The case is open again."))
    asked = queries.closures_of(case)
    names = people_names(request, [i for c in asked for i in (c.asked_by_id, c.signed_by_id)])
    opened = words(request, case, Section.NOTES) if asked else {}
    rows = [
        {"row": c, "text": entry(opened, "closures", c.id).get("text", ""), "asked_by": names.get(c.asked_by_id, ""),
         "signed_by": names.get(c.signed_by_id, "") if c.signed_by_id else ""}
        for c in asked
    ]  # fmt: skip
    return case_page(
        request, "cases/closure.html", case, rows=rows, form=form, again=again, opened=opened is not None, status=_status(form, again),
        obstacles=queries.obstacles(case, by), can_ask=policies.can_ask_closure(case, by),
        can_reopen=policies.can_reopen(case, by),
    )  # fmt: skip
