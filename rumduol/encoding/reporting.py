"""From two files to an answer: encode, link, compare with the truth where there is one, and say it."""

import sys
import time
from pathlib import Path
from typing import Any

from rumduol.encoding import exchange, side_by_side
from rumduol.encoding.every_pair import EveryPair
from rumduol.encoding.filters import Encoded, Shape
from rumduol.encoding.linking import Linked, link
from rumduol.encoding.people import BadTable, people_in, truth_in
from rumduol.encoding.room import check_room, cores, lines_in
from rumduol.encoding.spark import Spark

CLERICAL = (0.2, 0.9)  # chances between which a person should look


def answer_of(
    first: Path,
    second: Path,
    secret: bytes,
    threshold: float | None = None,
    truth: Path | None = None,
    *,
    engine: str = "local",
) -> dict[str, Any]:
    """Everything `./run link` says, as a table for JSON. SparkAbsent (engine `spark`), BadTable, BadFile, CannotLink, NoRoom, TooMany, OSError."""
    began = time.perf_counter()
    lines = [lines_in(path) for path in (first, second)]
    check_room(lines[0], lines[1], Shape())
    lists = [_encoded(path, secret, many) for path, many in zip((first, second), lines, strict=True)]
    encoded, while_encoding = time.perf_counter(), peak_memory(cores() if max(lines) >= side_by_side.FROM else 0)
    found = _linked(lists, threshold, engine)
    linked = time.perf_counter()
    links = [
        (lists[0].ids[a], lists[1].ids[b], round(chance, 4))
        for a, b, chance in zip(found.a.tolist(), found.b.tolist(), found.chance.tolist(), strict=True)
    ]
    answer: dict[str, Any] = {
        "people": [len(lists[0]), len(lists[1])],
        "pairs": len(links),
        "threshold": found.threshold,
        "threshold_auto": threshold is None,
        "expected_precision": round(found.expected_precision, 4),
        "to_look_at": int(((found.chance >= CLERICAL[0]) & (found.chance < CLERICAL[1])).sum()),
        "seconds": {"encode": round(encoded - began, 2), "link": round(linked - encoded, 2)},
        "memory_mb": max(while_encoding or 0, peak_memory() or 0) or None,
    }
    if truth is not None:
        answer |= against(links, truth_in(truth), lists)
    answer["warnings"] = warnings_of(lists, len(links))
    answer["links"] = links
    return answer


def _linked(lists: list[Encoded], threshold: float | None, engine: str) -> Linked:
    if engine == "every-pair":
        return link(lists[0], lists[1], threshold, look=EveryPair().look)
    if engine == "local":
        return link(lists[0], lists[1], threshold)
    with Spark() as spark:
        return link(lists[0], lists[1], threshold, look=spark.look)


def _encoded(path: Path, secret: bytes, at_most: int) -> Encoded:
    return exchange.read(path) if exchange.is_encoding(path) else side_by_side.encode(people_in(path), secret, at_most)


def against(
    links: list[tuple[str, str, float]], truth: list[tuple[str, str]], lists: list[Encoded]
) -> dict[str, float | int]:
    """Precision, recall and F1 of the pairs. A first line that names columns is no pair."""
    here, there = set(lists[0].ids), set(lists[1].ids)
    pairs = set(truth)
    if truth and not (truth[0][0] in here and truth[0][1] in there):
        pairs.discard(truth[0])  # the header
    unknown = [pair for pair in pairs if pair[0] not in here or pair[1] not in there]
    if unknown:
        a, b = unknown[0]
        raise BadTable(
            "truth", f"The truth names {len(unknown):,} pairs that are not in the lists, as {a!r} with {b!r}."
        )
    right = sum((a, b) in pairs for a, b, _chance in links)
    precision = right / len(links) if links else 1.0
    recall = right / len(pairs) if pairs else 1.0
    return {
        "true_pairs": len(pairs),
        "right": right,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * right / max(len(links) + len(pairs), 1), 4) if pairs or links else 1.0,
    }


def warnings_of(lists: list[Encoded], pairs: int) -> list[dict[str, str]]:
    """What the reader should know before believing the figure."""
    found = []
    for which, part in zip("AB", lists, strict=True):
        if not len(part):
            found.append({"code": "empty", "list": which, "text": f"List {which} has nobody on it."})
            continue
        for bit, what in enumerate(("name", "date of birth", "place")):
            share = float(((part.missing >> bit) & 1).mean())
            if share > 0.3:
                text = f"In list {which} {share:.0%} have no {what} that can be read."
                found.append({"code": "missing", "list": which, "text": text})
    fewest = min(len(part) for part in lists)
    if fewest and pairs == 0:
        found.append({"code": "no_overlap", "list": "", "text": "The lists share nobody, as far as can be told."})
    elif fewest and pairs >= 0.98 * fewest:
        found.append(
            {"code": "inside", "list": "", "text": "Nearly everybody of the shorter list is on the longer one."}
        )
    return found


def peak_memory(processes: int = 0) -> int | None:
    """Megabytes this process held at most, where the system says; with as many as each of so many processes that it
    started and that ended held at most."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if processes:
        most += processes * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return most // (1024 * 1024 if sys.platform == "darwin" else 1024)


def lines_of(answer: dict[str, Any]) -> list[str]:
    """The answer to read."""
    a, b = answer["people"]
    how = "more likely than not" if answer["threshold_auto"] else f"chance >= {answer['threshold']}"
    lines = [
        f"{a:,} and {b:,} people; {answer['pairs']:,} are on both ({how}).",
        f"Of these about {answer['expected_precision']:.1%} should be right, as the lists themselves tell; "
        f"{answer['to_look_at']:,} are doubtful.",
    ]
    if "f1" in answer:
        lines.append(
            f"Against the truth ({answer['true_pairs']:,} pairs): precision {answer['precision']:.4f}, "
            f"recall {answer['recall']:.4f}, F1 {answer['f1']:.4f}."
        )
    seconds, memory = answer["seconds"], answer["memory_mb"]
    lines.append(
        f"Encoded in {seconds['encode']:.1f} s, linked in {seconds['link']:.1f} s"
        + (f", {memory:,} MB of memory at most." if memory else ".")
    )
    return lines + [f"Note: {warning['text']}" for warning in answer["warnings"]]
