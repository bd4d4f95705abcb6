"""Evidence with its chain of custody, and the network."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.drafts.keeping import keeps_drafts
from rumduol.justice import actions, forms, policies, queries, sealed, seizures
from rumduol.justice.actions.proving import receivers
from rumduol.justice.drawing import graph_of
from rumduol.justice.enums import EvidenceKind, HandOverStatus
from rumduol.justice.models import CriminalCase
from rumduol.justice.views.page import as_id, back, case_page, people_names, status_of, suspect_choices
from rumduol.shared.asking import attempt
from rumduol.shared.errors import NotThere, WrongState
from rumduol.vault import files
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import PurposeNeeded


@page(Permission.CRIMINAL_READ)
@keeps_drafts(gettext_lazy("Evidence"))
def evidence(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Every item, who has it, and the hand-overs: what one side only has signed is shown as open and counts as nothing."""
    by = request.actor
    case = queries.case_for(by, case_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    wanted = request.GET.get("seized", "") if policies.can_work(case, by) else ""
    form = forms.EvidenceForm(
        request.POST if do == "add" else None, (request.FILES or None) if do == "add" else None,
        initial=seizures.as_evidence(case, as_id(wanted), by) if wanted else {"kind": EvidenceKind.THING},
    )  # fmt: skip
    people = _people(request, case)
    give = forms.GiveForm(request.POST if do == "give" else None, people=people)
    if do == "add":
        policies.check_can_work(case, by)
        if attempt(form, lambda: actions.add_evidence(case_id=case.id, by=by, **_item(form))):
            return back(request, "justice:evidence", case.id, said=_("The item is recorded. You have it now."))
    elif do == "give" and attempt(give, lambda: _give(case, give, by)):
        return back(
            request, "justice:evidence", case.id, said=_("You signed. It counts when the other side signs too.")
        )
    elif do in {"take", "refuse"}:
        return _signed(request, case, do)
    return _shown(request, case, form, give, people)


def _signed(request: StaffRequest, case: CriminalCase, do: str) -> HttpResponse:
    """The receiver's answer. Pressed twice, the second press says that it is done already."""
    key: dict[str, Any] = {
        "case_id": case.id,
        "hand_over_id": as_id(request.POST.get("id", "")),
        "by": request.actor,
    }
    try:
        if do == "take":
            actions.take_evidence(intact=request.POST.get("intact") == "on", **key)
            said = _("Both sides have signed: you have the item now.")
        else:
            actions.refuse_evidence(**key)
            said = _("Noted. The item stays with whoever gave it.")
    except WrongState as already:
        said = str(already.message)
    return back(request, "justice:evidence", case.id, said=said)


def _shown(
    request: StaffRequest,
    case: CriminalCase,
    form: forms.EvidenceForm,
    give: forms.GiveForm,
    people: list[tuple[str, str]],
) -> HttpResponse:
    by = request.actor
    items, hand_overs = queries.evidence_of(case), queries.hand_overs_of(case)
    known = people_names(
        request, {i.custodian_id for i in items} | {p for h in hand_overs for p in (h.from_person_id, h.to_person_id)}
    )
    opened = sealed.words(case, Section.EVIDENCE, by=by)
    giving = str(give.data.get("item", "")) if give.is_bound else ""
    rows = []
    for item in items:
        own = [h for h in hand_overs if h.item_id == item.id]
        waits = any(h.status == HandOverStatus.OPEN for h in own)
        rows.append(
            {
                "item": item, "words": sealed.entry(opened, "items", item.id), "who": known.get(item.custodian_id, ""),
                "hand_overs": [
                    {
                        "row": h, "giver": known.get(h.from_person_id, ""), "taker": known.get(h.to_person_id, ""),
                        "may_sign": policies.can_sign(h, by),
                        "note": sealed.entry(opened, "hand_overs", h.id).get("note", ""),
                    }
                    for h in own
                ],
                "form": None if waits or not policies.can_give(case, item, by) else give if giving == str(item.id)
                else forms.GiveForm(initial={"item": item.id}, people=people, auto_id=f"id_{item.id}_%s"),
            }
        )  # fmt: skip
    return case_page(
        request, "justice/evidence.html", case, rows=rows, form=form, opened=opened is not None or not rows,
        seized=seizures.seized(case, by),
        status=status_of(form, give),
    )  # fmt: skip


def _people(request: StaffRequest, case: CriminalCase) -> list[tuple[str, str]]:
    known = people_names(request, [one for one in receivers(case) if one != request.actor.person_id])
    return [(str(key), name) for key, name in sorted(known.items(), key=lambda pair: pair[1])]


def _item(form: forms.EvidenceForm) -> dict[str, Any]:
    data = dict(form.cleaned_data)
    return data | {"place": data["place"] or ""}


def _give(case: CriminalCase, form: forms.GiveForm, by: Any) -> None:
    data = form.cleaned_data
    actions.give_evidence(
        case_id=case.id, item_id=data["item"], to_person_id=as_id(data["to_person"]), note=data["note"], by=by
    )


@page(Permission.CRIMINAL_READ, methods=("GET",))
def file(request: StaffRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """The viewing copy of a sealed file; the log is written first."""
    by = request.actor
    case = queries.own_case_for(by, case_id)
    item = queries.item_of(case, item_id)
    if item.file_id is None:
        raise NotThere()
    purpose = access.purpose_today(by, case.id)
    if not purpose:
        raise PurposeNeeded(sealed.ref(case))
    opened = files.open_file(file_id=item.file_id, by=by, purpose=Purpose(purpose))
    response = HttpResponse(opened.content, content_type=opened.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{case.number}-{item.number}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page(Permission.CRIMINAL_READ)
def network(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """People, places, telephones, accounts, agencies, and what ties them: a picture, and the same as a table."""
    by = request.actor
    case = queries.case_for(by, case_id)
    graph = graph_of(case, by=by, purpose=access.purpose_today(by, case.id))
    do = request.POST.get("do", "") if request.method == "POST" else ""
    node_form = forms.NodeForm(request.POST if do == "node" else None, suspects=suspect_choices(request, case))
    tie_form = forms.TieForm(
        request.POST if do == "tie" else None, nodes=[(str(n.id), n.label) for n in graph.nodes], auto_id="id_tie_%s"
    )
    if request.method == "POST":
        policies.check_can_work(case, by)
        if do == "node" and attempt(node_form, lambda: _node(case, node_form, by)):
            return back(request, "justice:network", case.id, said=_("It is on the graph."))
        if do == "tie" and attempt(tie_form, lambda: _tie(case, tie_form, by)):
            return back(request, "justice:network", case.id, said=_("The tie is on the graph."))
        if do in {"remove_node", "remove_tie"}:
            part = as_id(request.POST.get("id", ""))
            if do == "remove_node":
                actions.remove_node(case_id=case.id, node_id=part, by=by)
            else:
                actions.remove_tie(case_id=case.id, tie_id=part, by=by)
            return back(request, "justice:network", case.id, said=_("It is taken off the graph."))
    return case_page(
        request, "justice/network.html", case, graph=graph, node_form=node_form, tie_form=tie_form,
        opened=bool(access.purpose_today(by, case.id)) or not graph.nodes, status=status_of(node_form, tie_form),
    )  # fmt: skip


def _node(case: CriminalCase, form: forms.NodeForm, by: Any) -> None:
    data = form.cleaned_data
    actions.add_node(
        case_id=case.id, kind=data["kind"], label=data["label"], note=data["note"], by=by,
        suspect_id=as_id(data["suspect"]) if data["suspect"] else None,
    )  # fmt: skip


def _tie(case: CriminalCase, form: forms.TieForm, by: Any) -> None:
    data = form.cleaned_data
    actions.add_tie(
        case_id=case.id, first_id=as_id(data["first"]), second_id=as_id(data["second"]), kind=data["kind"],
        certain=data["certain"], note=data["note"], by=by,
    )  # fmt: skip


@page(Permission.CRIMINAL_WORK, methods=("POST",))
def export(request: StaffRequest, case_id: UUID, as_format: str) -> HttpResponse:
    """The network as a file, with the mark of who took it; the log is written first."""
    by = request.actor
    case = queries.own_case_for(by, case_id)
    purpose = access.purpose_today(by, case.id)
    if not purpose:
        raise PurposeNeeded(sealed.ref(case))
    graph = graph_of(case, by=by, purpose=purpose)
    content_type, content = actions.export_network(case=case, graph=graph, as_format=as_format, by=by)
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{case.number}.{as_format}"'
    return response
