"""Somebody's way through the six questions: what they typed so far, and where they go next."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from rumduol.intake import carrying, codes
from rumduol.intake.enums import Step
from rumduol.intake.public_forms import FORMS, MOST_PERSONS, StepForm, rows_in

USE = "report"
HOURS = 24  # a form may lie open for a day; then only the page in hand is kept
RESERVED = {"carried", "step", "go", "csrfmiddlewaretoken"}
MOST_FIELDS = 80
LONGEST_VALUE = 20_000
STEPS = list(FORMS)

Typed = dict[str, dict[str, list[str]]]


@dataclass
class Journey:
    """`typed`: by step, what was typed, as it was typed. `seed`: hex, made when the last page is first shown."""

    typed: Typed = field(default_factory=dict, repr=False)
    seed: str = field(default="", repr=False)
    began_anew: bool = False

    @classmethod
    def resumed(cls, post: QueryDict) -> "Journey":
        """The journey a page carried, or a new one, saying so, when it is too old. What this page sent is kept."""
        journey = cls()
        if post.get("carried"):
            try:
                kept = carrying.carried(str(post["carried"]), use=USE, seconds=HOURS * 3600)
                journey = cls(typed=kept["typed"], seed=kept["seed"])
            except carrying.Expired:
                journey = cls(began_anew=True)
        step = step_of(post)
        if step in FORMS:
            journey.keep(step, post)
        return journey

    def carried(self) -> str:
        """The hidden field of the next page."""
        return carrying.carry({"typed": self.typed, "seed": self.seed}, use=USE)

    def keep(self, step: Step, post: QueryDict) -> None:
        """Remember what a page sent, within limits that no honest form reaches."""
        names = [name for name in post if name not in RESERVED][:MOST_FIELDS]
        self.typed[step.value] = {
            name[:40]: [value[:LONGEST_VALUE] for value in post.getlist(name)[:MOST_FIELDS]] for name in names
        }

    def add_row(self) -> None:
        """Open one more row for a person."""
        who = self.typed.setdefault(Step.WHO.value, {})
        who["rows"] = [str(min(rows_in({"rows": (who.get("rows") or ["1"])[0]}) + 1, MOST_PERSONS))]

    def make_seed(self) -> bytes:
        """The seed of this submission, the same from the first time the last page is shown."""
        if not self.seed:
            self.seed = codes.new_seed().hex()
        return bytes.fromhex(self.seed)

    def bound(self, step: Step) -> StepForm:
        """The page as it was sent, to be judged."""
        return FORMS[step](data=MultiValueDict(self.typed.get(step.value, {})), earlier=self._earlier())

    def shown(self, step: Step) -> StepForm:
        """The page with what was typed before, not judged."""
        typed = self.typed.get(step.value, {})
        fields = FORMS[step].base_fields
        initial: dict[str, Any] = {}
        for name, values in typed.items():
            many = name in fields and getattr(fields[name].widget, "allow_multiple_selected", False)
            initial[name] = values if many else (values[0] if values else "")
        return FORMS[step](initial=initial, earlier=self._earlier())

    def _earlier(self) -> dict[str, Any]:
        where = self.typed.get(Step.WHERE.value, {})
        danger = self.typed.get(Step.DANGER.value, {})
        return {
            "province": (where.get("province") or [""])[0],
            "danger_now": (danger.get("danger_now") or [""])[0],
        }

    @property
    def in_danger(self) -> bool:
        return self._earlier()["danger_now"] == "yes"

    def after(self, step: Step) -> Step:
        """The next page: the next question, or the last page when all were answered before."""
        if step != Step.WHERE and all(s.value in self.typed for s in STEPS):
            return Step.CHECK
        at = STEPS.index(step) + 1
        return STEPS[at] if at < len(STEPS) else Step.CHECK

    def judged(self) -> tuple[dict[Step, StepForm], Step | None]:
        """All pages, and the first one that needs another look."""
        forms = {step: self.bound(step) for step in STEPS}
        wrong = [step for step, form in forms.items() if not form.is_valid()]
        return forms, wrong[0] if wrong else None


def before(step: Step) -> Step:
    """The page before."""
    at = STEPS.index(step) if step in STEPS else len(STEPS)
    return STEPS[max(at - 1, 0)]


def step_of(post: QueryDict) -> Step:
    """Which page was sent."""
    name = post.get("step", "")
    return Step(name) if name in Step.values else Step.DANGER
