"""An office encodes its own list, where its names can be read; or brings what its own system encoded."""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.encoding import exchange
from rumduol.encoding.filters import Encoded, Encoder, Shape, key_check
from rumduol.encoding.tokens import Person
from rumduol.facts.actions import unit_key
from rumduol.facts.types import Period
from rumduol.linkage import memory, packing, policies, queries, secret, sources
from rumduol.linkage.enums import IN_SYSTEM, LinkageEvent, ListKind
from rumduol.linkage.models import Encoding, Home, Part, Round
from rumduol.linkage.types import Line, Seen
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

KIND = "linkage"
FEWEST_LINES = 10  # a list of one person asks the other offices about that person
EVERY = 2_000  # lines, between two words of how far it is


class TooShort(InvalidInput):
    """A list of so few people would tell about a single one."""


class NoNames(InvalidInput):
    """Nobody on the list has a name."""


class WrongSecret(InvalidInput):
    """The file was encoded under another secret than the round's."""


@dataclass(frozen=True)
class Prepared:
    """A list that may be encoded: read, checked, in plain, and only here. Nothing of it lies anywhere else."""

    part: Part
    lines: list[Line]
    secret: bytes
    encoded: Encoded | None = None


Beat = Callable[[int, int], None]  # (lines done, lines in all)


def encode_list(*, round_id: UUID, by: Actor) -> Part:
    """Encode the office's own records of the round's period. Raises NoKey, WrongState, InvalidInput."""
    return _at_once(round_id, None, by, IN_SYSTEM)


def encode_table(*, round_id: UUID, content: bytes, by: Actor) -> Part:
    """Encode a table of the office's own. The table is not kept. Raises as `encode_list`."""
    return _at_once(round_id, content, by, (ListKind.TABLE,))


def encode_file(*, round_id: UUID, content: bytes, by: Actor) -> Part:
    """Take in a file of `./run encode`. Raises WrongSecret when it was made under another secret, InvalidInput."""
    return _at_once(round_id, content, by, (ListKind.ELSEWHERE,))


def _at_once(round_id: UUID, content: bytes | None, by: Actor, kinds: Sequence[ListKind]) -> Part:
    _one, own, _parts = _ready(round_id, by)
    if own.kind not in kinds:
        raise WrongState()
    found = prepare(round_id=round_id, content=content, by=by)
    return keep(round_id=round_id, prepared=found, encoded=encode(found), by=by)


def lines_waiting(*, round_id: UUID, content: bytes | None, by: Actor) -> int:
    """How long the office's list is, without opening a name. Raises WrongState, InvalidInput when it does not fit."""
    one, own, _parts = _ready(round_id, by)
    if content is None:
        lines = sources.length_of(ListKind(own.kind), Period.parse(one.period), by)
    else:
        lines = memory.lines_of(content)
    memory.check_room_to_encode(lines, encoded=own.kind == ListKind.ELSEWHERE)
    return lines


def prepare(*, round_id: UUID, content: bytes | None, by: Actor) -> Prepared:
    """Open or read the office's list, in its own session. `content`: a table or a file of encodings; None for records of
    this system. Raises NoKey, WrongState, InvalidInput."""
    one, own, parts = _ready(round_id, by)
    lines_waiting(round_id=round_id, content=content, by=by)
    if own.kind == ListKind.ELSEWHERE:
        return _prepare_file(one, own, parts, content or b"", by)
    if own.kind == ListKind.TABLE:
        lines = sources.lines_of_table(content or b"")
    else:
        lines = sources.lines_of(ListKind(own.kind), Period.parse(one.period), by)
    _check_size(len(lines))
    return Prepared(own, lines, secret.opened(one, parts, by))


def _prepare_file(one: Round, own: Part, parts: list[Part], content: bytes, by: Actor) -> Prepared:
    opened = secret.opened(one, parts, by)
    try:
        encoded = exchange.read_lines(io.StringIO(content.decode("utf-8")), "file")
    except (exchange.BadFile, UnicodeDecodeError) as error:
        raise InvalidInput(
            errors={"file": [_("This is no whole file of encodings. Make it again with ./run encode.")]}
        ) from error
    if encoded.check != key_check(opened, Shape()):
        raise WrongSecret(
            errors={"file": [_("This file was encoded under another secret than this round's: no pair could be found. "
                               "Take the secret from this page, put it into the secret file and encode again.")]}
        )  # fmt: skip
    _check_size(len(encoded))
    return Prepared(own, [Line(Person(code), ("", code)) for code in encoded.ids], opened, encoded)


