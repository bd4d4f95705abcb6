"""Suspects: the list, a new one, one of them with where they are, and the sign that a suspect may be a victim."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.drafts.keeping import keeps_drafts
from rumduol.justice import actions, forms, policies, queries, sealed
from rumduol.justice.clocks import limit_for
from rumduol.justice.enums import DetentionKind
from rumduol.justice.models import CriminalCase, Suspect
from rumduol.justice.sentences import sentence_words
from rumduol.justice.views.page import (
    article_words,
    as_id,
    back,
    case_page,
    differences_in_words,
    form_page,
    names,
    office_names,
    status_of,
)
from rumduol.shared.asking import attempt, sent
from rumduol.shared.dates import PHNOM_PENH
from rumduol.shared.errors import Stale
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import NoKey, PurposeNeeded


@page(Permission.CRIMINAL_READ, methods=("GET",))
def suspects(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Everybody who is suspected, and where they are."""
    case = queries.case_for(request.actor, case_id)
    found, held = queries.suspects_of(case), queries.held(case)
    known = names(request, case, found)
    verdicts = {one.suspect_id: one for one in queries.verdicts_of(case)}
    rows = [
        {
            "suspect": one,
            "n": n,
            "name": known.get(one.id, ""),
            "held": held.get(one.id),
            "verdict": verdicts.get(one.id),
        }
        for n, one in enumerate(found, 1)
    ]
    return case_page(request, "justice/suspects.html", case, rows=rows)


