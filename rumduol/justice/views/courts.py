"""Charges, verdicts, requests between countries."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.drafts.keeping import keeps_drafts
from rumduol.justice import actions, forms, policies, queries, reading_law, sealed
from rumduol.justice.enums import ChargeStatus
from rumduol.justice.facts import held_before
from rumduol.justice.models import Charge, CriminalCase
from rumduol.justice.sentences import days_between, sentence_words
from rumduol.justice.views.page import (
    article_words,
    as_id,
    back,
    case_page,
    names,
    status_of,
    suspect_choices,
)  # fmt: skip
from rumduol.law import queries as law
from rumduol.law.ranges import range_words
from rumduol.shared.asking import attempt, sent
from rumduol.shared.fields import StoryField
from rumduol.vault.enums import Section


@page(Permission.CRIMINAL_READ)
@keeps_drafts(gettext_lazy("A charge"))
def charges(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Every charge with what the law says about it; a new one, in two steps: the article, then the facts of its elements."""
    by = request.actor
    case = queries.case_for(by, case_id)
    form = _with_elements(forms.ChargeForm(sent(request), suspects=suspect_choices(request, case)))
    if request.method == "POST":
        policies.check_can_charge(case, by)
        if request.POST.get("do") != "elements" and attempt(form, lambda: _charge(case, form, by)):
            return back(request, "justice:charges", case.id, said=_("The charge is recorded."))
    opened = sealed.words(case, Section.JUSTICE, by=by)
    known = dict(suspect_choices(request, case))
    rows = [_row(case, one, known.get(str(one.suspect_id), ""), opened) for one in queries.charges_of(case)]
    return case_page(
        request, "justice/charges.html", case, rows=rows, form=form, opened=opened is not None,
        can_charge=policies.can_charge(case, by), status=status_of(form),
    )  # fmt: skip


def _with_elements(form: forms.ChargeForm) -> forms.ChargeForm:
    """A field for the facts of each element, once the article is chosen."""
    code = str(form.data.get("article", "")) if form.is_bound else ""
    if law.is_article(code):
        for element in law.article(code).elements:
            form.fields[f"element_{element.code}"] = StoryField(
                label=element.text(get_language() or "km"), required=False, rows=2
            )
    return form


def _elements(form: forms.ChargeForm) -> dict[str, str]:
    found = {name: str(text) for name, text in form.cleaned_data.items() if name.startswith("element_") and text}
    return {name.removeprefix("element_"): text for name, text in found.items()}


def _charge(case: CriminalCase, form: forms.ChargeForm, by: Any) -> None:
    data = form.cleaned_data
    actions.charge(
        case_id=case.id, suspect_id=as_id(data["suspect"]), article=data["article"], on=data["on"], child=data["child"],
        under_15=data["under_15"], aggravated=data["aggravated"], attempt=data["attempt"], elements=_elements(form), by=by,
    )  # fmt: skip


def _row(case: CriminalCase, one: Charge, name: str, opened: Any) -> dict[str, Any]:
    words = sealed.entry(opened, "charges", one.id)
    language = get_language() or "km"
    known = law.article(one.article) if law.is_article(one.article) else None
    return {
        "charge": one,
        "name": name,
        "article": article_words(one.article),
        "range": _range(one),
        "warnings": reading_law.of_charge(case, one) if known and one.status == "standing" else (),
        "reason": words.get("reason", ""),
        "elements": [
            {"text": e.text(language), "stated": e.code in one.elements, "fact": words.get("facts", {}).get(e.code, "")}
            for e in (known.elements if known else ())
        ],
    }


@page(Permission.CRIMINAL_CHARGE)
@keeps_drafts(gettext_lazy("Another charge"))
def replace(request: StaffRequest, case_id: UUID, charge_id: UUID) -> HttpResponse:
    """Replace or drop a charge: why is always asked."""
    by = request.actor
    case = queries.own_case_for(by, case_id)
    old = queries.charge_of(case, charge_id)
    policies.check_can_change_charge(case, old, by)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = forms.ReplaceForm(
        request.POST if do == "replace" else None,
        initial={"article": old.article, "child": old.child, "under_15": old.under_15, "aggravated": old.aggravated},
    )
    drop = forms.DropForm(request.POST if do == "drop" else None, auto_id="id_drop_%s")

    def act() -> None:
        data = form.cleaned_data
        actions.replace_charge(case_id=case.id, charge_id=old.id, by=by, **data)

    if do == "replace" and attempt(form, act):
        return back(request, "justice:charges", case.id, said=_("The charge is replaced; the reason is kept."))
    if do == "drop" and attempt(
        drop, lambda: actions.drop_charge(case_id=case.id, charge_id=old.id, by=by, **drop.cleaned_data)
    ):
        return back(request, "justice:charges", case.id, said=_("The charge is dropped; the reason is kept."))
    return case_page(
        request, "justice/replace.html", case, charge=old, old_article=article_words(old.article), form=form, drop=drop,
        status=status_of(form, drop),
    )  # fmt: skip