def encode(found: Prepared, beat: Beat | None = None) -> tuple[Encoded, Seen]:
    """Bits and counts; needs no database. `beat` is told now and then how far it is. Raises InvalidInput without a name."""
    if found.encoded is not None:
        missing = found.encoded.missing
        return found.encoded, Seen(
            people=len(found.encoded), no_name=int((missing & 1 > 0).sum()), no_birth=int((missing & 2 > 0).sum()),
            no_place=int((missing & 4 > 0).sum()),
        )  # fmt: skip
    seen = sources.seen_in(found.lines)
    if seen.no_name == seen.people:
        raise NoNames(errors={"file": [_("Nobody on this list has a name that can be read: it cannot be matched.")]})
    return Encoder(found.secret).encode(_told(found.lines, beat)), seen


def _told(lines: Sequence[Line], beat: Beat | None) -> Iterator[Person]:
    for number, line in enumerate(lines):
        if beat is not None and number % EVERY == 0:
            beat(number, len(lines))
        yield line.person


def keep(*, round_id: UUID, prepared: Prepared, encoded: tuple[Encoded, Seen], by: Actor) -> Part:
    """Keep what was encoded, if the round still waits for it and the office may still bring it."""
    one, own, _parts = _ready(round_id, by)
    if own.id != prepared.part.id:
        raise WrongState()
    return _keep(one, own, *encoded, prepared.lines, by=by)


def take_secret(*, round_id: UUID, by: Actor) -> bytes:
    """The round's secret for `./run encode --secret-file`, for an office whose own system encodes. The log comes first."""
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        parts = queries.parts_of(one)
        policies.check_can_take_secret(one, queries.own_part(by, parts), by)
        audit.record(LinkageEvent.SECRET_TAKEN, by=by, subject=Subject(KIND, one.id))
        return secret.opened(one, parts, by)


# ---- steps of the above -------------------------------------------------------------------------------------------


def _ready(round_id: UUID, by: Actor) -> tuple[Round, Part, list[Part]]:
    one = queries.round_for(by, round_id)
    parts = queries.parts_of(one)
    own = queries.own_part(by, parts)
    policies.check_can_encode(one, own, by)
    if own is None:
        raise NotThere()
    return one, own, parts


def _check_size(lines: int) -> None:
    if lines < FEWEST_LINES:
        raise TooShort(
            errors={"file": [_("A list needs %(n)d people at least: a shorter one would tell about a single person.")
                             % {"n": FEWEST_LINES}]}
        )  # fmt: skip


@transaction.atomic
def _keep(one: Round, own: Part, encoded: Encoded, seen: Seen, lines: Sequence[Line], *, by: Actor) -> Part:
    """Filters under fresh tokens to whoever matches; which token is which record, sealed to the office."""
    queries.lock_round(by, one.id)
    tokens = [os.urandom(packing.TOKEN) for _line in range(len(encoded))]
    order = sorted(range(len(encoded)), key=lambda at: tokens[at])  # an order that says nothing of the office's own
    mixed = Encoded(
        [encoded.ids[at] for at in order], encoded.bits[order], encoded.keys[order], encoded.missing[order],
        encoded.shape, encoded.check,
    )  # fmt: skip
    shape, filters, missing = packing.pack(mixed)
    Encoding.objects.bulk_create(
        [
            Encoding(
                part=own, matcher_id=one.office_id, shape=shape, tokens=b"".join(tokens[at] for at in order),
                filters=filters, missing=missing,
            )
        ]
    )  # fmt: skip
    Home.objects.bulk_create(
        (
            Home(part=own, office_id=by.office_id, token=tokens[at], kind=str(kind), unit_key=unit_key(unit))
            for at, line in enumerate(lines)
            for kind, unit in line.units
        ),
        batch_size=2000,
    )
    vault.seal(
        record=RecordRef("linkage_list", own.id, office_id=by.office_id), section=Section.NOTES,
        fields={"rows": {tokens[at].hex(): list(line.record) for at, line in enumerate(lines)}}, by=by,
    )  # fmt: skip
    Part.objects.filter(id=own.id).update(
        encoded_at=timezone.now(), encoded_by=by.person_id, check_value=encoded.check, people=seen.people,
        no_name=seen.no_name, short_name=seen.short_name, no_birth=seen.no_birth,
        first_of_january=seen.first_of_january, no_place=seen.no_place,
    )  # fmt: skip
    audit.record(
        LinkageEvent.ENCODED, by=by, subject=Subject(KIND, one.id), detail={"list": own.kind, "people": seen.people}
    )
    own.refresh_from_db()
    return own
