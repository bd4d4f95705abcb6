"""Reads the data files. Whatever is wrong becomes a sentence that names the file, the article and what to write."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rumduol.law.types import Article, Element, Gap, Instrument, Kind, Law, Limits, Penalty, Treaty, Victim, Words
from rumduol.shared.dates import PartialDate

DATA = Path(__file__).parent / "data"
LANGUAGES = ("km", "en", "vi", "th", "zh-hans")
ARTICLE_KEYS = {
    "code", "instrument", "number", "kind", "title", "law_says", "note", "since", "until", "domestic", "forms",
    "superseded_by", "element", "penalty",
}  # fmt: skip


class Wrong(ValueError):
    """One thing to put right, in words for whoever edits the files."""


def read(folder: Path = DATA) -> tuple[Law | None, tuple[str, ...]]:
    """The law and (), or None and every fault found: `tipse.toml, tipse-12: "years" needs ...`."""
    faults: list[str] = []
    instruments = _each(folder, "instruments.toml", "instrument", _instrument, faults)
    treaties = _each(folder, "treaties.toml", "treaty", _treaty, faults)
    by_treaty = {one.code: one for one in treaties}
    gaps = _each(folder, "gaps.toml", "gap", lambda code, entry: _gap(code, entry, by_treaty), faults)
    by_instrument = {one.code: one for one in instruments}
    articles: list[Article] = []
    for path in sorted((folder / "articles").glob("*.toml")):
        for entry in _load(path, faults).get("article", []):
            try:
                articles.append(_article(entry, by_instrument))
            except Wrong as wrong:
                faults.append(f"{path.name}, {entry.get('code', 'an article without a code')}: {wrong}")
    faults += _across(articles)
    limits = _limits(_load(folder / "limits.toml", faults), faults)
    if faults or limits is None:
        return None, tuple(faults)
    order = {one.code: at for at, one in enumerate(instruments)}
    articles.sort(key=lambda one: order[one.instrument.code])
    return Law(tuple(instruments), tuple(articles), tuple(treaties), tuple(gaps), limits), ()


def _load(path: Path, faults: list[str]) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        faults.append(f"{path.name} is missing.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path.name} can't be read: {error}. A quotation mark or a bracket may be missing near there.")
    return {}


def _each(folder: Path, name: str, table: str, make: Callable[[str, Any], Any], faults: list[str]) -> list[Any]:
    found = []
    for code, entry in _load(folder / name, faults).get(table, {}).items():
        try:
            found.append(make(code, entry))
        except Wrong as wrong:
            faults.append(f"{name}, {code}: {wrong}")
    return found


def _across(articles: list[Article]) -> list[str]:
    """What only shows when all articles are there: a code twice, a successor that does not exist."""
    faults, seen = [], set()
    codes = {one.code for one in articles}
    for one in articles:
        if one.code in seen:
            faults.append(f"{one.code}: two articles have this code. Give one of them another.")
        seen.add(one.code)
        for other in one.superseded_by:
            if other not in codes:
                faults.append(f'{one.code}: "superseded_by" names {other}, and there is no such article.')
            elif other == one.code:
                faults.append(f'{one.code}: "superseded_by" names the article itself.')
    return faults


def _words(value: Any, key: str, *, needed: bool = True) -> Words | None:
    if value is None and not needed:
        return None
    if not isinstance(value, dict) or not value.get("en") or not value.get("km"):
        raise Wrong(f'"{key}" needs the words in English and in Khmer: {{ en = "...", km = "..." }}.')
    strange = sorted(set(value) - set(LANGUAGES))
    if strange:
        raise Wrong(f'"{key}" has the language {strange[0]}; the languages are {", ".join(LANGUAGES)}.')
    return MappingProxyType({name: str(text) for name, text in value.items()})


def _date(value: Any, key: str) -> PartialDate:
    try:
        return PartialDate.from_text(str(value))
    except ValueError:
        raise Wrong(f'"{key}" is {value}; write a year, month or day like "2008", "2008-02" or "2008-02-15".') from None


def _strings(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise Wrong(f'"{key}" needs a list of codes: ["one", "another"].')
    return tuple(value)


def _instrument(code: str, entry: Any) -> Instrument:
    return Instrument(code, _words(entry.get("title"), "title") or {}, _date(entry.get("since"), "since"))


def _treaty(code: str, entry: Any) -> Treaty:
    years = entry.get("years")
    if not isinstance(years, list) or not all(isinstance(year, int) and 1900 < year < 2100 for year in years):
        raise Wrong('"years" needs the years in brackets: [2005, 2007], or [] when not ratified.')
    return Treaty(code, _words(entry.get("title"), "title") or {}, tuple(sorted(years)))


def _gap(code: str, entry: Any, treaties: Mapping[str, Treaty]) -> Gap:
    standards = _strings(entry.get("standards"), "standards")
    for name in standards:
        if name not in treaties:
            raise Wrong(f'"standards" names {name}, and treaties.toml has no such treaty.')
    title, closing = _words(entry.get("title"), "title") or {}, _words(entry.get("closed_by"), "closed_by") or {}
    return Gap(code, title, closing, tuple(treaties[name] for name in standards))


def _article(entry: Mapping[str, Any], instruments: Mapping[str, Instrument]) -> Article:
    strange = sorted(set(entry) - ARTICLE_KEYS)
    if strange:
        raise Wrong(f'there is no "{strange[0]}"; perhaps it is misspelt. See README.md.')
    code, name, kind = entry.get("code"), entry.get("instrument"), entry.get("kind")
    if not isinstance(code, str) or not code:
        raise Wrong('"code" is missing: a short name that never changes, like "tipse-12".')
    if not isinstance(name, str) or name not in instruments:
        raise Wrong(f'"instrument" is {name}, and instruments.toml has no such law.')
    if kind not in Kind.values:
        raise Wrong(f'"kind" is {kind}; write one of {", ".join(Kind.values)}.')
    instrument = instruments[name]
    since = _date(entry["since"], "since") if "since" in entry else instrument.since
    until = _date(entry["until"], "until") if "until" in entry else None
    if until is not None and until.last < since.first:
        raise Wrong(f'"until" ({until}) is before "since" ({since}).')
    penalties = tuple(_penalty(one) for one in entry.get("penalty", []))
    if penalties and kind != Kind.OFFENCE:
        raise Wrong("it has a penalty and is no offence. Only an offence carries a penalty.")
    return Article(
        code=code,
        instrument=instrument,
        number=str(entry.get("number", "")),
        kind=Kind(kind),
        titles=_words(entry.get("title"), "title") or {},
        since=since,
        until=until,
        elements=_elements(entry.get("element", [])),
        penalties=penalties,
        superseded_by=_strings(entry.get("superseded_by", []), "superseded_by"),
        forms=_strings(entry.get("forms", []), "forms"),
        domestic=str(entry.get("domestic", "")),
        law_words=_words(entry.get("law_says"), "law_says", needed=False),
        notes=_words(entry.get("note"), "note", needed=False),
    )


def _elements(entries: list[Mapping[str, Any]]) -> tuple[Element, ...]:
    found: list[Element] = []
    for entry in entries:
        code = entry.get("code")
        if not code or code in {one.code for one in found}:
            raise Wrong(f'each element needs a "code" of its own; {code} is missing or stands twice.')
        words = _words({name: entry[name] for name in LANGUAGES if name in entry}, f"element {code}") or {}
        found.append(Element(code, words, bool(entry.get("also_for_a_child", False))))
    return tuple(found)


def _penalty(entry: Mapping[str, Any]) -> Penalty:
    strange = sorted(set(entry) - {"for", "years", "months", "riel", "conduct"})
    if strange:
        raise Wrong(f'a penalty has no "{strange[0]}"; it has for, years or months, riel, conduct.')
    victims = _strings(entry.get("for"), "for")
    for one in victims:
        if one not in Victim.values:
            raise Wrong(f'"for" names {one}; write one or more of {", ".join(Victim.values)}.')
    if "years" in entry and "months" in entry:
        raise Wrong("a penalty is given in years or in months, not in both.")
    months = _range(entry, "years", 12) or _range(entry, "months", 1)
    riel = _range(entry, "riel", 1)
    if months is None and riel is None:
        raise Wrong("a penalty needs years, months or riel. When the sources state none, leave the whole penalty out.")
    conduct = entry.get("conduct")
    return Penalty(
        months_min=months[0] if months else None,
        months_max=months[1] if months else None,
        fine_min=riel[0] if riel else None,
        fine_max=riel[1] if riel else None,
        victims=frozenset(Victim(one) for one in victims),
        conduct=str(conduct["code"]) if isinstance(conduct, dict) and "code" in conduct else "",
        conduct_words=_words({k: v for k, v in conduct.items() if k != "code"}, "conduct") if conduct else None,
    )


def _range(entry: Mapping[str, Any], key: str, times: int) -> tuple[int, int] | None:
    if key not in entry:
        return None
    value = entry[key]
    whole = isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)
    if not whole or not 0 <= value[0] <= value[1] or value[1] == 0:
        raise Wrong(f'"{key}" is {value}; write two whole numbers, the least first: {key} = [2, 5].')
    return value[0] * times, value[1] * times


def _limits(data: Mapping[str, Any], faults: list[str]) -> Limits | None:
    try:
        return Limits(longest_months=int(data["longest_months"]), highest_riel=int(data["highest_riel"]))
    except (KeyError, ValueError, TypeError):
        faults.append("limits.toml: longest_months and highest_riel need a whole number each.")
        return None
