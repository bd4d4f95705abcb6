"""Questionnaires and the reading of national law are data files; this module loads and checks them. Pure, no database.

A published file is never edited: a change is a new file with a new code, and every interview names the one it used.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

DATA = Path(__file__).resolve().parent / "data"
CURRENT_FULL = "full-1"
CURRENT_FAST = "fast-1"
CURRENT_LAW = "law-kh-1"

STRONG, MEDIUM, WEAK = "strong", "medium", "weak"
_LETTERS = {"S": STRONG, "M": MEDIUM, "W": WEAK, "-": None}
KINDS = frozenset({"indicator", "act", "purpose", "form", "need", "wish", "fast"})
EXPLOITATION = frozenset({"always", "child", "coerced", "conditions"})


class BrokenQuestionnaireError(Exception):
    """A data file contradicts itself. Raised when loading, so that a broken file never reaches an interview."""


@dataclass(frozen=True)
class Words:
    """A sentence in Khmer and English. `str()` is the reader's language, Khmer unless English is active."""

    km: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "km").startswith("en") else self.km


@dataclass(frozen=True)
class Question:
    """One coded question. `weights` is {set code: "strong" | "medium" | "weak"}, empty for what is not an indicator."""

    code: str
    section: str
    kind: str
    sign: Words
    text: Words
    dimension: str = ""
    weights: Mapping[str, str] = field(default_factory=dict)
    act: str = ""
    form: str = ""
    group: str = ""
    exploitation: str = ""
    also_child: bool = False


@dataclass(frozen=True)
class Section:
    code: str
    title: Words
    say: Words


@dataclass(frozen=True)
class Dimension:
    """`element` is "means" or "purpose" of the Palermo definition; `phase` is "recruitment" or "destination"."""

    code: str
    element: str
    phase: str
    label: Words


@dataclass(frozen=True)
class IndicatorSet:
    code: str
    age: str
    exploitation: str
    checked: str


@dataclass(frozen=True)
class Combination:
    """Least numbers of signs; a stronger one may stand in for a weaker one."""

    strong: int = 0
    medium: int = 0
    weak: int = 0

    def met(self, *, strong: int, medium: int, weak: int) -> bool:
        return (
            strong >= self.strong
            and strong + medium >= self.strong + self.medium
            and strong + medium + weak >= self.strong + self.medium + self.weak
        )


@dataclass(frozen=True)
class Questionnaire:
    code: str
    kind: str
    title: Words
    source: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    dimensions: tuple[Dimension, ...] = ()
    sets: tuple[IndicatorSet, ...] = ()
    combinations: tuple[Combination, ...] = ()

    def question(self, code: str) -> Question:
        """Raises KeyError for a code this version does not have."""
        return _by_code(self)[code]

    def has(self, code: str) -> bool:
        return code in _by_code(self)

    def in_section(self, section: str) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if q.section == section)

    def sets_for(self, age: str) -> tuple[IndicatorSet, ...]:
        return tuple(s for s in self.sets if s.age == age)


@dataclass(frozen=True)
class Offence:
    """An article and the elements it asks for: all of `all_of`, and one of `any_of` unless that is empty."""

    article: str
    label: Words
    all_of: frozenset[str]
    any_of: frozenset[str]
    classification: str


@dataclass(frozen=True)
class Law:
    code: str
    title: Words
    offences: tuple[Offence, ...]


@cache
def load(code: str) -> Questionnaire:
    """The questionnaire of that code. Raises BrokenQuestionnaireError when it is missing or contradicts itself."""
    raw = _read(code)
    sets = tuple(IndicatorSet(s["code"], s["age"], s["exploitation"], s["checked"]) for s in raw.get("set", ()))
    made = Questionnaire(
        code=raw["code"],
        kind=raw["kind"],
        title=_words(raw["title"]),
        source=raw["source"],
        sections=tuple(Section(s["code"], _words(s["title"]), _words(s["say"])) for s in raw["section"]),
        questions=tuple(_question(q, sets) for q in raw["question"]),
        dimensions=tuple(
            Dimension(d["code"], d["element"], d["phase"], _words(d["label"])) for d in raw.get("dimension", ())
        ),
        sets=sets,
        combinations=tuple(Combination(**c) for c in raw.get("combination", ())),
    )
    _check(made, code)
    return made


@cache
def load_law(code: str = CURRENT_LAW) -> Law:
    raw = _read(code)
    return Law(
        code=raw["code"],
        title=_words(raw["title"]),
        offences=tuple(
            Offence(
                o["article"],
                _words(o["label"]),
                frozenset(o.get("all", ())),
                frozenset(o.get("any", ())),
                o["classification"],
            )
            for o in raw["offence"]
        ),
    )


def _read(code: str) -> dict[str, Any]:
    # The code may come from a stored row: it must be one of our own file names, never a path.
    known = {path.stem: path for path in DATA.glob("*.toml")}
    if code not in known:
        raise BrokenQuestionnaireError(f"no data file {code!r}")
    return tomllib.loads(known[code].read_text(encoding="utf-8"))


def _words(raw: Mapping[str, str]) -> Words:
    return Words(km=raw["km"], en=raw["en"])


def _question(raw: Mapping[str, Any], sets: tuple[IndicatorSet, ...]) -> Question:
    letters = raw.get("weights", "").split()
    if letters and len(letters) != len(sets):
        raise BrokenQuestionnaireError(f"{raw['code']}: one weight per set, please")
    return Question(
        code=raw["code"],
        section=raw["section"],
        kind=raw.get("kind", "indicator"),
        sign=_words(raw["sign"]),
        text=_words(raw["text"]),
        dimension=raw.get("dimension", ""),
        weights={s.code: w for s, letter in zip(sets, letters, strict=False) if (w := _LETTERS[letter]) is not None},
        act=raw.get("act", ""),
        form=raw.get("form", ""),
        group=raw.get("group", ""),
        exploitation=raw.get("exploitation", ""),
        also_child=raw.get("also_child", False),
    )


def _by_code(questionnaire: Questionnaire) -> Mapping[str, Question]:
    return _index(questionnaire.code)


@cache
def _index(code: str) -> Mapping[str, Question]:
    return {q.code: q for q in load(code).questions}


def _check(made: Questionnaire, code: str) -> None:
    problems = []
    if made.code != code:
        problems.append(f"the file {code} calls itself {made.code}")
    codes = [q.code for q in made.questions]
    problems += [f"{c}: twice" for c in set(codes) if codes.count(c) > 1]
    sections = {s.code for s in made.sections}
    dimensions = {d.code for d in made.dimensions}
    for q in made.questions:
        if q.section not in sections:
            problems.append(f"{q.code}: no section {q.section}")
        if q.kind not in KINDS:
            problems.append(f"{q.code}: no kind {q.kind}")
        if q.kind == "indicator" and (q.dimension not in dimensions or not q.weights):
            problems.append(f"{q.code}: an indicator needs a dimension and weights")
        if q.kind == "form" and (q.exploitation not in EXPLOITATION or not q.form):
            problems.append(f"{q.code}: a form needs its code and when it is exploitation")
    if problems:
        raise BrokenQuestionnaireError("; ".join(problems))
