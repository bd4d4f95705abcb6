"""The office that matches compares filters it cannot read names from; what comes out are counts and random numbers."""

import os
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.encoding.candidates import TooMany
from rumduol.encoding.linking import CannotLink
from rumduol.encoding.room import NoRoom, check_room
from rumduol.linkage import matching, packing, policies, queries
from rumduol.linkage.enums import LinkageEvent, RoundStatus
from rumduol.linkage.known import known_pairs
from rumduol.linkage.models import Called, Cluster, Encoding, Overlap, Part, Quality, Round, Twin
from rumduol.linkage.types import Matched, Seen
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.errors import WrongState

from rumduol.linkage.actions.agreeing import JOINS, KIND  # isort: skip

MOST_TOGETHER = 60_000  # lines of all lists, matched while somebody waits


class CannotMatch(WrongState):
    """The lists are not for each other, or too long for this machine."""


def match_lists(*, round_id: UUID, by: Actor) -> Round:
    """Match all lists of a round. The database erases filters and shares of the secret in the same statement.

    Raises CannotMatch when the lists were encoded under different secrets or settings, or are too long.
    """
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        parts = queries.parts_of(one)
        policies.check_can_match(one, parts, by)
        audit.record(LinkageEvent.MATCHED, by=by, subject=Subject(KIND, one.id), detail={"lists": len(parts)})
        rows = {row.part_id: row for row in Encoding.objects.filter(part__in=parts)}
        tokens = [bytes(rows[part.id].tokens) for part in parts]
        lists = [
            packing.unpack(
                rows[part.id].shape, tokens[at], bytes(rows[part.id].filters), bytes(rows[part.id].missing),
                part.check_value,
            )
            for at, part in enumerate(parts)
        ]  # fmt: skip
        if len({part.check_value for part in parts}) > 1:
            raise CannotMatch(
                _(
                    "The lists were encoded under different secrets: no pair could be found. Cancel the round and begin anew."
                )
            )
        if sum(map(len, lists)) > MOST_TOGETHER:
            raise CannotMatch(_("These lists are too long to be matched here together. Use shorter periods."))
        try:
            sizes = sorted(map(len, lists))
            check_room(sizes[-1], sizes[-2], lists[0].shape)
            found = matching.match(lists)
        except (CannotLink, TooMany, NoRoom) as error:
            raise CannotMatch(
                _(
                    "These lists cannot be matched together on this machine: they are too long, too alike or encoded with different settings."
                )
            ) from error
        _keep(one, parts, tokens, found)
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
