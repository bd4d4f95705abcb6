"""What a printed cell says: a number, a range, nothing known, an answer in words, or something to refuse.

Tables come from many hands: Khmer digits, thousands parted by commas, points, spaces or apostrophes, footnotes behind
the figure ("1,824(2)"), sources behind a word ("Unknown (15,65)"), counts so small that only "<5" is printed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from rumduol.shared.khmer import to_latin_digits


class Kind(Enum):
    NUMBER = "number"  # least == most
    PERCENT = "percent"  # least == most, in percent (12.5, not 0.125)
    RANGE = "range"  # "<5": somewhere from least to most
    UNKNOWN = "unknown"  # blank, "-", "n/a", "Unknown", suppressed: nothing printed, from least upwards
    ANSWER = "answer"  # Yes, No: an answer where other rows have numbers
    WORDS = "words"  # a label, or text
    REFUSED = "refused"  # meant as a number and not readable as one number; `why` says it


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` as printed; `least` and `most` bound the number (None: no bound); `why` is a code of words.toml."""

    kind: Kind
    text: str
    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int = 0
    note: str = ""
    why: str = ""

    @property
    def value(self) -> Decimal | None:
        """The number, where exactly one is printed."""
        return self.least if self.kind in {Kind.NUMBER, Kind.PERCENT} else None


class Mark(Enum):
    """What a comma or a point means in a table."""

    THOUSANDS = "thousands"
    DECIMAL = "decimal"
    UNCLEAR = "unclear"  # both occur in the table: 12,5 and 1,824,000


@dataclass(frozen=True, slots=True)
class Marks:
    comma: Mark = Mark.THOUSANDS
    point: Mark = Mark.DECIMAL


_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff\u00ad",
    )
)
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", " " * 10)
_NOTE = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\]|[*†‡§¶#]+)$")
_NUMERAL = re.compile(r"[0-9][0-9.,' ’]*|[.,][0-9]+")
_GROUPED = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ",."}
_PLAIN_GROUPS = re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+")
_BOUND = re.compile(
    r"(?:(?P<under><|under|less than|fewer than|below|តិចជាង)|(?P<upto><=|≤|up to|at most)|(?P<over>>|over|more than|លើសពី)"
    r"|(?P<from>>=|≥|at least))\s*(?P<number>.+)"
)
_SPAN = re.compile(r"(?P<low>[0-9][0-9,. ]*)\s*(?:-|–|—|to)\s*(?P<high>[0-9][0-9,. ]*)")
_MINUS = "-−–"
_HAS_DIGIT = re.compile(r"[0-9]")

# Nothing is printed: the number can be any. A dash means "none" for some and "not collected" for others.
_UNKNOWN = frozenset(
    {
        *("", "-", "--", "---", "–", "—", "−", ".", "..", "...", "…", "?", "x", "s", "c", ":", "*", "**", "***"),
        *("n/a", "na", "n.a.", "n.a", "#n/a", "n/k", "nk", "n.k.", "n/r", "nd", "n.d.", "no data", "null", "missing"),
        *("unknown", "not known", "not available", "not applicable", "not collected", "not reported", "not stated"),
        *("not recorded", "suppressed", "confidential", "withheld", "hidden", "pending", "tbd"),
        *("មិនដឹង", "មិនស្គាល់", "គ្មានទិន្នន័យ", "មិនមាន", "មិនមានទិន្នន័យ", "មិនបានប្រមូល", "លាក់", "គ្មាន"),
        *("không rõ", "ไม่ทราบ", "不详", "未知"),
    }
)
_ANSWERS = frozenset({"yes", "no", "true", "false", "បាទ", "ចាស", "ទេ", "មាន", "ใช่", "ไม่", "có", "không", "是", "否"})
_ERRORS = frozenset({"#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!"})
_UNITS = re.compile(
    r"\s*(?:នាក់|ករណី|persons?|people|cases?|victims?|riel|usd|khr|រៀល|៛|\$)$|^(?:usd|khr|\$|៛)\s*", re.IGNORECASE
)


def tidy(text: str) -> str:
    """Without invisible marks, with plain spaces and Latin digits. Footnote figures set high become spaces."""
    text = text.translate(_INVISIBLE)
    if not text.isascii():
        text = to_latin_digits(text.translate(_SUPERSCRIPT)).replace("％", "%").replace("，", ",")
    return _SPACES.sub(" ", text).strip()


def marks_of(texts: Iterable[str]) -> Marks:
    """How a table writes thousands, from all its cells together.

    "1.824" alone could be two things. A mark parts thousands when every numeral of the table that has it can be written
    so (1.824, 12.500.000), and none only makes sense with that mark as the decimal one (0.5, 12.25, 1.824,5).
    """
    seen: dict[str, set[Mark]] = {",": set(), ".": set()}
    maybe: set[str] = set()
    for text in texts:
        body = _UNITS.sub("", _without_note(tidy(text))[0].strip(" +%<>≤≥=" + _MINUS))
        if not _NUMERAL.fullmatch(body):
            continue
        for mark, other in ((",", "."), (".", ",")):
            if mark not in body:
                continue
            if other in body:
                seen[mark].add(Mark.DECIMAL if body.rfind(mark) > body.rfind(other) else Mark.THOUSANDS)
            elif body.count(mark) > 1:
                seen[mark].add(Mark.THOUSANDS)
            elif _GROUPED[mark].fullmatch(body):
                maybe.add(mark)
            else:
                seen[mark].add(Mark.DECIMAL)

    def meaning(mark: str, usual: Mark) -> Mark:
        if len(seen[mark]) == 2:
            return Mark.UNCLEAR
        return next(iter(seen[mark]), Mark.THOUSANDS if mark in maybe else usual)

    return Marks(meaning(",", Mark.THOUSANDS), meaning(".", Mark.DECIMAL))


