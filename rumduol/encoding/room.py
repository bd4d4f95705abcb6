"""Whether the lists fit into the memory that is left: said before, not when it is gone."""

import os
from pathlib import Path

from rumduol.encoding.filters import Shape

ROOM_FOR_CODE = 250_000_000  # bytes: the interpreter, NumPy, remembered tokens
KEPT_FREE = 0.10  # of what is available is left to others


class NoRoom(MemoryError):
    """The lists need more memory than is left."""

    code = "memory"


def available() -> int | None:
    """Bytes this process may still take, by the machine and by its control group; None where nobody says."""
    found = []
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                found.append(int(line.split()[1]) * 1024)
        most = Path("/sys/fs/cgroup/memory.max").read_text().strip()
        if most.isdigit():
            found.append(int(most) - int(Path("/sys/fs/cgroup/memory.current").read_text()))
    except (OSError, ValueError):
        pass
    try:
        import resource

        soft = resource.getrlimit(resource.RLIMIT_AS)[0]
        if soft != resource.RLIM_INFINITY:
            found.append(soft - int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize())
    except (ImportError, OSError, ValueError):
        pass
    return min(found) if found else None


def cores() -> int:
    """How many threads are of use: cores that this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def lines_in(path: Path) -> int:
    """How many lines a file has, counted in pieces."""
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b"")) + 1


def needed(first: int, second: int, shape: Shape) -> int:
    """Bytes that linking two lists of these lengths takes: encodings (twice while they are put together), ids, and the
    pairs that share a key (about 30 chance meetings in 65,536, a few more for relatives)."""
    each = sum(shape.words) * 8 + sum(shape.keys) * 2
    pairs = first * second * sum(shape.keys) / 2**16 + 40 * (first + second)
    return int(ROOM_FOR_CODE + (first + second) * (2 * each + 250) + 60 * min(pairs, 4_000_000 + pairs / 4))


def check_room(first: int, second: int, shape: Shape) -> None:
    """NoRoom, with both figures in words."""
    left = available()
    want = needed(first, second, shape)
    if left is not None and want > left * (1 - KEPT_FREE):
        msg = (
            f"Linking {first:,} with {second:,} people takes about {want / 1e9:.1f} GB of memory; {left / 1e9:.1f} GB is free. "
            "Link part of the lists at a time (by province or year), or use a machine with more memory."
        )
        raise NoRoom(msg)
