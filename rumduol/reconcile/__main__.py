"""`./run reconcile FOLDER [--json] [--lang km|en]`. Exit code: 0 all holds, 1 something does not, 2 unusable input."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rumduol.reconcile.grids import Unusable
from rumduol.reconcile.report import as_json, as_text
from rumduol.reconcile.whole import check_folder
from rumduol.reconcile.words import LANGUAGES


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run reconcile", description="Check that the tables of a folder add up.")
    parser.add_argument("folder", type=Path, help="holds .csv, .tsv and .xlsx tables, and tables.toml if you like")
    parser.add_argument("--json", action="store_true", help="for programs; docs/reconcile.md describes it")
    parser.add_argument("--lang", choices=LANGUAGES, default=_language(), help="of the text")
    given = parser.parse_args(arguments)
    try:
        found = check_folder(given.folder)
    except Unusable as fault:
        if given.json:
            said = {language: fault.message.text(language) for language in LANGUAGES}
            _write(json.dumps({"exit": 2, "holds": False, "unusable": [{"code": fault.message.code} | said]}))
        else:
            sys.stderr.write(fault.message.text(given.lang) + "\n")
        return 2
    _write(json.dumps(as_json(found), ensure_ascii=False, indent=1) if given.json else as_text(found, given.lang))
    return found.exit_code


def _language() -> str:
    return "km" if os.environ.get("LANG", "").startswith("km") else "en"


def _write(text: str) -> None:
    sys.stdout.write(text.rstrip("\n") + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