def read(text: str, marks: Marks | None = None, *, negative: bool = False) -> Reading:
    """What the cell says. `negative`: numbers below zero are usual here (changes), so a blank is not at least 0."""
    marks = marks or marks_of([text])
    floor = None if negative else Decimal(0)
    clean = tidy(text)
    body, note = _without_note(clean)
    low = body.casefold()
    if low in _ERRORS:
        return Reading(Kind.REFUSED, text, note=note, why="error_value")
    if not body and _HAS_DIGIT.search(clean):  # "(5)" and nothing else: below zero, or a footnote?
        return Reading(Kind.REFUSED, text, why="brackets_alone")
    if low in _UNKNOWN or clean.casefold() in _UNKNOWN:
        return Reading(Kind.UNKNOWN, text, least=floor, note=note)
    if low in _ANSWERS:
        return Reading(Kind.ANSWER, text, note=note)
    if not _HAS_DIGIT.search(body):
        return Reading(Kind.WORDS, text, note=note)
    if bound := _BOUND.fullmatch(low):
        return _bounded(text, bound, marks, floor, note)
    percent = body.endswith("%")
    body = body.removesuffix("%").strip()
    sign = 1
    if body[0] in _MINUS:
        sign, body = -1, body[1:].strip()
    elif body[0] == "+":
        body = body[1:].strip()
    body = _UNITS.sub("", body)
    if not _NUMERAL.fullmatch(body):
        return _not_one_number(text, body, marks, note)
    number, decimals, why = _number(body, marks)
    if number is None:
        return Reading(Kind.REFUSED, text, note=note, why=why)
    kind = Kind.PERCENT if percent else Kind.NUMBER
    return Reading(kind, text, sign * number, sign * number, decimals, note)


def of_number(value: Decimal, text: str, *, percent: bool = False, decimals: int | None = None) -> Reading:
    """The reading of a cell that is stored as a number, as spreadsheets do. `decimals`: those shown, if known."""
    value = value.normalize()
    exponent = value.as_tuple().exponent
    own = max(-exponent, 0) if isinstance(exponent, int) else 0
    kind = Kind.PERCENT if percent else Kind.NUMBER
    return Reading(kind, text, value, value, own if decimals is None else decimals)


def _without_note(clean: str) -> tuple[str, str]:
    """Text and the footnote or source behind it: "1,824(2)" -> ("1,824", "(2)")."""
    notes: list[str] = []
    while found := _NOTE.search(clean):
        if found.start() == 0 and clean[0] not in "([":
            break  # "*" alone is a suppressed cell
        notes.insert(0, found[1])
        clean = clean[: found.start()].rstrip()
    return clean, " ".join(notes)


def _bounded(text: str, bound: re.Match[str], marks: Marks, floor: Decimal | None, note: str) -> Reading:
    found = _NUMERAL.fullmatch(bound["number"].strip())
    number = _number(found[0], marks)[0] if found else None
    if number is None:
        return Reading(Kind.WORDS, text, note=note)
    if bound["over"] or bound["from"]:
        return Reading(Kind.RANGE, text, number + (1 if bound["over"] else 0), None, note=note)
    return Reading(Kind.RANGE, text, floor, number - (1 if bound["under"] else 0), note=note)


def _not_one_number(text: str, body: str, marks: Marks, note: str) -> Reading:
    if (span := _SPAN.fullmatch(body)) and span["low"].strip() and span["high"].strip():
        low, high = (_number(span[end].strip(), marks)[0] for end in ("low", "high"))
        if low is not None and high is not None and low <= high:
            return Reading(Kind.RANGE, text, low, high, note=note)
    # Some letters and some digits: a label ("ages 0-8") in a column of labels, a fault in a column of numbers.
    return Reading(Kind.WORDS, text, note=note)


def _number(body: str, marks: Marks) -> tuple[Decimal | None, int, str]:
    """Number, its decimals, and why not where it is none."""
    body = body.strip()
    if any(space in body for space in " '’"):
        whole, mark, rest = _cut_decimals(body)
        if not _PLAIN_GROUPS.fullmatch(whole):
            return None, 0, "broken_groups"
        body = re.sub("[ '’]", "", whole) + mark + rest
    for mark, other, meaning in ((",", ".", marks.comma), (".", ",", marks.point)):
        if mark not in body:
            continue
        unclear = meaning is Mark.UNCLEAR
        if unclear and other not in body and body.count(mark) == 1 and _GROUPED[mark].fullmatch(body):
            return None, 0, "mark_unclear"
        head, between, rest = body.partition(other)
        grouped = _GROUPED[mark].fullmatch(head) is not None and mark not in rest
        if meaning is Mark.THOUSANDS or (unclear and grouped):
            if not grouped:
                return None, 0, "broken_groups"
            body = head.replace(mark, "") + between + rest
    body = body.replace(",", ".")
    if body.count(".") > 1 or body in {".", ""}:
        return None, 0, "two_decimal_marks"
    return Decimal(body), len(body.partition(".")[2]), ""


def _cut_decimals(body: str) -> tuple[str, str, str]:
    for mark in ",.":
        if body.count(mark) == 1:
            return body.partition(mark)
    return body, "", ""
