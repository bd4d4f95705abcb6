"""`./run link A.csv B.csv` and `./run encode people.csv --secret-file F`: see docs/linkage.md."""

import argparse
import json
import os
import secrets
import sys
from pathlib import Path

from rumduol.encoding import exchange
from rumduol.encoding.candidates import TooMany
from rumduol.encoding.filters import SHORTEST_SECRET, BadSecret, Encoder
from rumduol.encoding.linking import CannotLink
from rumduol.encoding.people import BadTable, people_in
from rumduol.encoding.reporting import answer_of, lines_of
from rumduol.encoding.room import NoRoom
from rumduol.encoding.spark import SparkAbsent
from rumduol.shared.unreadable import why

REFUSED = 2


def main(arguments: list[str]) -> int:
    """0 when done, 2 where the files cannot be used (the reason on standard error, and with --json as `refused`)."""
    commands = {"link": _link, "encode": _encode}
    if not arguments or arguments[0] not in commands:
        print("link A.csv B.csv | encode people.csv --secret-file F", file=sys.stderr)
        return REFUSED
    try:
        return commands[arguments[0]](arguments[1:])
    except (BadTable, BadSecret, CannotLink, NoRoom, SparkAbsent, TooMany, exchange.BadFile, OSError) as trouble:
        code = getattr(trouble, "code", "") or type(trouble).__name__
        if "--json" in arguments:
            print(json.dumps({"refused": code, "why": why(trouble)}, ensure_ascii=False))
        print(why(trouble), file=sys.stderr)
        return REFUSED


def _threshold(text: str) -> float | None:
    if text == "auto":
        return None
    value = float(text)
    if not 0 < value < 1:
        msg = "between 0 and 1"
        raise argparse.ArgumentTypeError(msg)
    return value


def _link(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run link", description="Who is on both lists, found without names.")
    parser.add_argument("first", type=Path, metavar="A", help="a CSV of people, or a file made by ./run encode")
    parser.add_argument("second", type=Path, metavar="B")
    parser.add_argument("--truth", type=Path, help="CSV of two columns: an id of A and the id of the same person in B")
    parser.add_argument("--out", type=Path, help="write the pairs (id of A, id of B, chance) to this CSV")
    parser.add_argument(
        "--threshold", type=_threshold, default=None, help="auto (more likely than not), or the least chance, as 0.9"
    )
    parser.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="spark: PySpark, where it is installed"
    )
    parser.add_argument(
        "--every-pair",
        dest="engine",
        action="store_const",
        const="every-pair",
        help="compare every pair, not only those that share keys: slower, much less so with numba installed",
    )
    parser.add_argument("--secret-file", type=Path, help="encode under this secret instead of one made for this run")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    secret = _secret(given.secret_file) if given.secret_file else secrets.token_bytes(32)
    answer = answer_of(given.first, given.second, secret, given.threshold, given.truth, engine=given.engine)
    if given.out:
        with given.out.open("w", encoding="utf-8", newline="") as out:
            out.write("a,b,chance\n")
            for a, b, chance in answer["links"]:
                cells = (f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in (a, b))
                out.write(f"{','.join(cells)},{chance:.4f}\n")
    if given.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print("\n".join(lines_of(answer)))
    return 0


def _secret(path: Path) -> bytes:
    """What the file holds, without the line's end. Hexadecimal digits or any text; at least 16 bytes."""
    secret = path.read_bytes().strip()
    if len(secret) < SHORTEST_SECRET:
        msg = (
            f"{path} holds {len(secret)} bytes; a secret needs at least {SHORTEST_SECRET}. "
            f"A good one: python3 -c 'import secrets; print(secrets.token_hex(32))' > {path.name}"
        )
        raise BadSecret(msg)
    return secret


def _encode(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run encode", description="People without names, for a round of matching.")
    parser.add_argument("people", type=Path)
    parser.add_argument(
        "--secret-file", type=Path, required=True, help="the secret of the round; the same at each office"
    )
    parser.add_argument("--out", type=Path, help="default: people.encoded.jsonl beside the list")
    given = parser.parse_args(arguments)
    out = given.out or given.people.with_suffix(".encoded.jsonl")
    codes = out.with_suffix(".codes.csv")
    encoder = Encoder(_secret(given.secret_file))
    partial = out.with_suffix(out.suffix + ".part")
    private = codes.with_suffix(".csv.part")
    try:
        with partial.open("w", encoding="utf-8") as file, _private(private) as kept:
            count = exchange.write(people_in(given.people), encoder, file, kept)
        partial.replace(out)
        private.replace(codes)
    finally:
        partial.unlink(missing_ok=True)
        private.unlink(missing_ok=True)
    print(f"{count:,} people encoded in {out} (check of the secret: {encoder.check}).")
    print(f"{codes} tells which code is whom. It stays in your office.")
    return 0


def _private(path: Path):  # type: ignore[no-untyped-def]
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
