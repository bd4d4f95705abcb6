"""The return code: what lets somebody without an account come back to a report, and lets nobody else.

28 digits: 8 say where to look (the locator), 20 are the secret (log2(10^20) = 66.4 bits). Digits, because they can be
read out over a telephone in any language, and copied on paper from a screen by somebody who is frightened.

The secret is stretched with Argon2id (RFC 9106) over a salt of this mailbox and a pepper that is not in the database.
From the stretched key K (32 bytes) HKDF makes two keys that tell nothing of each other: `verify` (its SHA-256 is
stored) and `mailbox` (locks the mailbox's private key). A locator that does not exist is stretched over a salt derived
from the pepper, so that a miss costs what a hit costs.
"""

import hashlib
import hmac
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from nacl.pwhash import argon2id

LOCATOR_DIGITS = 8
SECRET_DIGITS = 20
DIGITS = LOCATOR_DIGITS + SECRET_DIGITS
GROUP = 4
SALT_BYTES = 16
SEED_BYTES = 32

# One stretching takes CODE_ARGON2_MEMORY; more at once than this would let a crowd of strangers fill the machine's memory.
AT_ONCE = 4
PATIENCE_SECONDS = 20
_turnstile = threading.BoundedSemaphore(AT_ONCE)

SEPARATORS = re.compile(r"[\s.,_/|·•–—‑−-]+")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class NotACode(ValueError):
    """What was typed can't be a return code. `digits` is how many digits were found."""

    def __init__(self, digits: int) -> None:
        super().__init__("not a return code")
        self.digits = digits


class Busy(RuntimeError):
    """Too many codes are being checked at this moment; nothing was looked at."""


@dataclass(frozen=True)
class Code:
    """A return code. The digits never show in a repr, so they can't slip into a log or an error page."""

    locator: str
    secret: str = field(repr=False)

    def shown(self) -> str:
        """The 28 digits in groups of four, as people read them out."""
        return " ".join(self.groups())

    def groups(self) -> list[str]:
        """Seven groups of four digits."""
        digits = self.locator + self.secret
        return [digits[at : at + GROUP] for at in range(0, DIGITS, GROUP)]


@dataclass(frozen=True)
class Keys:
    """What a code opens: `verify` proves the code to the database, `mailbox` unlocks the thread. 32 bytes each."""

    verify: bytes = field(repr=False)
    mailbox: bytes = field(repr=False)


def new_seed() -> bytes:
    """32 random bytes that make the codes and salts of one submission, so that sending twice is one report."""
    return secrets.token_bytes(SEED_BYTES)


def new_code() -> Code:
    """A code from fresh randomness."""
    return code_from(new_seed())


def code_from(seed: bytes, attempt: int = 0) -> Code:
    """The code of a submission. `attempt` counts up when another mailbox has the locator (1 in 800 at 120,000)."""
    number = int.from_bytes(_expand(seed, f"return code {attempt}", 32), "big") % 10**DIGITS
    digits = str(number).zfill(DIGITS)
    return Code(digits[:LOCATOR_DIGITS], digits[LOCATOR_DIGITS:])


def salt_from(seed: bytes, attempt: int = 0) -> bytes:
    """The mailbox's salt: 16 bytes, as random as the seed and independent of the code."""
    return _expand(seed, f"salt {attempt}", SALT_BYTES)


def parse(text: str) -> Code:
    """Read a code as people type it: spaces, dashes, Khmer, Thai, full-width or other digits, invisible characters.

    Raises NotACode, with the number of digits found, when it is not exactly 28 digits.
    """
    digits: list[str] = []
    for sign in SEPARATORS.sub("", INVISIBLE.sub("", text)):
        value = unicodedata.decimal(sign, None)
        if value is None:
            raise NotACode(sum(unicodedata.decimal(s, None) is not None for s in text))
        digits.append(str(value))
    if len(digits) != DIGITS:
        raise NotACode(len(digits))
    joined = "".join(digits)
    return Code(joined[:LOCATOR_DIGITS], joined[LOCATOR_DIGITS:])


def fake_salt(locator: str) -> bytes:
    """The salt of a locator that nobody has: always the same, and not to be told from a real one. 16 bytes."""
    return hmac.digest(settings.PEPPER, b"rumduol/intake/no such locator/" + locator.encode(), "sha256")[:SALT_BYTES]


def blurred(locator: str) -> bytes:
    """A locator as the counter of misses keeps it: 32 bytes that say nothing without the pepper."""
    return hmac.digest(settings.PEPPER, b"rumduol/intake/locator/" + locator.encode(), "sha256")


def stretch(secret: str, salt: bytes) -> Keys:
    """Argon2id over the peppered secret, then HKDF. Takes about 25 ms and CODE_ARGON2_MEMORY at full strength.

    Raises Busy when there was no turn within PATIENCE_SECONDS.
    """
    peppered = hmac.digest(settings.PEPPER, b"rumduol/intake/secret/" + secret.encode(), "sha256")
    with _a_turn():
        key = argon2id.kdf(32, peppered, salt, opslimit=settings.CODE_ARGON2_OPS, memlimit=settings.CODE_ARGON2_MEMORY)
    return Keys(verify=_expand(key, "verify", 32), mailbox=_expand(key, "mailbox", 32))


def verify_hash(keys: Keys) -> bytes:
    """What the database keeps of the verify key (32 bytes); the key itself it sees only while a mailbox is open."""
    return hashlib.sha256(keys.verify).digest()


@contextmanager
def _a_turn() -> Iterator[None]:
    if not _turnstile.acquire(timeout=PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _turnstile.release()


def _expand(key: bytes, use: str, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=f"rumduol/intake/{use}".encode()).derive(key)
