"""Run by bench_tables in the peer's own environment: FOLDER with facts.csv, and the questions as JSON. Prints JSON."""

import json
import sys
import time

import duckdb  # type: ignore[import-not-found]


def main() -> None:
    folder, asked = sys.argv[1], json.loads(sys.argv[2])
    base = duckdb.connect(config={"threads": 2})
    base.execute(
        f"copy (select * from read_csv('{folder}/facts.csv', header = true, all_varchar = true) order by kind, year)"
        f" to '{folder}/facts.parquet' (format parquet)"
    )
    answer = {}
    for words, one in asked.items():
        by = ", ".join(one["by"])
        sql = (
            f"select {by}, sum(number::integer) from '{folder}/facts.parquet'"
            f" where kind = ? and year between ? and ? group by {by}"
        )
        took = []
        for _time in range(3):
            busy, start = time.process_time(), time.perf_counter()
            rows = base.execute(sql, [one["kind"], one["first"], one["last"]]).fetchall()
            took.append((time.perf_counter() - start, time.process_time() - busy))
        answer[words] = {
            "clock": min(clock for clock, _busy in took),
            "busy": min(busy for _clock, busy in took),
            "sum": int(sum(row[-1] for row in rows)),
        }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
