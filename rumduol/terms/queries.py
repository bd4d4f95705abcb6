"""The code lists, in memory.

They are data files read once per process and never changed by people at work, so a table would only add a way to be
out of step with the code that checks them: what other rooms store is the code of a term, checked by form and action.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from rumduol.shared.errors import NotThere
from rumduol.terms import countries
from rumduol.terms.types import Term, TermList

DATA = Path(__file__).parent / "data"
NATIONALITY = "nationality"
UNKNOWN = "unknown"


def lists() -> tuple[str, ...]:
    """Names of all code lists, in alphabetical order."""
    return tuple(sorted([*(path.stem for path in DATA.glob("*.toml") if not path.stem.startswith("_")), NATIONALITY]))


@lru_cache(maxsize=128)
def term_list(list_name: str) -> TermList:
    """A whole list with its title. Raises NotThere for a name that is no list."""
    if list_name == NATIONALITY:
        return countries.read(DATA / "_nationality.toml")
    path = DATA / f"{list_name}.toml"
    if list_name.startswith("_") or "/" in list_name or not path.is_file():
        raise NotThere()
    return _read(list_name, tomllib.loads(path.read_text("utf-8")))


def terms(list_name: str) -> tuple[Term, ...]:
    """All terms of a list in the order to be shown."""
    return term_list(list_name).terms


def term(list_name: str, code: str) -> Term:
    """One term. Raises NotThere when the list has no such code."""
    found = _by_code(list_name).get(code)
    if found is None:
        raise NotThere()
    return found


def is_code(list_name: str, code: str) -> bool:
    """Whether the list has this code."""
    return code in _by_code(list_name)


def label(list_name: str, code: str, lang: str | None = None) -> str:
    """The words for a code in `lang` (default: the reader's). A code from elsewhere is shown as it is, "" as ""."""
    found = _by_code(list_name).get(code)
    return code if found is None else found.label(lang or get_language() or "km")


label_lazy = lazy(label, str)


def choices(list_name: str, *, empty: bool = False, groups: bool = True) -> list[tuple[str, Any]]:
    """(code, label) for a form field; labels follow the reader's language when shown.

    `empty` puts a first empty choice; `groups=False` leaves out terms that only hold others together.
    """
    holding = {t.parent for t in terms(list_name)} if not groups else set()
    result: list[tuple[str, Any]] = [
        (t.code, label_lazy(list_name, t.code)) for t in terms(list_name) if t.code not in holding
    ]
    return [("", "---"), *result] if empty else result


def children(list_name: str, code: str) -> tuple[Term, ...]:
    """The terms directly below one."""
    return tuple(t for t in terms(list_name) if t.parent == code)


def root(list_name: str, code: str) -> str:
    """The uppermost term above (or the code itself): "sexual" for "sexual_prostitution"."""
    table = _by_code(list_name)
    while code in table and table[code].parent:
        code = table[code].parent
    return code


def htcds(list_name: str, code: str) -> Mapping[str, str]:
    """{HTCDS 2.0 field: value} for a code; empty where the standard has none."""
    found = _by_code(list_name).get(code)
    return found.htcds if found else MappingProxyType({})


@lru_cache(maxsize=128)
def _by_code(list_name: str) -> Mapping[str, Term]:
    return MappingProxyType({t.code: t for t in terms(list_name)})


def _read(name: str, data: Mapping[str, Any]) -> TermList:
    head = data["list"]
    return TermList(
        name=name,
        titles=MappingProxyType(dict(head["title"])),
        note=head.get("note", ""),
        source=head.get("source", ""),
        terms=tuple(_term(code, entry) for code, entry in data["term"].items()),
    )


def _term(code: str, entry: Mapping[str, Any]) -> Term:
    known = {"parent", "htcds", "also", "since", "about", "about_km"}
    return Term(
        code=code,
        labels=MappingProxyType({key: value for key, value in entry.items() if key not in known}),
        parent=entry.get("parent", ""),
        about=entry.get("about", ""),
        about_km=entry.get("about_km", ""),
        htcds=MappingProxyType(dict(entry.get("htcds", {}))),
        also=MappingProxyType(dict(entry.get("also", {}))),
        since=entry.get("since", "1.0"),
    )
