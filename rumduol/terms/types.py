"""What a code list is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


def in_language(labels: Mapping[str, str], lang: str) -> str:
    """The label in `lang`, else in English (Khmer has every label)."""
    return labels.get(lang) or labels["en"]


@dataclass(frozen=True, slots=True)
class Term:
    """One code with its words.

    `htcds` is {field: value} of HTCDS 2.0; `also` holds other classifications (isic, glotip, ctdc, oscar, primero).
    """

    code: str
    labels: Mapping[str, str]
    parent: str = ""
    about: str = ""
    about_km: str = ""
    htcds: Mapping[str, str] = field(default_factory=_none)
    also: Mapping[str, str] = field(default_factory=_none)
    since: str = "1.0"

    def label(self, lang: str) -> str:
        return in_language(self.labels, lang)


@dataclass(frozen=True, slots=True)
class TermList:
    """A list with its title per language, a note for the people who choose from it, and where it comes from."""

    name: str
    titles: Mapping[str, str]
    terms: tuple[Term, ...]
    note: str = ""
    source: str = ""

    def title(self, lang: str) -> str:
        return in_language(self.titles, lang)