@page(Permission.CRIMINAL_READ)
@keeps_drafts(gettext_lazy("A verdict"))
def verdicts(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The verdict on each accused, with those it replaced."""
    by = request.actor
    case = queries.case_for(by, case_id)
    form = forms.VerdictForm(sent(request), suspects=suspect_choices(request, case))
    if request.method == "POST":
        policies.check_can_judge(case, by)
        if attempt(form, lambda: _judge(case, form, by)):
            return back(request, "justice:verdicts", case.id, said=_("The verdict is recorded."))
    accused = [one for one in queries.suspects_of(case) if one.charged_on is not None]
    known = names(request, case, accused)
    opened = sealed.words(case, Section.JUSTICE, by=by)
    charged = queries.charges_of(case)
    rows = [
        {
            "suspect": one, "n": n, "name": known.get(one.id, ""), "reduced": any(c.reduced for c in charged if c.suspect_id == one.id),
            "charges": [_ranged(c) for c in charged if c.suspect_id == one.id and c.status == ChargeStatus.STANDING],
            "history": [
                {"verdict": v, "articles": [article_words(a) for a in v.articles], "sentence": sentence_words(v),
                 "waited": days_between(one.charged_on, v.on), "held": held_before(one, v.on),
                 "reason": sealed.entry(opened, "verdicts", v.id).get("reason", "")}
                for v in queries.history_of(one)
            ],
        }
        for n, one in enumerate(accused, 1)
    ]  # fmt: skip
    return case_page(
        request, "justice/verdicts.html", case, rows=rows, form=form, can_judge=policies.can_judge(case, by),
        status=status_of(form),
    )  # fmt: skip


def _ranged(charge: Charge) -> dict[str, Any]:
    """A charge that stands, with the range of penalty that the law gives for it."""
    return {"article": article_words(charge.article), "range": _range(charge)}


def _range(charge: Charge) -> str:
    return range_words(reading_law.range_of(charge)) if law.is_article(charge.article) else ""


def _judge(case: CriminalCase, form: forms.VerdictForm, by: Any) -> None:
    data = form.cleaned_data
    actions.record_verdict(
        case_id=case.id, suspect_id=as_id(data["suspect"]), outcome=data["outcome"], on=data["on"],
        sentence=form.sentence(), in_absentia=data["in_absentia"], reason=data["reason"], by=by,
    )  # fmt: skip


@page(Permission.CRIMINAL_READ)
@keeps_drafts(gettext_lazy("A request between countries"))
def cooperation(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Extradition, legal assistance: asked when, answered when."""
    by = request.actor
    case = queries.case_for(by, case_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = forms.CooperationForm(request.POST if do == "ask" else None, suspects=suspect_choices(request, case))
    answering = as_id(request.POST.get("id", "")) if do == "answer" else None
    tried = forms.AnswerForm(request.POST if answering else None, auto_id="id_answer_%s")
    if request.method == "POST":
        policies.check_can_work(case, by)
    if do == "ask" and attempt(form, lambda: _ask(case, form, by)):
        return back(request, "justice:cooperation", case.id, said=_("The request is recorded."))
    if answering and attempt(
        tried,
        lambda: actions.answer_cooperation(case_id=case.id, cooperation_id=answering, by=by, **tried.cleaned_data),
    ):
        return back(request, "justice:cooperation", case.id, said=_("The answer is recorded."))
    opened = sealed.words(case, Section.NOTES, by=by)
    rows = [
        {
            "request": one, "words": sealed.entry(opened, "cooperation", one.id),
            "form": tried if one.id == answering else forms.AnswerForm(auto_id=f"id_{one.id}_%s"),
            "open": one.status in {"asked", "partly"},
        }
        for one in queries.cooperations_of(case)
    ]  # fmt: skip
    return case_page(
        request, "justice/cooperation.html", case, rows=rows, form=form, opened=opened is not None or not rows,
        status=status_of(form, tried),
    )  # fmt: skip


def _ask(case: CriminalCase, form: forms.CooperationForm, by: Any) -> None:
    data = form.cleaned_data
    actions.request_cooperation(
        case_id=case.id, kind=data["kind"], direction=data["direction"], country=data["country"], on=data["on"],
        suspect_id=as_id(data["suspect"]) if data["suspect"] else None, text=data["text"], by=by,
    )  # fmt: skip
