"""The office that matches compares filters it cannot read names from; what comes out are counts and random numbers."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.encoding.candidates import TooMany
from rumduol.encoding.filters import Encoded, Shape
from rumduol.encoding.linking import CannotLink
from rumduol.linkage import matching, memory, packing, policies, queries
from rumduol.linkage.enums import LinkageEvent, RoundStatus
from rumduol.linkage.known import known_pairs
from rumduol.linkage.models import Called, Cluster, Encoding, Overlap, Part, Quality, Round, Twin
from rumduol.linkage.types import Matched, Seen
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.errors import WrongState

from rumduol.linkage.actions.agreeing import JOINS, KIND  # isort: skip


class CannotMatch(WrongState):
    """The lists are not for each other, or too long for this machine."""


@dataclass(frozen=True)
class Loaded:
    """Encoded lists of a round as the office that matches reads them, in the order of its parts."""

    parts: list[Part]
    tokens: list[bytes]
    lists: list[Encoded]

    @property
    def lines(self) -> int:
        return sum(map(len, self.lists))


def match_lists(*, round_id: UUID, by: Actor) -> Round:
    """Match all lists of a round. The database erases filters and shares of the secret in the same statement.

    Raises CannotMatch when the lists were encoded under different secrets or settings, NoRoomToMatch.
    """
    with transaction.atomic():
        found = load(round_id=round_id, by=by)
        return keep_matched(round_id=round_id, loaded=found, found=compare(found), by=by)


def lines_to_match(parts: list[Part]) -> int:
    return sum(part.people for part in parts)


def load(*, round_id: UUID, by: Actor) -> Loaded:
    """The encoded lists, for the office that matches. Raises WrongState, CannotMatch, NoRoomToMatch before reading one."""
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        parts = queries.parts_of(one)
        policies.check_can_match(one, parts, by)
        if len({part.check_value for part in parts}) > 1:
            raise CannotMatch(
                _(
                    "The lists were encoded under different secrets: no pair could be found. Cancel the round and begin anew."
                )
            )
        memory.check_room_to_match([part.people for part in parts], Shape())
        rows = {row.part_id: row for row in Encoding.objects.filter(part__in=parts)}
        tokens = [bytes(rows[part.id].tokens) for part in parts]
        lists = [
            packing.unpack(
                rows[part.id].shape, tokens[at], bytes(rows[part.id].filters), bytes(rows[part.id].missing),
                part.check_value,
            )
            for at, part in enumerate(parts)
        ]  # fmt: skip
        return Loaded(parts, tokens, lists)


def compare(loaded: Loaded, beat: Callable[[int, int], None] | None = None) -> Matched:
    """Who is on which list; needs no database. `beat` is told how many pairs of lists are done. Raises CannotMatch."""
    try:
        return matching.match(loaded.lists, beat)
    except (CannotLink, TooMany, MemoryError) as error:
        raise CannotMatch(
            _(
                "These lists cannot be matched together on this machine: they are too long, too alike or encoded with different settings."
            )
        ) from error


def keep_matched(*, round_id: UUID, loaded: Loaded, found: Matched, by: Actor) -> Round:
    """Keep the counts, if the round still waits for them and no list is another by now."""
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        parts = queries.parts_of(one)
        policies.check_can_match(one, parts, by)
        if [part.id for part in parts] != [part.id for part in loaded.parts]:
            raise WrongState()
        audit.record(LinkageEvent.MATCHED, by=by, subject=Subject(KIND, one.id), detail={"lists": len(parts)})
        _keep(one, parts, loaded.tokens, found)
        one.status, one.matched_at = RoundStatus.MATCHED, timezone.now()
        seen = [
            Seen(part.people, part.no_name, part.short_name, part.no_birth, part.first_of_january, part.no_place)
            for part in parts
        ]
        one.cautions = [list(caution) for caution in matching.cautions_of(seen, found)]
        one.revision += 1
        one.save(update_fields=["status", "matched_at", "cautions", "revision"])
        for part, twins in zip(parts, found.twins, strict=True):
            if twins:
                notices.notify(
                    kind=NoticeKind.SIGNATURE_WANTED, record_kind=KIND, record_id=one.id, number=one.number,
                    to_office=part.office_id, roles=JOINS,
                )  # fmt: skip
    return one


def _keep(one: Round, parts: list[Part], tokens: list[bytes], found: Matched) -> None:
    names: dict[int, bytes] = {}

    def token(at: int, line: int) -> bytes:
        return tokens[at][packing.TOKEN * line : packing.TOKEN * (line + 1)]

    Cluster.objects.bulk_create(
        (
            Cluster(part=part, token=token(at, line), cluster=names.setdefault(number, os.urandom(16)))
            for at, part in enumerate(parts)
            for line, number in enumerate(found.clusters[at])
        ),
        batch_size=2000,
    )
    known = known_pairs(one)
    Overlap.objects.bulk_create(Overlap(round=one, lists=lists, people=n) for lists, n in sorted(found.people.items()))
    Quality.objects.bulk_create(
        Quality(
            round=one, one=pair.one, other=pair.other, both=pair.both,
            precision=round(100 * pair.precision) if pair.both else None,
            recall=round(100 * pair.recall) if pair.both else None,
            known=known.get((pair.one, pair.other), (0, 0))[0], known_found=known.get((pair.one, pair.other), (0, 0))[1],
        )
        for pair in found.pairs
    )  # fmt: skip
    for at, part in enumerate(parts):
        twins = [
            Twin(part=part, office_id=part.office_id, first=token(at, a), second=token(at, b))
            for a, b in found.twins[at]
        ]
        Twin.objects.bulk_create(twins)
        Called.objects.bulk_create(Called(part=part, twin_id=twins[place].id) for place in sorted(found.called[at]))
        Part.objects.filter(id=part.id).update(
            doubles=found.doubles[at], expected_same=found.expected[at] if found.twins[at] else None
        )
