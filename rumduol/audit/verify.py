"""Find any edit, deletion, reordering or truncation of the log, also one made by a database superuser.

The chain alone shows every edit that was not followed by recomputing all later links. Against somebody who recomputes
them, the heads that other agencies hold decide: a stored head that the chain no longer passes through is a proof.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rumduol.audit.actions import canonical


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event with its link as read from the database; `link_*` are None when the link is missing."""

    id: UUID
    chain: UUID
    body: str
    columns: dict[str, Any]
    sequence: int | None
    hash: bytes | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stood: exported, signed, and held by another agency."""

    chain: UUID
    sequence: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad event of a chain, and what is wrong with it."""

    chain: UUID
    sequence: int
    event_id: UUID | None
    reason: str


def start_of(chain: UUID) -> bytes:
    return hashlib.sha256(chain.bytes).digest()


def link_hash(previous: bytes, sequence: int, event_id: UUID, body: str) -> bytes:
    """sha256(previous | sequence as 8 bytes | event id | sha256(body)): the same as in the database's trigger."""
    inner = hashlib.sha256(body.encode()).digest()
    return hashlib.sha256(previous + sequence.to_bytes(8, "big") + event_id.bytes + inner).digest()


def check_chain(
    chain: UUID, events: Iterable[LoggedEvent], current: Head | None, held: Iterable[Head] = ()
) -> Fault | None:
    """The first fault of a chain, or None.

    `events` in order of their sequence; `current` is the database's own head; `held` are heads that others keep.
    """
    expected = {head.sequence: head.hash for head in held if head.chain == chain}
    previous, at = start_of(chain), 0
    for event in events:
        if event.sequence is None or event.hash is None:
            return Fault(chain, at + 1, event.id, "event without a link")
        if event.sequence != at + 1:
            return Fault(chain, at + 1, event.id, f"events {at + 1} to {event.sequence - 1} are missing")
        fault = _check_columns(event)
        if fault:
            return Fault(chain, event.sequence, event.id, fault)
        previous = link_hash(previous, event.sequence, event.id, event.body)
        at = event.sequence
        if previous != event.hash:
            return Fault(chain, at, event.id, "the event was changed after it was written")
        if at in expected and expected[at] != previous:
            return Fault(chain, at, event.id, "the chain was rewritten: another agency holds a different head")
    beyond = [sequence for sequence in expected if sequence > at]
    if beyond:
        return Fault(chain, at + 1, None, f"the end was cut off: another agency holds a head at {max(beyond)}")
    if current is None and at > 0:
        return Fault(chain, at, None, "the head is missing")
    if current is not None and (current.sequence, current.hash) != (at, previous):
        return Fault(chain, at + 1, None, f"the end was cut off or the head changed: it says {current.sequence}")
    return None


def _check_columns(event: LoggedEvent) -> str | None:
    try:
        body = json.loads(event.body)
    except ValueError:
        return "the event was changed after it was written"
    for name, value in event.columns.items():
        if body.get(name) != value:
            return f"column {name} differs from the event"
    return None


def public_key(seed: bytes) -> bytes:
    """The node's Ed25519 public key (32 bytes) from its 32-byte seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign_heads(heads: Iterable[Head], *, seed: bytes, at: str) -> Iterator[str]:
    """JSON lines, each signed with the node's Ed25519 key: what other agencies receive and keep."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    for head in heads:
        body = canonical({"chain": str(head.chain), "sequence": head.sequence, "hash": head.hash.hex(), "at": at})
        yield canonical({"head": body, "signature": key.sign(body.encode()).hex(), "key": public_key(seed).hex()})


def read_heads(lines: Iterable[str], *, key: bytes) -> list[Head]:
    """The heads of an export. Raises ValueError naming the line whose signature is not this node's."""
    heads = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            outer = json.loads(line)
            Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(outer["signature"]), outer["head"].encode())
            body = json.loads(outer["head"])
            heads.append(Head(UUID(body["chain"]), int(body["sequence"]), bytes.fromhex(body["hash"])))
        except (InvalidSignature, KeyError, ValueError, TypeError) as error:
            raise ValueError(f"line {number}: not a head signed by this node") from error
    return heads
