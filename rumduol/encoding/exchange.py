"""Encodings in a file, for an office with a case system of its own.

JSON lines, UTF-8. The first line: `format`, `version`, `shape`, `check`, `made` (the day). Each other line: `id`, `e` (base64 of
the segments and then the keys, little-endian) and, where something is missing, `m`. The ids are codes made for this file
alone, in an order that says nothing; the list that tells which code is whom stays in the office.
"""

import base64
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO

import numpy as np

from rumduol.encoding.filters import Encoded, Encoder, Shape
from rumduol.encoding.tokens import Person

FORMAT, VERSION = "rumduol-encoding", 1
WINDOW = 20_000  # people whose order is mixed at a time


class BadFile(ValueError):
    """The file is no encoding that this version reads; the text says why."""


def header(encoder: Encoder) -> str:
    return json.dumps({"format": FORMAT, "version": VERSION, "shape": asdict(encoder.shape), "check": encoder.check})


def write(people: Iterable[Person], encoder: Encoder, out: IO[str], codes: IO[str]) -> int:
    """Encodes into `out`; `codes` gets `code,id` lines and stays in the office. Returns how many."""
    out.write(header(encoder) + "\n")
    codes.write("code,id\n")
    count = 0
    window: list[str] = []
    for batch in encoder.batches(people):
        for i, known_as in enumerate(batch.ids):
            code = secrets.token_hex(8)
            packed = batch.bits[i].astype("<u8").tobytes() + batch.keys[i].astype("<u2").tobytes()
            line: dict[str, str | int] = {"id": code, "e": base64.b64encode(packed).decode()}
            if batch.missing[i]:
                line["m"] = int(batch.missing[i])
            window.append(json.dumps(line))
            quoted = known_as.replace('"', '""')
            codes.write(f'{code},"{quoted}"\n')
            count += 1
        if len(window) >= WINDOW:
            _flush(window, out)
    _flush(window, out)
    return count


def _flush(window: list[str], out: IO[str]) -> None:
    secrets.SystemRandom().shuffle(window)
    out.writelines(line + "\n" for line in window)
    window.clear()


def is_encoding(path: Path) -> bool:
    """Whether the file says that it is one (whatever its version)."""
    with path.open("rb") as file:
        return b'"rumduol-encoding"' in file.read(200)


def read(path: Path) -> Encoded:
    """The encodings of a file. BadFile, OSError."""
    with path.open(encoding="utf-8") as file:
        return read_lines(file, str(path))


def read_lines(lines: Iterator[str], called: str) -> Encoded:
    """The same of lines that lie in no file. BadFile."""
    try:
        first = json.loads(next(lines, ""))
        shape = _shape(first)
        return _rows(lines, shape, str(first["check"]), called)
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(f"{called} is damaged or is no file of encodings ({type(error).__name__}).") from error


def _shape(first: dict[str, object]) -> Shape:
    if first.get("format") != FORMAT:
        raise BadFile("This is no file of encodings.")
    if first.get("version") != VERSION:
        raise BadFile(f"This file has version {first.get('version')}; version {VERSION} is read here.")
    given = first["shape"]
    if not isinstance(given, dict):
        raise BadFile("The first line names no settings.")
    shape = Shape(tuple(given["bits"]), tuple(given["keys"]), float(given["noise"]), int(given["version"]))
    if len(shape.bits) != 3 or len(shape.keys) != 3 or any(n % 64 or not 0 < n <= 4096 for n in shape.bits):
        raise BadFile("The settings in the first line cannot be.")
    if any(not isinstance(n, int) or not 0 <= n <= 64 for n in shape.keys) or not 0 <= shape.noise < 0.5:
        raise BadFile("The settings in the first line cannot be.")
    return shape


def _rows(lines: Iterator[str], shape: Shape, check: str, path: str) -> Encoded:
    words, keys = sum(shape.words), sum(shape.keys)
    size = words * 8 + keys * 2
    ids: list[str] = []
    missing = bytearray()
    packed = bytearray()
    for number, line in enumerate(lines, start=2):
        row = json.loads(line)
        data = base64.b64decode(row["e"], validate=True)
        if len(data) != size:
            raise BadFile(f"{path}, line {number}: the encoding has another length than the first line says.")
        ids.append(str(row["id"]))
        packed += data
        missing.append(int(row.get("m", 0)) & 7)
    if len(set(ids)) != len(ids):
        raise BadFile(f"{path} names the same code twice.")
    table = np.frombuffer(bytes(packed), np.uint8).reshape(len(ids), size)
    return Encoded(
        ids,
        np.ascontiguousarray(table[:, : words * 8]).view("<u8").astype(np.uint64),
        np.ascontiguousarray(table[:, words * 8 :]).view("<u2").astype(np.uint16),
        np.frombuffer(bytes(missing), np.uint8),
        shape,
        check,
    )
