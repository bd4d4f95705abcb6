"""The network of a case: people, places, telephones, accounts, agencies, and what ties them. Labels are sealed."""

import csv
import io
from uuid import UUID
from xml.etree import ElementTree

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.justice import policies, queries, sealed
from rumduol.justice.actions.opening import record
from rumduol.justice.enums import JusticeEvent, NodeKind, TieKind
from rumduol.justice.models import CriminalCase, Node, Tie
from rumduol.justice.types import Graph
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault.enums import Section

FORMATS = ("csv", "graphml")


def add_node(
    *, case_id: UUID, kind: NodeKind | str, by: Actor, label: str = "", note: str = "", suspect_id: UUID | None = None
) -> Node:
    """Put somebody or something on the graph; a suspect is shown by the sealed name of the suspect's own record."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        suspect = queries.suspect_of(case, suspect_id) if suspect_id else None
        if suspect is not None:
            kind, label = NodeKind.SUSPECT, ""
            there = Node.objects.filter(case=case, suspect=suspect).first()
            if there is not None:
                return there
        elif kind not in NodeKind.values or kind == NodeKind.SUSPECT:
            raise InvalidInput(errors={"kind": [_("Choose what it is.")]})
        elif not label:
            raise InvalidInput(errors={"label": [_("Give it a name or a number, so that it is known again.")]})
        node = Node.objects.create(case=case, office_id=case.office_id, kind=kind, suspect=suspect, by_id=by.person_id)
        sealed.put(case, Section.PLAN, "nodes", node.id, {"label": label, "note": note}, by=by)
        record(JusticeEvent.NETWORK, case, by, node=node.id, kind=str(kind))
    return node


def add_tie(
    *,
    case_id: UUID,
    first_id: UUID,
    second_id: UUID,
    kind: TieKind | str,
    by: Actor,
    certain: bool = True,
    note: str = "",
) -> Tie:
    """Tie two nodes of the case, read from the first to the second."""
    if kind not in TieKind.values:
        raise InvalidInput(errors={"kind": [_("Choose what ties them.")]})
    if first_id == second_id:
        raise InvalidInput(errors={"second": [_("Choose two different ones.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        first, second = _node(case, first_id), _node(case, second_id)
        try:
            with transaction.atomic():
                tie = Tie.objects.create(
                    case=case, office_id=case.office_id, first=first, second=second, kind=kind, certain=certain,
                    by_id=by.person_id,
                )  # fmt: skip
        except IntegrityError as error:
            raise InvalidInput(errors={"kind": [_("This tie is on the graph already.")]}) from error
        sealed.put(case, Section.PLAN, "ties", tie.id, {"note": note}, by=by)
        record(JusticeEvent.NETWORK, case, by, tie=tie.id, kind=str(kind))
    return tie


def _node(case: CriminalCase, node_id: UUID) -> Node:
    node = Node.objects.filter(case=case, id=node_id).first()
    if node is None:
        raise NotThere()
    return node


def remove_node(*, case_id: UUID, node_id: UUID, by: Actor) -> None:
    """Take a node and its ties off the graph; the log keeps that they were there."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        node = _node(case, node_id)
        sealed.take_out(case, Section.PLAN, "nodes", node.id, by=by)
        record(JusticeEvent.NETWORK, case, by, removed=node.id)
        Tie.objects.filter(case=case, first=node).delete()
        Tie.objects.filter(case=case, second=node).delete()
        node.delete()


def remove_tie(*, case_id: UUID, tie_id: UUID, by: Actor) -> None:
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        tie = Tie.objects.filter(case=case, id=tie_id).first()
        if tie is None:
            raise NotThere()
        sealed.take_out(case, Section.PLAN, "ties", tie.id, by=by)
        record(JusticeEvent.NETWORK, case, by, removed=tie.id)
        tie.delete()


def export_network(*, case: CriminalCase, graph: Graph, as_format: str, by: Actor) -> tuple[str, bytes]:
    """(content type, bytes) of the graph as CSV or GraphML, with the mark of who took it and when. The log is written first.

    The mark is on every line of the CSV, so that a line that is passed on still says whose copy it was.
    """
    if as_format not in FORMATS:
        raise NotThere()
    with transaction.atomic():
        policies.check_can_work(case, by)
        record(JusticeEvent.EXPORTED, case, by, format=as_format, nodes=len(graph.nodes), ties=len(graph.ties))
    mark = f"{case.number} / {by.display_name} / {str(by.membership_id)[:8]} / {today().isoformat()}"
    if as_format == "csv":
        return "text/csv; charset=utf-8", _as_csv(graph, mark)
    return "application/graphml+xml; charset=utf-8", _as_graphml(graph, mark)


def _safe(text: str) -> str:
    """A cell that a spreadsheet takes for a formula is written as text."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _as_csv(graph: Graph, mark: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["first_kind", "first", "tie", "second_kind", "second", "certain", "copy_of"])
    for tie in graph.ties:
        writer.writerow(
            [tie.first.kind, _safe(tie.first.label), tie.kind, tie.second.kind, _safe(tie.second.label),
             "yes" if tie.certain else "no", mark]
        )  # fmt: skip
    for node in graph.nodes:
        if not node.ties:
            writer.writerow([node.kind, _safe(node.label), "", "", "", "", mark])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _as_graphml(graph: Graph, mark: str) -> bytes:
    root = ElementTree.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for key, of in (("kind", "node"), ("label", "node"), ("tie", "edge"), ("certain", "edge"), ("copy_of", "graph")):
        attributes = {"id": key, "for": of, "attr.name": key, "attr.type": "string"}
        ElementTree.SubElement(root, "key", attributes)
    drawn = ElementTree.SubElement(root, "graph", {"edgedefault": "directed"})
    _data(drawn, "copy_of", mark)
    for node in graph.nodes:
        element = ElementTree.SubElement(drawn, "node", {"id": str(node.id)})
        _data(element, "kind", node.kind)
        _data(element, "label", node.label)
    for tie in graph.ties:
        ends = {"source": str(tie.first.id), "target": str(tie.second.id)}
        element = ElementTree.SubElement(drawn, "edge", ends)
        _data(element, "tie", tie.kind)
        _data(element, "certain", "yes" if tie.certain else "no")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _data(parent: ElementTree.Element, key: str, text: str) -> None:
    # A control character can't stand in XML; nothing that a person reads is lost with it.
    clean = "".join(letter for letter in text if letter >= " " or letter in "\t\n")
    ElementTree.SubElement(parent, "data", {"key": key}).text = clean
