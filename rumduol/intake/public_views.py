"""The public pages: no account, no cookie, no script. Everything travels in the body of a form.

Without a cookie there is nothing another site could misuse, so these pages need no CSRF token and never expire by it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rumduol.intake import actions, codes, help_lines, threads
from rumduol.intake.actions.mailbox import MESSAGE_LENGTH, TooManyTries, show_ticket
from rumduol.intake.actions.receive import NobodyAnswers
from rumduol.intake.carrying import Expired, carried, carry
from rumduol.intake.enums import STEP_NUMBER, MessageKind, Step
from rumduol.intake.journey import Journey, before, step_of
from rumduol.intake.public_forms import FORMS, StepForm, report_said
from rumduol.intake.public_mailbox_forms import CodeForm, MessageForm, message_text
from rumduol.intake.public_summary import status_for_reporter, summary
from rumduol.intake.types import Ticket
from rumduol.shared.errors import NotThere, RumduolError, WrongState
from rumduol.shared.gates import public_page

TICKET_USE = "mailbox"
TICKET_SECONDS = 15 * 60
KEPT_USE = "kept message"
KEPT_SECONDS = 24 * 3600


@csrf_exempt
@public_page
def report(request: HttpRequest, lang: str) -> HttpResponse:
    """The six questions, one page each, and the code at the end. One address; what was typed travels sealed."""
    if request.method != "POST":
        journey = Journey()
        return _question(request, journey, journey.shown(Step.DANGER), Step.DANGER)
    journey = Journey.resumed(request.POST)
    step, go = step_of(request.POST), request.POST.get("go", "next")
    if journey.began_anew:
        return _question(request, journey, journey.shown(Step.DANGER), Step.DANGER)
    if go == "stay":
        return _page(request, journey, step)
    if go == "back":
        return _page(request, journey, before(step))
    if go == "add" and step == Step.WHO:
        journey.add_row()
        return _page(request, journey, step)
    if go in FORMS:
        return _page(request, journey, Step(go))
    if step == Step.CHECK:
        return _send(request, journey, lang) if go == "send" else _page(request, journey, step)
    form = journey.bound(step)
    if not form.is_valid():
        return _question(request, journey, form, step, status=422)
    return _page(request, journey, journey.after(step))


def _page(request: HttpRequest, journey: Journey, step: Step) -> HttpResponse:
    if step in FORMS:
        return _question(request, journey, journey.shown(step), step)
    forms, wrong = journey.judged()
    if wrong is not None:
        form = forms[wrong]
        seen = wrong.value in journey.typed
        return _question(request, journey, form if seen else journey.shown(wrong), wrong, status=422 if seen else 200)
    journey.make_seed()
    said = report_said(forms, request.LANGUAGE_CODE or "km")
    context = {"rows": summary(said), "said": said}
    return _render(request, "intake/public/check.html", journey, Step.CHECK, context)


def _question(request: HttpRequest, journey: Journey, form: StepForm, step: Step, *, status: int = 200) -> HttpResponse:
    return _render(request, "intake/public/question.html", journey, step, {"form": form}, status=status)


def _render(
    request: HttpRequest, template: str, journey: Journey, step: Step, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context |= {
        "carried": journey.carried(),
        "this_step": step.value,
        "step": STEP_NUMBER[step],
        "steps": STEP_NUMBER[Step.CHECK],
        "first": step == Step.DANGER,
        "began_anew": journey.began_anew,
        "lines": help_lines.lines(request.LANGUAGE_CODE or "km") if journey.in_danger else [],
    }
    return render(request, template, context, status=status)


def _send(request: HttpRequest, journey: Journey, lang: str) -> HttpResponse:
    forms, wrong = journey.judged()
    if wrong is not None:
        return _question(request, journey, forms[wrong], wrong, status=422)
    seed = journey.make_seed()
    try:
        received = actions.receive_web_report(said=report_said(forms, lang), seed=seed)
    except (NobodyAnswers, codes.Busy) as error:
        trouble = (
            error.message
            if isinstance(error, NobodyAnswers)
            else _("Many people are writing to us at this moment. Nothing is lost: wait a little and press send again.")
        )
        said = report_said(forms, lang)
        context = {"rows": summary(said), "said": said, "trouble": trouble}
        return _render(request, "intake/public/check.html", journey, Step.CHECK, context, status=503)
    context = {
        "groups": received.code.groups(),
        "again": received.again,
        "in_danger": journey.in_danger,
        "lines": help_lines.lines(lang) if journey.in_danger else [],
    }
    return render(request, "intake/public/code.html", context)


@csrf_exempt
@public_page
def answers(request: HttpRequest, lang: str) -> HttpResponse:
    """The mailbox: the code opens it for a quarter of an hour; the page carries a sealed ticket instead of the code."""
    if request.method != "POST":
        return _ask_code(request, CodeForm())
    if "ticket" in request.POST:
        return _with_ticket(request)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form, kept=request.POST.get("kept", ""), status=422)
    try:
        ticket = actions.open_mailbox(form.cleaned_data["return_code"])
    except NotThere:
        form.add_error("return_code", _("This code opens nothing. Please look at the digits again."))
        return _ask_code(request, form, kept=request.POST.get("kept", ""), status=422)
    except TooManyTries as error:
        form.add_error("return_code", error.message)
        return _ask_code(request, form, kept=request.POST.get("kept", ""), status=429)
    except codes.Busy:
        form.add_error("return_code", _("Many people are here at this moment. Please try again in a little while."))
        return _ask_code(request, form, kept=request.POST.get("kept", ""), status=503)
    return _thread(request, ticket, MessageForm(initial=_kept(request)))


def _ask_code(
    request: HttpRequest, form: CodeForm, *, kept: str = "", expired: bool = False, status: int = 200
) -> HttpResponse:
    context = {"form": form, "kept": kept, "expired": expired}
    return render(request, "intake/public/answers.html", context, status=status)


def _with_ticket(request: HttpRequest) -> HttpResponse:
    try:
        ticket = _ticket(request.POST["ticket"])
        show_ticket(ticket)
    except (Expired, NotThere, KeyError, ValueError):
        typed = {"text": request.POST.get("text", "")[:20_000], "kind": request.POST.get("kind", "")[:20]}
        kept = carry(typed, use=KEPT_USE) if typed["text"] else ""
        return _ask_code(request, CodeForm(), kept=kept, expired=True)
    do = request.POST.get("do", "")
    if do == "ask_withdraw":
        return _thread(request, ticket, MessageForm(), asking=True)
    if do == "withdraw":
        actions.withdraw_report(ticket=ticket, text=message_text(request.POST.get("text", "")))
        return _thread(request, ticket, MessageForm(), done=_("You have withdrawn the report."))
    if do == "write":
        form = MessageForm(request.POST)
        if not form.is_valid():
            return _thread(request, ticket, form, status=422)
        try:
            actions.write_message(ticket=ticket, **form.cleaned_data)
        except (WrongState, RumduolError) as error:
            form.add_error(None, error.message)
            return _thread(request, ticket, form, status=error.status)
        return _thread(request, ticket, MessageForm(), done=_("We have it. The office that answers will read it."))
    return _thread(request, ticket, MessageForm(initial={"text": request.POST.get("text", "")}))


def _thread(
    request: HttpRequest,
    ticket: Ticket,
    form: MessageForm,
    *,
    done: str = "",
    asking: bool = False,
    status: int = 200,
) -> HttpResponse:
    mailbox = show_ticket(ticket)
    parts = threads.parts(mailbox)
    context = {
        "ticket": carry(
            {"locator": ticket.locator, "verify": ticket.verify.hex(), "mailbox": ticket.mailbox.hex()}, use=TICKET_USE
        ),
        "messages_of_thread": [(MessageKind(m.kind), m) for m in threads.thread(mailbox, ticket)],
        "stands": status_for_reporter(parts),
        "withdrawn": mailbox.withdrawn,
        "form": form,
        "done": done,
        "asking": asking,
        "most": MESSAGE_LENGTH,
    }
    return render(request, "intake/public/thread.html", context, status=status)


def _ticket(text: str) -> Ticket:
    held = carried(text, use=TICKET_USE, seconds=TICKET_SECONDS)
    return Ticket(held["locator"], bytes.fromhex(held["verify"]), bytes.fromhex(held["mailbox"]))


def _kept(request: HttpRequest) -> dict[str, str]:
    try:
        return dict(carried(request.POST.get("kept", ""), use=KEPT_USE, seconds=KEPT_SECONDS))
    except Expired:
        return {}
