"""What is derived from the 32 random bytes that only a signed-in browser holds.

The cookie is stored nowhere on the server. One half of what follows from it finds the session in the database, the other
half opens the keyring parked there; neither gives the other (HKDF-SHA256, RFC 5869).
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def new_secret() -> bytes:
    """32 random bytes for a new session."""
    return os.urandom(32)


def to_cookie(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def from_cookie(value: str) -> bytes | None:
    """The secret in a cookie; None when it is not one of ours."""
    try:
        secret = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError:
        return None
    return secret if len(secret) == 32 else None


def _derive(secret: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"rumduol session " + use).derive(secret)


def token_of(secret: bytes) -> bytes:
    """The database session token: 32 bytes, stored only as its SHA-256."""
    return _derive(secret, b"token")


def park(secret: bytes, keyring: bytes) -> bytes:
    """Seal a keyring for the session row: nonce + AES-256-GCM."""
    nonce = os.urandom(12)
    return nonce + AESGCM(_derive(secret, b"keyring")).encrypt(nonce, keyring, b"keyring")


def unpark(secret: bytes, parked: bytes) -> bytes | None:
    """Open a parked keyring; None when it was not parked by this session."""
    try:
        return AESGCM(_derive(secret, b"keyring")).decrypt(parked[:12], parked[12:], b"keyring")
    except InvalidTag:
        return None
