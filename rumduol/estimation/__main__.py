"""`./run estimate TABLE.csv [--json] [--method all] [--seed N] [--draws N] [--lang km]`: see docs/estimation.md."""

import argparse
import json
import sys
from pathlib import Path

from rumduol.estimation.capture import CannotEstimate, read
from rumduol.estimation.estimating import DRAWS, METHODS, estimate
from rumduol.estimation.report import lines, to_json
from rumduol.estimation.words import REFUSAL, say
from rumduol.shared.unreadable import why


def main(arguments: list[str]) -> int:
    """0 with an answer, 2 where the table cannot be asked (the reason on standard error, and in --json as `refused`)."""
    parser = argparse.ArgumentParser(prog="./run estimate", description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--method", default="all", help=f"all, or of {', '.join(METHODS)} (commas between)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--draws", type=int, default=DRAWS, help="of the bootstrap; 0 leaves it out")
    parser.add_argument("--lang", choices=("en", "km"), default="en")
    given = parser.parse_args(arguments)
    methods = list(METHODS) if given.method == "all" else given.method.split(",")
    if unknown := [name for name in methods if name not in METHODS]:
        parser.error(f"no such method: {', '.join(unknown)}")
    try:
        answer = estimate(read(given.table.read_text("utf-8-sig")), methods, given.seed, max(given.draws, 0))
    except (OSError, UnicodeDecodeError) as error:
        if given.json:
            print(json.dumps({"refused": type(error).__name__, "why": why(error)}, ensure_ascii=False))
        print(why(error), file=sys.stderr)
        return 2
    except CannotEstimate as refusal:
        sentence = say(REFUSAL, refusal.code, given.lang, detail=refusal.detail)
        if given.json:
            print(json.dumps({"refused": refusal.code, "detail": refusal.detail, "why": sentence}, ensure_ascii=False))
        print(sentence, file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(to_json(answer), ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines(answer, given.lang)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
