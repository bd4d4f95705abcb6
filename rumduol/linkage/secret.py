"""Opening the shares of a round's secret: only where a member of an office that takes part holds the office's key."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.linkage import ceremony
from rumduol.linkage.models import Part, Round, Share
from rumduol.shared.errors import WrongState
from rumduol.vault import crypto, keys
from rumduol.vault.types import NoKey


class SharesDiffer(WrongState):
    """An office gave other bytes to this office than it committed to."""


def deal(one: Round, part: Part, parts: list[Part]) -> tuple[bytes, list[Share]]:
    """(commitment, shares) of one office: fresh random bytes, sealed to every office of the round with its present key.

    Raises NotThere for an office without a key.
    """
    share = ceremony.new_share()
    sealed = []
    for other in parts:
        key = keys.live_key(other.office_id)
        sealed.append(
            Share(
                part=part,
                to_office_id=other.office_id,
                key_id=key.id,
                sealed_share=crypto.wrap(share, bytes(key.public)),
            )
        )
    return ceremony.commitment(one.id, part.office_id, share), sealed


def opened(one: Round, parts: list[Part], by: Actor) -> bytes:
    """The round's secret. Raises NoKey, WrongState when a share is missing, SharesDiffer when one is not as committed."""
    shares: dict[UUID, bytes] = {}
    office_of = {part.id: part.office_id for part in parts}
    for share in Share.objects.filter(part__in=parts, to_office_id=by.office_id):
        if not keys.holds(by, share.key_id):
            raise NoKey()
        try:
            shares[office_of[share.part_id]] = crypto.unwrap(bytes(share.sealed_share), by.keyring[share.key_id])
        except crypto.CannotOpen as error:
            raise _differ(office_of[share.part_id], by) from error
    if len(shares) != len(parts):
        raise WrongState(_("Not every office has added its part of the secret yet."))
    try:
        ceremony.check_shares(one.id, shares, {part.office_id: bytes(part.commitment or b"") for part in parts})
    except ceremony.WrongShare as wrong:
        raise _differ(wrong.office_id, by) from wrong
    return ceremony.secret_of(one.id, shares)


def _differ(office_id: UUID, by: Actor) -> SharesDiffer:
    name = agencies.office_name(agencies.office(office_id), by.language)
    return SharesDiffer(
        _(
            "The part of the secret from %(office)s is not the one it promised. Nothing was encoded. Cancel the round and begin anew."
        )
        % {"office": name}
    )
