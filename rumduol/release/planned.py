"""The calendar of releases, read from data/calendar.toml: what comes out when, promised beforehand. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "calendar.toml"


@dataclass(frozen=True)
class Planned:
    """One promised day. `words` by language, Khmer and English."""

    on: date
    period: str
    words: Mapping[str, str]

    def word(self, lang: str) -> str:
        return self.words.get(lang, self.words["en"])


@cache
def calendar() -> tuple[Planned, ...]:
    """All promised days, in order."""
    entries = tomllib.loads(DATA.read_text("utf-8"))["planned"]
    found = [Planned(one["on"], one["period"], {"en": one["en"], "km": one["km"]}) for one in entries]
    return tuple(sorted(found, key=lambda one: one.on))


def coming(today: date) -> tuple[Planned, ...]:
    """What is still to come, today included."""
    return tuple(one for one in calendar() if one.on >= today)
