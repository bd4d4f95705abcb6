"""What an office looks at inside itself, and what is made of the counts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.estimation.words import ASSUMES, CHANGE, HOW, METHOD, WARNING, say
from rumduol.linkage import actions, policies, queries, reviewing, showing
from rumduol.linkage.actions.estimating import NothingToEstimate
from rumduol.linkage.drawing import draw
from rumduol.linkage.enums import RoundStatus
from rumduol.linkage.forms import ReviewForm
from rumduol.shared.errors import NotThere


@page(Permission.LINKAGE_JOIN)
def review(request: StaffRequest, round_id: UUID) -> HttpResponse:
    """Pairs of the office's own list that may be one person. Nobody else sees them."""
    one = queries.round_for(request.actor, round_id)
    own = queries.own_part(request.actor, queries.parts_of(one))
    if own is None:
        raise NotThere()
    policies.check_can_review(one, own, request.actor)
    twins = queries.twins_of(own)
    form = ReviewForm(twins, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.verdicts:
            actions.judge(round_id=round_id, verdicts=dict(form.verdicts), by=request.actor)
        if all(form.cleaned_data[str(twin.id)] for twin in twins):
            actions.end_own_review(round_id=round_id, by=request.actor)
            messages.success(request, _("Thank you. Your office has looked at its pairs."))
            return redirect("linkage:round", round_id)
        messages.success(request, _("Kept. Some pairs still wait for your answer."))
        return redirect("linkage:review", round_id)
    pairs = reviewing.pairs_of(own, twins, request.actor)
    context = {
        "one": one, "title": showing.title_of(one), "form": form,
        "pairs": [{"pair": pair, "field": form[str(pair.twin.id)]} for pair in pairs],
        "cautions": showing.cautions(one, [own], of=own),
    }  # fmt: skip
    return render(request, "linkage/review.html", context, status=422 if form.errors else 200)


@page(Permission.LINKAGE_READ)
def estimate(request: StaffRequest, round_id: UUID) -> HttpResponse:
    """Those whom nobody found: several methods side by side, or why none can say."""
    one = queries.round_for(request.actor, round_id)
    policies.check_can_see_counts(one, request.actor)
    refusal = ""
    if request.method == "POST":
        try:
            actions.estimate(round_id=round_id, by=request.actor)
        except NothingToEstimate as reason:
            refusal = str(reason.message)
        else:
            return redirect("linkage:estimate", round_id)
    parts = queries.parts_of(one)
    made = queries.estimated(one)
    context: dict[str, Any] = {
        "one": one, "title": showing.title_of(one), "lists": showing.listed(parts), "refusal": refusal,
        "counts": showing.counts(one, parts, request.actor), "cautions": showing.cautions(one, parts),
        "status": RoundStatus(one.status).label, "made": made,
    }  # fmt: skip
    if made is not None:
        context |= _said(made.answer)
    return render(request, "linkage/estimate.html", context, status=422 if refusal else 200)


def _said(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer in the reader's words. The methods stand in the order of their picture."""
    lang = "km" if get_language() == "km" else "en"
    rows = [
        {
            "name": say(METHOD, one["method"], lang), "estimate": _whole(one["estimate"]), "model": ", ".join(one["model"]),
            "assumes": ASSUMES[one["method"]][lang],
            "intervals": [
                {"low": _whole(each["low"]), "high": _whole(each["high"]), "how": HOW[each["how"]][lang]}
                for each in one["intervals"]
            ],
        }
        for one in answer["estimates"]
    ]  # fmt: skip
    picture = draw(answer["observed"], answer["estimates"])
    known = [row["estimate"] for row in rows if row["estimate"] is not None]
    return {
        "rows": rows,
        "picture": picture,
        "bars": [{"bar": bar, "name": say(METHOD, bar.method, lang)} for bar in picture.bars] if picture else [],
        "observed": answer["observed"],
        "least": min(known, default=None),
        "most": max(known, default=None),
        "sensitivity": [
            {"what": say(CHANGE, one["change"], lang, what=one["what"]), "estimate": _whole(one["estimate"])}
            for one in answer["sensitivity"]
        ],
        "warnings": [say(WARNING, one["code"], lang, detail=one["detail"]) for one in answer["warnings"]],
    }


def _whole(number: float | None) -> int | None:
    """People are whole; a bound beyond any number stays open."""
    return None if number is None or number > 1e9 else round(number)
