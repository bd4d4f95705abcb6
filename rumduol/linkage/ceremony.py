"""The secret of a round: every office adds 32 random bytes, sealed to every office that takes part and to nobody else.

The secret follows from all contributions, so that none of the offices can know it before the last has spoken, and one
honest office is enough for it to be unguessable. Each office publishes a commitment to what it added; whoever opens
the shares compares, so that an office cannot give different bytes to different offices unnoticed. Pure.
"""

import hashlib
import os
from collections.abc import Mapping
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHARE_BYTES = 32


class WrongShare(ValueError):
    """What an office gave is not what it committed to. `office_id` says which."""

    def __init__(self, office_id: UUID) -> None:
        super().__init__(str(office_id))
        self.office_id = office_id


def new_share() -> bytes:
    return os.urandom(SHARE_BYTES)


def commitment(round_id: UUID, office_id: UUID, share: bytes) -> bytes:
    """32 bytes that bind an office to its share in this round, and say nothing of it."""
    return hashlib.sha256(b"rumduol linkage share" + round_id.bytes + office_id.bytes + share).digest()


def check_shares(round_id: UUID, shares: Mapping[UUID, bytes], commitments: Mapping[UUID, bytes]) -> None:
    """WrongShare for an office whose share is not the one it committed to."""
    for office_id, share in shares.items():
        if len(share) != SHARE_BYTES or commitment(round_id, office_id, share) != commitments[office_id]:
            raise WrongShare(office_id)


def secret_of(round_id: UUID, shares: Mapping[UUID, bytes]) -> bytes:
    """The round's secret as 64 hexadecimal digits (what a secret file of `./run encode` holds), from the share of each
    office by its id."""
    ordered = b"".join(office.bytes + shares[office] for office in sorted(shares, key=lambda one: one.bytes))
    derived = HKDF(hashes.SHA256(), 32, salt=round_id.bytes, info=b"rumduol linkage secret").derive(ordered)
    return derived.hex().encode()
