"""`./run keys [--json]`: reads names, one a line, and prints their keys."""

import argparse
import json
import sys

from rumduol.names.keys import whole_keys


def main(arguments: list[str]) -> int:
    """One line for each line read: JSON `{"name": ..., "keys": [...]}`, or the name and its keys with tabs between."""
    parser = argparse.ArgumentParser(prog="./run keys", description=__doc__)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    for stream in (sys.stdin, sys.stdout):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    for line in sys.stdin:
        name = line.rstrip("\r\n").removeprefix("\ufeff")
        keys = sorted(whole_keys(name))
        print(json.dumps({"name": name, "keys": keys}, ensure_ascii=False) if given.json else "\t".join([name, *keys]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
