"""What a form carries from page to page in a hidden field, sealed.

Somebody who reports has no cookie and no row in our database until they press "send": what they typed travels with the
page. Sealed rather than plain, for three reasons: a page saved on a shared telephone, its source, and the browser's
memory of forms hold nothing that can be read; what comes back is what we gave out, so no step is checked twice; and the
return code, made before sending so that a double click is one report, is never plain before its time.
"""

import base64
import json
import secrets
import time
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
LONGEST = 200_000  # characters of a carried field; a form with every answer at its limit stays below


class Expired(ValueError):
    """Too old, damaged, or never ours. The reader begins again; what they just typed is kept by the page."""


def carry(contents: dict[str, Any], *, use: str) -> str:
    """Seal JSON-able `contents` for one `use` ("report", "mailbox"): text for a hidden field."""
    stamped = {"at": int(time.time()), "in": contents}
    plain = zlib.compress(json.dumps(stamped, ensure_ascii=False, separators=(",", ":")).encode())
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + _box().encrypt(nonce, plain, use.encode())).decode()


def carried(text: str, *, use: str, seconds: int) -> dict[str, Any]:
    """What `carry` sealed for this `use` no longer than `seconds` ago. Raises Expired for anything else."""
    if not text or len(text) > LONGEST:
        raise Expired
    try:
        raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        plain = _box().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], use.encode())
    except (ValueError, InvalidTag) as error:
        raise Expired from error
    stamped: dict[str, Any] = json.loads(zlib.decompress(plain))
    if not 0 <= time.time() - stamped["at"] <= seconds:
        raise Expired
    contents: dict[str, Any] = stamped["in"]
    return contents


def _box() -> AESGCM:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=settings.PEPPER, info=b"rumduol/intake/carried form")
    return AESGCM(kdf.derive(settings.SECRET_KEY.encode()))
