"""What a reporter reads that does not stand in a public page's own file is said in all five languages."""

import pytest
from django.utils import translation

from rumduol.intake.actions.mailbox import TooManyTries
from rumduol.intake.actions.receive import NobodyAnswers
from rumduol.intake.enums import Answering, PartOfDay, Relation, Said, Situation
from rumduol.intake.help_lines import lines
from rumduol.web import words

LABELS = [label for names in (Answering, PartOfDay, Relation, Said, Situation) for label in names.labels]
MESSAGES = [TooManyTries.default, NobodyAnswers.default]


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    words.compile_catalogues()


@pytest.mark.parametrize("lang", ["km", "vi", "th", "zh-hans"])
def test_choices_and_messages_are_translated(lang: str) -> None:
    with translation.override("en"):
        english = [str(label) for label in [*LABELS, *MESSAGES]]
    with translation.override(lang):
        said = [str(label) for label in [*LABELS, *MESSAGES]]
    same = [text for text, other in zip(english, said, strict=True) if text == other]
    assert same == []


@pytest.mark.parametrize("lang", ["km", "en", "vi", "th", "zh-hans"])
def test_help_lines_have_a_name_in_every_language(lang: str) -> None:
    named = [line.name for line in lines(lang)]
    assert len(named) >= 2
    if lang != "en":
        assert not set(named) & {line.name for line in lines("en")}
