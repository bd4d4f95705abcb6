"""The way through the six questions of a report."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from rumduol.intake.enums import Step
from rumduol.intake.pages import Pages
from rumduol.intake.public_forms import FORMS, MOST_PERSONS, rows_in

USE = "report"
STEPS = list(FORMS)


@dataclass
class Journey(Pages):
    """A report as far as it has been told."""

    use = USE
    forms = FORMS
    last = Step.CHECK

    def add_row(self) -> None:
        """Open one more row for a person."""
        who = self.typed.setdefault(Step.WHO.value, {})
        who["rows"] = [str(min(rows_in({"rows": (who.get("rows") or ["1"])[0]}) + 1, MOST_PERSONS))]

    def earlier(self) -> dict[str, Any]:
        return {
            "province": self.first_typed(Step.WHERE, "province"),
            "danger_now": self.first_typed(Step.DANGER, "danger_now"),
        }

    def asks_anew(self, step: Any) -> bool:
        return bool(step == Step.WHERE)

    @property
    def in_danger(self) -> bool:
        return self.first_typed(Step.DANGER, "danger_now") == "yes"


def before(step: Step) -> Step:
    """The page before."""
    return Step(Journey.before(step))


def step_of(post: QueryDict) -> Step:
    """Which page was sent."""
    return Step(Journey.step_of(post))
