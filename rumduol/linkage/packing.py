"""Encodings as the bytes that lie in the database between an office's pressing and the matching. Pure."""

from dataclasses import asdict
from typing import Any

import numpy as np

from rumduol.encoding.filters import Encoded, Shape

TOKEN = 16  # bytes


def pack(encoded: Encoded) -> tuple[dict[str, Any], bytes, bytes]:
    """(shape, filters, missing): each line's bits and then its keys, little-endian; a byte a line for what is missing."""
    bits = np.ascontiguousarray(encoded.bits.astype("<u8")).view(np.uint8).reshape(len(encoded), -1)
    keys = np.ascontiguousarray(encoded.keys.astype("<u2")).view(np.uint8).reshape(len(encoded), -1)
    return asdict(encoded.shape), np.concatenate([bits, keys], axis=1).tobytes(), encoded.missing.tobytes()


def unpack(shape: dict[str, Any], tokens: bytes, filters: bytes, missing: bytes, check: str) -> Encoded:
    """The same back; its ids are the tokens in hexadecimal digits."""
    known = Shape(tuple(shape["bits"]), tuple(shape["keys"]), float(shape["noise"]), int(shape["version"]))
    many = len(tokens) // TOKEN
    words = sum(known.words) * 8
    table = np.frombuffer(filters, np.uint8).reshape(many, -1)
    return Encoded(
        [tokens[TOKEN * i : TOKEN * (i + 1)].hex() for i in range(many)],
        np.ascontiguousarray(table[:, :words]).view("<u8").astype(np.uint64),
        np.ascontiguousarray(table[:, words:]).view("<u2").astype(np.uint16),
        np.frombuffer(missing, np.uint8),
        known,
        check,
    )
