"""Run by another Python, in which pytauargus is installed: protect one table with it, audit it, tell the pattern."""

import json
import sys
import tempfile
import time

from pytauargus import protect


def main(path: str, method: str) -> None:
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    names = [f"d{n}" for n in range(len(given["shape"]))]
    people: dict[str, list[object]] = {name: [] for name in [*names, "n"]}
    for place, number in given["cells"]:
        for _ in range(number):
            for name, value in zip(names, place, strict=True):
                people[name].append(f"v{value:03d}")
            people["n"].append(1)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        done = protect(
            people, names, response="n", safety_rules="FREQ(5,30)", suppress=method, workdir=folder, decimals=0
        )
        protected = time.perf_counter()
        audited = done.engine.audit(0)
        end = time.perf_counter()
        hidden = [[row[name] for name in names] for row in done.tables[0].rows if row["status"] in {"U", "M"}]
    unsafe = sum(bool(row["unsafe"]) for row in audited)
    json.dump({"protect": protected - start, "audit": end - protected, "hidden": hidden, "unsafe": unsafe}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
