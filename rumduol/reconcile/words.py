"""What the reconciliation says, in English and in Khmer. Plain data, so that no framework is needed to say it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "km")
_DATA = Path(__file__).parent / "data" / "words.toml"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """code -> language -> template."""
    return tomllib.loads(_DATA.read_text("utf-8"))


@dataclass(frozen=True)
class Message:
    """One thing to say: a code of data/words.toml and what stands in its places."""

    code: str
    places: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """In the language asked for; English where there are no words in it."""
        template = catalogue()[self.code]
        places = {
            name: value.text(language) if isinstance(value, Message) else value for name, value in self.places.items()
        }
        return template.get(language, template["en"]).format(**places)
