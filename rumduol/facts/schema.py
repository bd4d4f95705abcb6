"""The shape of facts, read from data/schema.toml: who writes which kind, when, with which outcomes and extra codes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import override

from rumduol.facts.enums import KINDS, Kind
from rumduol.terms import queries as terms

DATA = Path(__file__).parent / "data" / "schema.toml"
LIST, EACH = "list:", "each "
WHOLE = {"days", "riel"}


@dataclass(frozen=True)
class Schema:
    """What facts of one kind look like. `written`: its room exists and writes it. `outcomes` empty: any code. `extra`: name -> rule as in the data file."""

    kind: Kind
    room: str
    when: str
    strict: bool
    written: bool
    outcomes: tuple[str, ...]
    extra: Mapping[str, Any]

    def faults(self, outcome: str, extra: Mapping[str, Any]) -> list[str]:
        """Names of what does not fit: "outcome" and keys of `extra`. Kinds that are not strict have no faults."""
        if not self.strict:
            return []
        wrong = ["outcome"] if outcome and outcome not in self.outcomes else []
        return wrong + [
            key for key, value in extra.items() if key not in self.extra or not _fits(self.extra[key], value)
        ]


def _fits(rule: Any, value: Any) -> bool:
    if isinstance(rule, str) and rule.startswith(EACH):
        return isinstance(value, list) and all(_fits(rule.removeprefix(EACH), one) for one in value)
    if isinstance(rule, list):
        return value in rule
    if rule == "flag":
        return isinstance(value, bool)
    if rule in WHOLE:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if rule.startswith(LIST):
        return isinstance(value, str) and terms.is_code(rule.removeprefix(LIST), value)
    return isinstance(value, str)


@cache
def schemas() -> Mapping[Kind, Schema]:
    """All kinds in the order of the file. Every kind has an entry: a test sees to it."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    return MappingProxyType({Kind(code): _read(Kind(code), entry) for code, entry in data.items()})


def schema(kind: Kind | str) -> Schema:
    return schemas()[Kind(kind)]


def _read(kind: Kind, entry: Mapping[str, Any]) -> Schema:
    outcomes = entry.get("outcomes", [])
    if isinstance(outcomes, str):
        outcomes = [term.code for term in terms.terms(outcomes.removeprefix(LIST))]
    return Schema(
        kind=kind,
        room=entry["room"],
        when=entry["when"],
        strict=entry.get("strict", False),
        written=entry.get("written", not entry.get("strict", False)),
        outcomes=tuple(outcomes),
        extra=MappingProxyType(dict(entry.get("extra", {}))),
    )


def values(kind: Kind | str, key: str) -> tuple[str, ...]:
    """The codes that `extra[key]` may have, in order; empty where any code may stand."""
    rule = schema(kind).extra.get(key, "")
    if isinstance(rule, str):
        rule = rule.removeprefix(EACH)
        if rule.startswith(LIST):
            return tuple(term.code for term in terms.terms(rule.removeprefix(LIST)))
        return ("true", "false") if rule == "flag" else ()
    return tuple(rule)


HEAD = """# Facts: what the rooms write for the figures

This page is made from `rumduol/facts/data/schema.toml` and `rumduol/facts/enums.py` (`python -m tests.spec.render`).

A fact is written in the transaction of the change that it counts: `facts.actions.write(kind=, unit=, on=, ...)`. Every fact
may carry place (cut to the district), sex, age_band, nationality, form, domestic, palermo, agency_kind and
agency_province, all as codes; `""` is "not collected", `unknown` is "asked, not known". Nothing else may describe a person,
and never an office, a name or a number of a record.

*Once*: a unit has one standing fact of the kind; writing it again replaces the earlier one. Otherwise each is an event.
*Strict*: the writer refuses outcomes and extra keys that do not stand here.

"""


def document() -> str:
    """docs/facts.md, in English."""
    with override("en"):
        return _document()


def _document() -> str:
    parts = [HEAD]
    for written, title in (
        (True, "Written today"),
        (False, "For rooms to come: they write these and nothing else is needed"),
    ):
        parts.append(
            f"## {title}\n\n| kind | unit | once | written by, when | outcome | extra |\n| --- | --- | --- | --- | --- | --- |\n"
        )
        for one in schemas().values():
            if one.written == written:
                about = KINDS[one.kind]
                extra = "; ".join(f"`{key}` {_words(rule)}" for key, rule in one.extra.items())
                parts.append(
                    f"| `{one.kind}` | {about.unit} | {'yes' if about.once else ''} | {one.room}: {one.when} |"
                    f" {', '.join(one.outcomes)} | {extra} |\n"
                )
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


def _words(rule: Any) -> str:
    return " / ".join(rule) if isinstance(rule, list) else f"({rule})"
