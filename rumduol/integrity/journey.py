"""The way through the questions of a letter about an official."""

from dataclasses import dataclass
from typing import Any

from rumduol.intake.pages import Pages
from rumduol.integrity.public_choices import Step
from rumduol.integrity.public_forms import FORMS


@dataclass
class Journey(Pages):
    """A letter as far as it has been told."""

    use = "letter"
    forms = FORMS
    last = Step.CHECK

    def earlier(self) -> dict[str, Any]:
        return {
            "service": self.first_typed(Step.ABOUT, "service"),
            "province": self.first_typed(Step.ABOUT, "province"),
        }

    def asks_anew(self, step: Any) -> bool:
        return bool(step == Step.ABOUT)
