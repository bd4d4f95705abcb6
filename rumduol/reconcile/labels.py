"""What a label says: a total, a subtotal, a percentage, a serial number, one side of a pair such as female."""

import re
from enum import IntEnum
from functools import lru_cache

from rumduol.reconcile.numerals import tidy
from rumduol.shared.khmer import normalise


class Total(IntEnum):
    """How sure a label is to be a total, and which kind."""

    NO = 0
    MAYBE = 1  # "Total Phnom Penh", "Cambodia": a total if the numbers say so
    SUB = 2
    PLAIN = 3
    GRAND = 4


_UNITS = (
    "persons?|people|individuals|victims?|survivors?|cases?|children|number|count|no|suspects?|workers?|requests?|figures?"
    "|both sexes|sexes|ages?|នាក់|ករណី|ជនរងគ្រោះ|ចំនួន|មនុស្ស"
)
_WORD = "total|totals|sum|សរុប|ផលបូក|tổng|tổng cộng|tổng số|รวม|รวมทั้งหมด|ทั้งหมด|合计|总计|共计|總計|合計"
_GRAND = re.compile(
    rf"(?:(?:grand|overall|general|national|all)[ -]?(?:{_WORD})|(?:{_WORD}) (?:general|overall)|សរុបរួម|សរុបទាំងអស់|សរុបទូទៅ|សរុបទូទាំងប្រទេស)"
)
_SUB = re.compile(rf"(?:sub|partial|group|section)[ -]?(?:{_WORD})|(?:សរុបរង|សរុបផ្នែក|សរុបក្រុម|小计|小計)")
_PLAIN = re.compile(
    rf"(?:the )?(?:{_WORD}|all|overall|altogether|ensemble|ចំនួនសរុប|ទាំងអស់)"
    rf"|(?:all|both) [a-z]+(?: [a-z]+)?|(?:row|column|table) (?:{_WORD})|ទាំងពីរភេទ|គ្រប់[\u1780-\u17ff]+"
)
_WITH_UNIT = re.compile(rf"(?:{_WORD}) ?(?:of )?(?:{_UNITS})|(?:{_UNITS}) ?(?:{_WORD})")
_MAYBE = re.compile(
    r"(?:(?:sub|grand)?[ -]?(?:total)s?|សរុប|tổng|รวม)\b.*|.*\b(?:sub[ -]?total|total)s?|.*សរុប"
    r"|cambodia|whole country|country|national|nationwide|kingdom of cambodia|កម្ពុជា|ប្រទេសកម្ពុជា|ទូទាំងប្រទេស|ថ្នាក់ជាតិ"
)
_PERCENT = re.compile(
    r"(?:.*%.*|(?:.* )?(?:per ?cent|percentage|pct|proportion|rate|ratio|average|mean|median|index|per 100[ ,.]?000)s?(?: .*)?"
    r"|.*(?:ភាគរយ|អត្រា|មធ្យម).*|share(?: of .*)?|(?:.* )?share)"
)
_SERIAL = re.compile(r"(?:no|nr|n°|№|#|item|serial|serial no|s/n|ល\.?រ|លេខរៀង|លេខ)\.?", re.IGNORECASE)
_KEY = re.compile(
    r"(?:year|month|quarter|week|day|date|period|age|age group|age band|code|id|iso|province code|district code|article"
    r"|ឆ្នាំ|ខែ|ត្រីមាស|អាយុ|កូដ|លេខកូដ|កាលបរិច្ឆេទ)s?"
)
_REMARK = re.compile(
    r"(?:remarks?|notes?|comments?|sources?|source agency|footnotes?|other information|កំណត់សម្គាល់|ផ្សេងៗ|ប្រភព)"
)
_FEMALE = re.compile(r"(?:of (?:which|whom|them):? )?(?:females?|women|woman|girls?|f|ស្រី|នារី|ស្ត្រី|ក្នុងនោះស្រី|កុមារី)")
_PART = re.compile(
    r"(?:of (?:which|whom|them)\b.*|incl(?:uding|\.)?\b.*|ក្នុងនោះ.*|children|child|minors?|under 18|កុមារ|អនីតិជន)"
)


@lru_cache(maxsize=20_000)
def plain(label: str) -> str:
    """For comparing: one spelling, small letters, spaces for underscores, no closing marks or footnotes."""
    text = normalise(tidy(label)).casefold().replace("_", " ")
    text = re.sub(r"\s*(?:\([0-9, ]*\)|\[[0-9a-z, ]*\]|[*†‡§¹²³])+$", "", text)
    return re.sub(r"\s+", " ", text).strip(" :.-–—=*")


@lru_cache(maxsize=20_000)
def total(label: str) -> Total:
    """Whether this is the label of a total."""
    text = plain(label)
    bare = re.sub(r"\s*\((?:n|no\.?|number|persons?|people|cases?|a ?\+ ?b.*|នាក់|ករណី)\)$", "", text)
    if _GRAND.fullmatch(bare):
        return Total.GRAND
    if _SUB.fullmatch(bare):
        return Total.SUB
    if _PLAIN.fullmatch(bare) or _WITH_UNIT.fullmatch(bare):
        return Total.PLAIN
    return Total.MAYBE if _MAYBE.fullmatch(bare) and "_" not in label else Total.NO


def is_percent(label: str) -> bool:
    """Whether the numbers under this label are percentages, rates or means: nothing that adds up."""
    return _PERCENT.fullmatch(plain(label)) is not None and total(label) < Total.SUB


def is_serial(label: str) -> bool:
    return _SERIAL.fullmatch(plain(label) or label.strip()) is not None


def is_key(label: str) -> bool:
    """Whether numbers under this heading name a line (a year, a code) and are no quantities."""
    return _KEY.fullmatch(plain(label)) is not None


def is_remark(label: str) -> bool:
    return _REMARK.fullmatch(plain(label)) is not None


def one_sided(labels: list[str]) -> bool:
    """Whether these are parts "of which" that leave the rest unsaid: women without men, children without adults."""
    said = [plain(label) for label in labels]
    return bool(said) and all(_FEMALE.fullmatch(one) or _PART.fullmatch(one) for one in said)
