"""Letters about officials: no account, no cookie, no script. A colleague who is signed in writes as nobody, too.

Everything travels in the body of a form, sealed, as with reports (rumduol.intake.public_views). Without a cookie there is
nothing another site could misuse, so these pages need no CSRF token and never expire by it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rumduol.access import database
from rumduol.intake import codes, mailboxes
from rumduol.intake.actions.mailbox import MESSAGE_LENGTH, TooManyTries
from rumduol.intake.carrying import Expired, carried, carry
from rumduol.intake.enums import MessageKind
from rumduol.intake.public_mailbox_forms import CodeForm, MessageForm
from rumduol.intake.types import Ticket
from rumduol.integrity import actions
from rumduol.integrity.journey import Journey
from rumduol.integrity.models import Complaint, Message
from rumduol.integrity.public_choices import STEP_NUMBER, Step
from rumduol.integrity.public_forms import FORMS, StepForm, complaint_said
from rumduol.integrity.public_summary import stands, summary
from rumduol.shared.errors import NotThere, RumduolError
from rumduol.shared.gates import public_page

TICKET_USE = "letter box"
TICKET_SECONDS = 15 * 60
KEPT_USE = "kept letter"
KEPT_SECONDS = 24 * 3600


@csrf_exempt
@public_page
def letter(request: HttpRequest, lang: str) -> HttpResponse:
    """The questions, one page each, and the code at the end. One address; what was typed travels sealed."""
    with database.session(None):
        return _letter(request, lang)


def _letter(request: HttpRequest, lang: str) -> HttpResponse:
    if request.method != "POST":
        journey = Journey()
        return _question(request, journey, journey.shown(Step.ABOUT), Step.ABOUT)
    journey = Journey.resumed(request.POST)
    step, go = Journey.step_of(request.POST), request.POST.get("go", "next")
    if journey.began_anew:
        return _question(request, journey, journey.shown(Step.ABOUT), Step.ABOUT)
    if go == "stay":
        return _page(request, journey, step)
    if go == "back":
        return _page(request, journey, Journey.before(step))
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
        seen = wrong.value in journey.typed
        form = forms[wrong] if seen else journey.shown(wrong)
        return _question(request, journey, form, wrong, status=422 if seen else 200)
    journey.make_seed()
    context = {"rows": summary(complaint_said(forms, request.LANGUAGE_CODE or "km"))}
    return _render(request, "integrity/public/check.html", journey, Step.CHECK, context)


def _question(request: HttpRequest, journey: Journey, form: StepForm, step: Step, *, status: int = 200) -> HttpResponse:
    return _render(request, "integrity/public/question.html", journey, step, {"form": form}, status=status)


def _render(
    request: HttpRequest, template: str, journey: Journey, step: Step, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context |= {
        "carried": journey.carried(),
        "this_step": step.value,
        "step": STEP_NUMBER[step],
        "steps": STEP_NUMBER[Step.CHECK],
        "first": step == Step.ABOUT,
        "began_anew": journey.began_anew,
    }
    return render(request, template, context, status=status)


def _send(request: HttpRequest, journey: Journey, lang: str) -> HttpResponse:
    forms, wrong = journey.judged()
    if wrong is not None:
        return _question(request, journey, forms[wrong], wrong, status=422)
    said = complaint_said(forms, lang)
    try:
        received = actions.receive_complaint(said=said, seed=journey.make_seed())
    except (actions.NobodyReads, codes.Busy):
        trouble = _("We cannot take your letter at this moment. Nothing is lost: wait a little and press send again.")
        context = {"rows": summary(said), "trouble": trouble}
        return _render(request, "integrity/public/check.html", journey, Step.CHECK, context, status=503)
    return render(request, "integrity/public/code.html", {"groups": received.code.groups(), "again": received.again})


@csrf_exempt
@public_page
def answers(request: HttpRequest, lang: str) -> HttpResponse:
    """The source's side of the thread: the code opens it for a quarter of an hour; the page carries a sealed ticket."""
    with database.session(None):
        return _answers(request)