@page(Permission.CRIMINAL_WORK)
@keeps_drafts(gettext_lazy("A new suspect"))
def new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Add a suspect. A name that sounds like another is shown once, with everything typed still there."""
    by = request.actor
    case = queries.own_case_for(by, case_id)
    policies.check_can_work(case, by)
    form = forms.NewSuspectForm(sent(request))
    made: list[Suspect] = []

    def act() -> None:
        made.append(
            actions.add_suspect(
                case_id=case.id, said=form.said(), identity=form.identity(), contact_on=form.cleaned_data["contact_on"],
                different_person=form.cleaned_data["different_person"], by=by,
            )
        )  # fmt: skip

    if request.method == "POST" and attempt(form, act):
        return back(request, "justice:suspect", case.id, made[0].id, said=_("The suspect is added."))
    if not form.is_bound or "different_person" not in form.errors:
        del form.fields["different_person"]
    return form_page(request, case, form, _("Add a suspect"), _("Add"))


@page(Permission.CRIMINAL_WORK)
@keeps_drafts(gettext_lazy("What is known of a suspect"))
def change(request: StaffRequest, case_id: UUID, suspect_id: UUID) -> HttpResponse:
    """Correct what is known."""
    by = request.actor
    case = queries.own_case_for(by, case_id)
    policies.check_can_work(case, by)
    suspect = queries.suspect_of(case, suspect_id)
    stored = _sealed(suspect, Section.IDENTITY, by)
    if stored is None:
        return case_page(request, "justice/closed.html", case, title=_("What is known of a suspect"))
    coded = {name: getattr(suspect, name) for name in (
        "kind", "sex", "age", "nationality", "role", "level", "official", "means", "language", "counsel", "counsel_on",
        "at_large_since", "revision",
    )}  # fmt: skip
    form = forms.SuspectChangeForm(
        sent(request), initial={**coded, **stored, "official_office": suspect.official_office_id}
    )
    differences: dict[str, Any] = {}

    def act() -> None:
        actions.change_suspect(
            case_id=case.id, suspect_id=suspect.id, revision=form.cleaned_data["revision"], said=form.said(),
            identity=form.identity(), by=by,
        )  # fmt: skip

    if request.method == "POST":
        try:
            if attempt(form, act):
                return back(request, "justice:suspect", case.id, suspect.id, said=_("Saved."))
        except Stale as stale:
            form.add_error(None, str(stale.message))
            differences = differences_in_words(form, stale.differences)
            again = request.POST.copy()
            again["revision"] = str(queries.suspect_of(case, suspect.id).revision)
            form.data = again
    return form_page(request, case, form, _("What is known of a suspect"), _("Save"), differences=differences)


def _sealed(suspect: Suspect, section: Section, by: Any) -> dict[str, Any] | None:
    try:
        return vault.open_section(record=sealed.suspect_ref(suspect), section=section, by=by)
    except (PurposeNeeded, NoKey):
        return None


@page(Permission.CRIMINAL_READ)
def suspect(request: StaffRequest, case_id: UUID, suspect_id: UUID) -> HttpResponse:
    """One suspect: held until when, at large, charges, verdicts, signs."""
    by = request.actor
    case = queries.case_for(by, case_id)
    one = queries.suspect_of(case, suspect_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    arrest_form = forms.DayOnlyForm(request.POST if do == "arrest" else None, prefix="arrest")
    free_form = forms.DayOnlyForm(request.POST if do == "release" else None, prefix="release")
    away_form = forms.DayOnlyForm(request.POST if do == "away" else None, prefix="away")
    detain_form = forms.DetainForm(request.POST if do == "detain" else None, prefix="detain")
    search_form = forms.SearchForm(request.POST if do == "search" else None, prefix="search")
    victim_form = forms.VictimLinkForm(request.POST if do == "victim" else None, prefix="victim")
    fine_form = forms.DayOnlyForm(request.POST if do == "fine" else None, prefix="fine")
    deport_form = forms.DayOnlyForm(request.POST if do == "deport" else None, prefix="deport")
    key: dict[str, Any] = {"case_id": case.id, "suspect_id": one.id, "by": by}
    if request.method == "POST":
        policies.check_can_work(case, by)
        tries = {
            "arrest": (arrest_form, lambda: actions.arrest(on=arrest_form.cleaned_data["on"], **key)),
            "release": (free_form, lambda: actions.release(on=free_form.cleaned_data["on"], **key)),
            "away": (away_form, lambda: actions.mark_at_large(since=away_form.cleaned_data["on"], **key)),
            "fine": (fine_form, lambda: actions.fine(on=fine_form.cleaned_data["on"], **key)),
            "deport": (deport_form, lambda: actions.deport(on=deport_form.cleaned_data["on"], **key)),
            "detain": (detain_form, lambda: _detain(detain_form, key)),
            "search": (search_form, lambda: actions.record_search(
                where=search_form.cleaned_data["where"], on=search_form.cleaned_data["on"], **key)),
            "victim": (victim_form, lambda: actions.link_to_victim(
                case_number=victim_form.cleaned_data["case_number"], **key)),
        }  # fmt: skip
        if do in tries:
            if attempt(*tries[do]):
                return back(request, "justice:suspect", case.id, one.id, said=_("Noted."))
        elif do == "found":
            actions.found(**key)
            return back(request, "justice:suspect", case.id, one.id, said=_("Noted."))
        elif do == "extend":
            actions.extend_detention(**key)
            return back(request, "justice:suspect", case.id, one.id, said=_("The detention is extended once more."))
        elif do in {"same", "other"}:
            actions.answer_sign(case_id=case.id, sign_id=as_id(request.POST.get("id", "")), same=do == "same", by=by)
            return back(request, "justice:suspect", case.id, one.id, said=_("Noted."))
    return _shown(
        request, case, one, arrest_form=arrest_form, free_form=free_form, away_form=away_form, detain_form=detain_form,
        search_form=search_form, victim_form=victim_form, fine_form=fine_form, deport_form=deport_form,
    )  # fmt: skip


def _detain(form: forms.DetainForm, key: dict[str, Any]) -> None:
    data = form.cleaned_data
    at = None
    if data["hour"] and data["since"].precision == "day":
        at = datetime.combine(data["since"].first, data["hour"], tzinfo=PHNOM_PENH)
    actions.detain(kind=data["kind"], since=data["since"], at=at, **key)


def _shown(request: StaffRequest, case: CriminalCase, one: Suspect, **tried: Any) -> HttpResponse:
    by = request.actor
    held = queries.held(case).get(one.id)
    limit = limit_for(DetentionKind(held.kind), one.age) if held else None
    identity, away = _sealed(one, Section.IDENTITY, by), _sealed(one, Section.WHEREABOUTS, by)
    return case_page(
        request, "justice/suspect.html", case, suspect=one, identity=identity or {}, opened=identity is not None,
        searched=(away or {}).get("searched", []), held=held, detentions=queries.detentions_of(one),
        may_extend=bool(held and limit and held.extended < limit.times), limit=limit,
        charges=[{"row": c, "article": article_words(c.article)} for c in queries.charges_of(case) if c.suspect_id == one.id],
        history=[{"row": v, "sentence": sentence_words(v)} for v in queries.history_of(one)],
        signs=[s for s in queries.signs_of(case) if s.suspect_id == one.id],
        official_office=office_names(request, [one.official_office_id]).get(one.official_office_id or UUID(int=0), ""),
        status=status_of(*tried.values()), **tried,
    )  # fmt: skip
