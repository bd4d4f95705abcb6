"""The glossary in Khmer and English: the words of the field, and every code list. Written to docs/glossary.md."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rumduol.terms import queries

FILE = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
_SHORT = 60  # lists longer than this (nationalities) are named, not printed


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the field with its meaning in both languages."""

    en: str
    km: str
    about: str
    about_km: str
    source: str


@lru_cache(maxsize=1)
def words() -> tuple[Word, ...]:
    """Words that are no answer on a list, in the order of the alphabet."""
    data = tomllib.loads((Path(__file__).parent / "glossary.toml").read_text("utf-8"))
    return tuple(sorted((Word(**entry) for entry in data["word"]), key=lambda word: word.en))


def as_markdown() -> str:
    """The whole document."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Glossary · សទ្ទានុក្រម"
    yield ""
    yield "Made by `./run manage glossary` from `rumduol/terms/`; change the data there, not this page."
    yield ""
    yield "## Words of the field · ពាក្យក្នុងវិស័យ"
    yield ""
    yield "| English | ខ្មែរ | meaning | អត្ថន័យ | source |"
    yield "| --- | --- | --- | --- | --- |"
    for word in words():
        yield f"| {word.en} | {word.km} | {word.about} | {word.about_km} | {word.source} |"
    yield ""
    yield "## Code lists · បញ្ជីលេខកូដ"
    for name in queries.lists():
        shown = queries.term_list(name)
        yield ""
        yield f"### {shown.titles['en']} · {shown.titles['km']} (`{name}`)"
        yield ""
        if shown.note:
            yield f"{shown.note}"
        yield f"Source: {shown.source}."
        yield ""
        if len(shown.terms) > _SHORT:
            yield f"{len(shown.terms)} codes; see the page of the list."
            continue
        yield "| code | English | ខ្មែរ | HTCDS 2.0 |"
        yield "| --- | --- | --- | --- |"
        for term in shown.terms:
            standard = ", ".join(f"{field}: {value}" for field, value in term.htcds.items())
            yield f"| `{term.code}` | {term.labels['en']} | {term.labels['km']} | {standard} |"
