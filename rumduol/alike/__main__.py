"""`./run duplicates LIST.csv [--engine own|splink]`: lines of one list that may be one person, and why."""

import argparse
import csv
import json
import sys
import time
from pathlib import Path
from typing import Any

from rumduol.alike import splink
from rumduol.alike.comparing import LIKELY, MAY_BE, compare
from rumduol.alike.listing import duplicates, known_of
from rumduol.encoding.people import BadTable, people_in
from rumduol.shared.unreadable import why

REFUSED = 2


def main(arguments: list[str]) -> int:
    """0 when done, 2 where the list or the engine cannot be used (the reason on standard error, and in JSON as `refused`)."""
    parser = argparse.ArgumentParser(prog="./run duplicates", description=__doc__)
    parser.add_argument("list", type=Path, help="a CSV of people: given_name, surname, date_of_birth, sex, address, id")
    parser.add_argument("--engine", choices=("own", "splink"), default="own")
    parser.add_argument("--python", default=sys.executable, help="the interpreter of an environment that has Splink 5")
    parser.add_argument("--threshold", type=float, default=MAY_BE, help=f"least chance ({MAY_BE}); {LIKELY} is likely")
    parser.add_argument("--truth", type=Path, help="CSV of two columns: ids of two lines that are one person")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        answer = answer_of(given.list, given.engine, given.python, given.threshold, given.truth)
    except (BadTable, splink.SplinkAbsent, OSError) as trouble:
        if given.json:
            print(json.dumps({"refused": type(trouble).__name__, "why": why(trouble)}, ensure_ascii=False))
        print(why(trouble), file=sys.stderr)
        return REFUSED
    if given.json:
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    print(f"{answer['people']:,} lines; {len(answer['pairs']):,} pairs may be one person ({answer['seconds']:.1f} s).")
    if "f1" in answer:
        print(
            f"Against the truth: precision {answer['precision']:.4f}, recall {answer['recall']:.4f}, F1 {answer['f1']:.4f}."
        )
    for pair in answer["pairs"]:
        because = ", ".join(f"{line['field']} {line['level']}" for line in pair["because"])
        print(f"{pair['a']}\t{pair['b']}\t{pair['chance']:.3f}\t{because}")
    return 0


def answer_of(path: Path, engine: str, python: str, least: float, truth: Path | None = None) -> dict[str, Any]:
    """Pairs with their chance and their reasons (ours, whoever gave the chance). BadTable, SplinkAbsent, OSError."""
    began = time.perf_counter()
    lines = list(people_in(path))
    people = [known_of(line) for line in lines]
    if engine == "splink":
        found = splink.duplicates(people, python, least=least)
    else:
        found = [(a, b, likeness.chance) for a, b, likeness in duplicates(people, least=least)]
    pairs = [
        {
            "a": lines[a].id, "b": lines[b].id, "chance": round(chance, 4),
            "because": [
                {"field": line.field, "level": line.level, "weight": line.weight}
                for line in compare(people[a], people[b], others=len(people)).lines
            ],
        }
        for a, b, chance in found
    ]  # fmt: skip
    answer: dict[str, Any] = {
        "engine": engine, "people": len(lines), "seconds": round(time.perf_counter() - began, 2), "pairs": pairs,
    }  # fmt: skip
    if truth is not None:
        with truth.open(encoding="utf-8", newline="") as file:
            true = {frozenset(row[:2]) for row in csv.reader(file) if len(row) >= 2} - {frozenset()}
        true = {pair for pair in true if pair <= {line.id for line in lines}}
        right = len({frozenset((pair["a"], pair["b"])) for pair in pairs} & true)
        answer |= {
            "precision": round(right / max(len(pairs), 1), 4), "recall": round(right / max(len(true), 1), 4),
            "f1": round(2 * right / max(len(pairs) + len(true), 1), 4),
        }  # fmt: skip
    return answer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
