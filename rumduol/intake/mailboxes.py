"""The keys of a reporter's mailbox. An answer is sealed to the mailbox's public key; only the return code opens it."""

import json

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from rumduol.intake.codes import Keys

PADDED_TO = 256  # bytes: the length of a sealed message says little about what it says


class CannotOpen(ValueError):
    """Not sealed to this mailbox, or damaged."""


def new_key_pair(keys: Keys) -> tuple[bytes, bytes]:
    """(public key of 32 bytes, private key locked by the code's mailbox key)."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(SecretBox(keys.mailbox).encrypt(bytes(private)))


def unlock(locked: bytes, mailbox_key: bytes) -> PrivateKey:
    """The mailbox's private key. Raises CannotOpen."""
    try:
        return PrivateKey(SecretBox(mailbox_key).decrypt(locked))
    except CryptoError as error:
        raise CannotOpen from error


def seal_to(public: bytes, text: str) -> bytes:
    """A text that only the holder of the return code can read; padded to a multiple of 256 bytes."""
    plain = json.dumps({"text": text}, ensure_ascii=False).encode()
    return SealedBox(PublicKey(public)).encrypt(plain + b" " * (-len(plain) % PADDED_TO))


def open_from(private: PrivateKey, sealed: bytes) -> str:
    """What `seal_to` sealed. Raises CannotOpen."""
    try:
        return str(json.loads(SealedBox(private).decrypt(sealed))["text"])
    except CryptoError as error:
        raise CannotOpen from error
