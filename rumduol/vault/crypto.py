"""The few cryptographic moves the vault is made of; libsodium and OpenSSL do the work.

* AES-256-GCM with a fresh data key per section version; associated data binds it to kind, record, section and version.
* libsodium sealed boxes (X25519, XSalsa20-Poly1305) wrap data keys to offices and office keys to members.
* Argon2id turns a password into two independent halves: one proves it to the database, one locks the private key.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id

SALT_BYTES = argon2id.SALTBYTES  # 16


class CannotOpen(Exception):
    """Wrong key, or the ciphertext was changed."""


@dataclass(frozen=True, slots=True)
class PasswordHalves:
    """What follows from a password: `auth_key` goes to the database's check, `lock_key` never leaves memory."""

    auth_key: bytes
    lock_key: bytes


def derive(password: str, salt: bytes, *, operations: int, memory: int) -> PasswordHalves:
    """64 bytes of Argon2id over the NFC password, cut in halves. `memory` in bytes."""
    both = argon2id.kdf(64, password.encode("utf-8", "surrogatepass"), salt, opslimit=operations, memlimit=memory)
    return PasswordHalves(both[:32], both[32:])


def new_pair() -> tuple[bytes, bytes]:
    """(public, private) X25519 halves of 32 bytes each."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(private)


def public_of(private: bytes) -> bytes:
    return bytes(PrivateKey(private).public_key)


def wrap(secret: bytes, public: bytes) -> bytes:
    """Seal a few bytes to a public key; nobody but the private half's holder can open it."""
    return SealedBox(PublicKey(public)).encrypt(secret)


def unwrap(sealed: bytes, private: bytes) -> bytes:
    """Raises CannotOpen."""
    try:
        return SealedBox(PrivateKey(private)).decrypt(sealed)
    except (CryptoError, ValueError) as error:
        raise CannotOpen from error


def lock(secret: bytes, key: bytes, use: bytes) -> bytes:
    """nonce + AES-256-GCM under a 32-byte key; `use` is authenticated."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, secret, use)


def unlock(locked: bytes, key: bytes, use: bytes) -> bytes:
    """Raises CannotOpen."""
    try:
        return AESGCM(key).decrypt(locked[:12], locked[12:], use)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def binding(kind: str, record_id: UUID, section: str, version: int) -> bytes:
    """The associated data of a section: moving a ciphertext to another record, section or version makes it unreadable."""
    return f"{kind}|{record_id}|{section}|{version}".encode()


def encrypt(plain: bytes, data_key: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
    """(nonce, ciphertext)"""
    nonce = os.urandom(12)
    return nonce, AESGCM(data_key).encrypt(nonce, plain, bound_to)


def decrypt(nonce: bytes, ciphertext: bytes, data_key: bytes, bound_to: bytes) -> bytes:
    """Raises CannotOpen."""
    try:
        return AESGCM(data_key).decrypt(nonce, ciphertext, bound_to)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def blind(index_key: bytes, field: str, values: Iterable[str]) -> list[int]:
    """64-bit keyed hashes, sorted: what the database may compare without learning what it compares."""
    return sorted(
        {
            int.from_bytes(hmac.digest(index_key, f"{field}|{value}".encode(), hashlib.sha256)[:8], "big", signed=True)
            for value in values
        }
    )
