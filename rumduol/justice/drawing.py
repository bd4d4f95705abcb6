"""The network of a case laid out on a circle, the one with most ties in front: a picture that needs no script, and its table."""

import math
from collections import Counter
from typing import Any
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.justice import queries, sealed
from rumduol.justice.enums import NodeKind, TieKind
from rumduol.justice.models import CriminalCase, Node, Tie
from rumduol.justice.types import Drawn, Graph, Placed
from rumduol.vault.enums import Purpose, Section

MIDDLE, RADIUS, RIM = 500, 380, 62
SHAPES = {
    NodeKind.SUSPECT: "full", NodeKind.PERSON: "round", NodeKind.PREMISES: "square", NodeKind.AGENCY: "square",
    NodeKind.PHONE: "wide", NodeKind.ACCOUNT: "wide", NodeKind.VEHICLE: "wide",
}  # fmt: skip


def graph_of(case: CriminalCase, *, by: Actor, purpose: str) -> Graph:
    """Nodes and ties with their labels, where the reader can open them; without a purpose of the day they stay behind it."""
    nodes = list(Node.objects.filter(case=case).order_by("created_at"))
    ties = list(Tie.objects.filter(case=case).order_by("created_at"))
    opened = sealed.words(case, Section.PLAN, by=by) if purpose else None
    suspects = [one for one in queries.suspects_of(case) if any(node.suspect_id == one.id for node in nodes)]
    names = sealed.names_of(suspects, by=by, purpose=Purpose(purpose)) if purpose and suspects else {}
    labels = {
        node.id: names.get(node.suspect_id, "")
        if node.suspect_id
        else sealed.entry(opened, "nodes", node.id).get("label", "")
        for node in nodes
    }
    notes = {node.id: sealed.entry(opened, "nodes", node.id).get("note", "") for node in nodes}
    placed = place(nodes, ties, labels, notes)
    return Graph(
        nodes=tuple(placed.values()),
        ties=tuple(
            Drawn(
                id=tie.id, kind=tie.kind, label=str(TieKind(tie.kind).label), first=placed[tie.first_id],
                second=placed[tie.second_id], certain=tie.certain,
                note=sealed.entry(opened, "ties", tie.id).get("note", ""), **line(placed[tie.first_id], placed[tie.second_id]),
            )
            for tie in ties
        ),
    )  # fmt: skip


def line(first: Placed, second: Placed) -> dict[str, Any]:
    """From rim to rim, and a third of the way, where lines cross less than in the middle."""
    wide, high = second.x - first.x, second.y - first.y
    long = math.hypot(wide, high) or 1.0
    dx, dy = wide / long * RIM, high / long * RIM
    return {
        "x1": round(first.x + dx), "y1": round(first.y + dy), "x2": round(second.x - dx), "y2": round(second.y - dy),
        "middle": (round(first.x + wide * 0.36), round(first.y + high * 0.36)),
    }  # fmt: skip


def place(nodes: list[Node], ties: list[Tie], labels: dict[UUID, str], notes: dict[UUID, str]) -> dict[UUID, Placed]:
    """The nodes around a circle of 1000 x 1000, those with most ties first; one alone stands in the middle."""
    count = Counter(end for tie in ties for end in (tie.first_id, tie.second_id))
    order = sorted(nodes, key=lambda node: -count[node.id])
    placed = {}
    for n, node in enumerate(order):
        turn = 2 * math.pi * n / max(len(order), 1) - math.pi / 2
        radius = 0 if len(order) == 1 else RADIUS
        kind = str(NodeKind(node.kind).label)
        placed[node.id] = Placed(
            id=node.id, kind=node.kind, label=labels.get(node.id) or f"{kind} {n + 1}", note=notes.get(node.id, ""),
            x=round(MIDDLE + radius * math.cos(turn)), y=round(MIDDLE + radius * math.sin(turn)), ties=count[node.id],
            number=n + 1, shape=SHAPES[NodeKind(node.kind)], words=kind, suspect_id=node.suspect_id,
        )  # fmt: skip
    return placed