def _answers(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask_code(request, CodeForm())
    if "ticket" in request.POST:
        return _with_ticket(request)
    form, kept = CodeForm(request.POST), request.POST.get("kept", "")
    if not form.is_valid():
        return _ask_code(request, form, kept=kept, status=422)
    try:
        ticket = actions.open_letter(form.cleaned_data["return_code"])
    except NotThere:
        form.add_error("return_code", _("This code opens nothing. Please look at the digits again."))
        return _ask_code(request, form, kept=kept, status=422)
    except TooManyTries as error:
        form.add_error("return_code", error.message)
        return _ask_code(request, form, kept=kept, status=429)
    except codes.Busy:
        form.add_error("return_code", _("Many people are here at this moment. Please try again in a little while."))
        return _ask_code(request, form, kept=kept, status=503)
    return _thread(request, ticket, MessageForm(initial=_kept(kept)))


def _ask_code(
    request: HttpRequest, form: CodeForm, *, kept: str = "", expired: bool = False, status: int = 200
) -> HttpResponse:
    context = {"form": form, "kept": kept, "expired": expired}
    return render(request, "integrity/public/answers.html", context, status=status)


def _with_ticket(request: HttpRequest) -> HttpResponse:
    try:
        ticket = _ticket(request.POST["ticket"])
        with actions.with_ticket(ticket):
            pass
    except (Expired, NotThere, KeyError, ValueError):
        typed = {"text": request.POST.get("text", "")[:20_000], "kind": request.POST.get("kind", "")[:20]}
        return _ask_code(request, CodeForm(), kept=carry(typed, use=KEPT_USE) if typed["text"] else "", expired=True)
    do = request.POST.get("do", "")
    if do == "ask_withdraw":
        return _thread(request, ticket, MessageForm(), asking=True)
    if do == "withdraw":
        actions.withdraw_letter(ticket=ticket)
        return _thread(request, ticket, MessageForm(), done=_("You have taken this letter back."))
    if do == "write":
        form = MessageForm(request.POST)
        if not form.is_valid():
            return _thread(request, ticket, form, status=422)
        try:
            actions.write_letter(ticket=ticket, **form.cleaned_data)
        except RumduolError as error:
            form.add_error(None, error.message)
            return _thread(request, ticket, form, status=error.status)
        return _thread(request, ticket, MessageForm(), done=_("We have it. Whoever works on your letter will read it."))
    return _thread(request, ticket, MessageForm(initial={"text": request.POST.get("text", "")}))


def _thread(
    request: HttpRequest, ticket: Ticket, form: MessageForm, *, done: str = "", asking: bool = False, status: int = 200
) -> HttpResponse:
    with actions.with_ticket(ticket) as row:
        held = {"locator": ticket.locator, "verify": ticket.verify.hex(), "mailbox": ticket.mailbox.hex()}
        context = {
            "ticket": carry(held, use=TICKET_USE),
            "thread": _opened(row, ticket),
            "stands": stands(row),
            "withdrawn": row.withdrawn,
            "form": form,
            "done": done,
            "asking": asking,
            "most": MESSAGE_LENGTH,
        }
    return render(request, "integrity/public/thread.html", context, status=status)


def _opened(row: Complaint, ticket: Ticket) -> list[dict[str, Any]]:
    """Everything said so far, oldest first; one that can't be opened is left out rather than breaking the page."""
    private = mailboxes.unlock(bytes(row.locked_key), ticket.mailbox)
    opened = []
    for message in Message.objects.filter(complaint=row):
        try:
            text = mailboxes.open_from(private, bytes(message.for_source))
        except mailboxes.CannotOpen:
            continue
        ours = message.kind == MessageKind.ANSWER
        opened.append(
            {"ours": ours, "on": message.said_on, "text": text, "back": message.kind == MessageKind.WITHDRAWAL}
        )
    return opened


def _ticket(text: str) -> Ticket:
    held = carried(text, use=TICKET_USE, seconds=TICKET_SECONDS)
    return Ticket(held["locator"], bytes.fromhex(held["verify"]), bytes.fromhex(held["mailbox"]))


def _kept(text: str) -> dict[str, str]:
    try:
        return dict(carried(text, use=KEPT_USE, seconds=KEPT_SECONDS))
    except Expired:
        return {}
