"""Recovery when a whole office lost its key: words for five custodians in five organisations, of which three are needed.

The words are SLIP-39 shares (SatoshiLabs, "Shamir's Secret-Sharing for Mnemonic Codes"): each list tells its set and its
number without revealing anything of the key. What is stored is which organisation received which number, never a word.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from shamir_mnemonic import combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share
from shamir_mnemonic.utils import MnemonicError
from shamir_mnemonic.wordlist import WORD_INDEX_MAP

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault import crypto, keys
from rumduol.vault.enums import KeyKind, VaultEvent
from rumduol.vault.models import Custodian, Key, KeyWrap

CUSTODIANS, NEEDED = 5, 3
FIELDS = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Words:
    """One list of words for one organisation: shown once, stored nowhere."""

    number: int
    agency_id: UUID
    words: str

    @property
    def list(self) -> list[str]:
        return self.words.split()


def give_words(*, agency_ids: list[UUID], by: Actor) -> list[Words]:
    """Five lists of words, one for each of five different organisations; any three restore the office key.

    Raises InvalidInput unless five different agencies are named, NotThere when the caller does not hold the key.
    """
    check_may(by, Permission.KEYS_ROTATE)
    if len(agency_ids) != CUSTODIANS or len(set(agency_ids)) != CUSTODIANS:
        raise InvalidInput(
            errors={"__all__": [_("Choose five different organisations: no two lists may lie in the same house.")]}
        )
    for agency_id in agency_ids:
        agencies.agency(agency_id)
    key = keys.live_key(by.office_id)
    if not keys.holds(by, key.id):
        raise NotThere(_("You do not hold the office key."))
    lists = generate_mnemonics(1, [(NEEDED, CUSTODIANS)], by.keyring[key.id])[0]
    batch = Share.from_mnemonic(lists[0]).identifier
    given = [
        Words(number, agency_id, words)
        for number, (agency_id, words) in enumerate(zip(agency_ids, lists, strict=True), start=1)
    ]
    with transaction.atomic():
        # Words given before still restore this key; who holds them is in the log, the page shows the latest set.
        Custodian.objects.filter(key=key).delete()
        Custodian.objects.bulk_create(
            [
                Custodian(key=key, office_id=by.office_id, batch=batch, number=one.number, agency_id=one.agency_id)
                for one in given
            ]
        )
        audit.record(
            VaultEvent.CUSTODIANS_NAMED, by=by, subject=Subject("key", key.id),
            detail={"needed": NEEDED, "agencies": [str(one.agency_id) for one in given]},
        )  # fmt: skip
    return given


def custodians_of(office_id: UUID) -> list[Custodian]:
    """Which organisations hold words for the office's present key; empty when nobody does."""
    return list(
        Custodian.objects.filter(key__office_id=office_id, key__retired=False, key__kind=KeyKind.OFFICE).order_by(
            "number"
        )
    )


def recover(*, lists: list[str], by: Actor) -> Key:
    """All members lost their keys: three organisations' words restore the office key for the acting person.

    Raises InvalidInput that names the list that is wrong and how. Failed tries are audited too. The key counts as worn from
    then on: three papers were opened, so that it is to be renewed.
    """
    check_may(by, Permission.KEYS_ROTATE)
    key = keys.live_key(by.office_id)
    try:
        shares = _read(lists)
        private = _combine(lists, shares, key)
    except InvalidInput:
        audit.record(
            VaultEvent.KEY_RECOVERY_FAILED, by=by, subject=Subject("key", key.id), detail={"lists": len(lists)}
        )
        raise
    numbers = sorted(share.index + 1 for share in shares)
    with transaction.atomic():
        # A wrap made for a key pair that was lost with the password opens nothing: it makes room.
        KeyWrap.objects.filter(key=key, person_id=by.person_id).delete()
        if not keys.hand(key, private, by.person_id, by):
            raise NotThere()
        by.keyring.learned = False  # there is something new to pick up
        Key.objects.filter(id=key.id, worn_since__isnull=True).update(worn_since=timezone.now())
        agency_ids = Custodian.objects.filter(key=key, batch=shares[0].identifier, number__in=numbers)
        audit.record(
            VaultEvent.KEY_RECOVERED, by=by, subject=Subject("key", key.id),
            detail={
                "lists": numbers,
                "agencies": sorted(str(agency_id) for agency_id in agency_ids.values_list("agency_id", flat=True)),
            },
        )  # fmt: skip
    return key


def _read(lists: list[str]) -> list[Share]:
    """Each list on its own: complete, without a slip of the pen, three different ones of the same set."""
    errors: dict[str, list[object]] = {}
    shares: dict[str, Share] = {}
    for field, text in zip(FIELDS, [*lists, "", "", ""][:NEEDED], strict=True):
        words = text.lower().split()
        strange = [word for word in words if word not in WORD_INDEX_MAP]
        if not words:
            errors[field] = [_("Three lists are needed: type the words of this custodian.")]
        elif strange:
            errors[field] = [
                _("“%(word)s” is not a word of such a list. Look at the paper again.") % {"word": strange[0][:40]}
            ]
        else:
            try:
                shares[field] = Share.from_mnemonic(" ".join(words))
            except (MnemonicError, ValueError):
                errors[field] = [
                    _("A word of this list is missing, wrong or in another order. Look at the paper again.")
                ]
    seen: dict[tuple[int, int], str] = {}
    sets = [share.identifier for share in shares.values()]
    for field, share in shares.items():
        if (share.identifier, share.index) in seen:
            errors[field] = [_("This list was typed already. Each must come from another organisation.")]
        elif sets.count(share.identifier) == 1 and len(sets) == NEEDED and len(set(sets)) < NEEDED:
            errors[field] = [_("This list belongs to another set than the two others.")]
        seen.setdefault((share.identifier, share.index), field)
    if errors:
        raise InvalidInput(errors=errors)
    if len(set(sets)) > 1:
        raise InvalidInput(errors={"__all__": [_("These three lists belong to different sets.")]})
    return [shares[field] for field in FIELDS]


def _combine(lists: list[str], shares: list[Share], key: Key) -> bytes:
    """The private half of the office's present key. Raises InvalidInput when the words give another."""
    other = InvalidInput(
        errors={
            "__all__": [_("These words belong together, but to another office's key or to one that was renewed since.")]
        }
    )
    try:
        private = combine_mnemonics([" ".join(text.lower().split()) for text in lists[:NEEDED]])
    except (MnemonicError, ValueError) as error:
        raise other from error
    if len(private) != 32 or crypto.public_of(private) != bytes(key.public):
        raise other
    return bytes(private)
