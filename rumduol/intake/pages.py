"""Somebody's way through a few public questions, one page each: what they typed so far, and where they go next.

Which questions they are, a subclass says: `forms` (step -> form, in order), `last` (the page on which all is looked at
once more) and `use`, which keeps what one kind of letter carries out of another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from rumduol.intake import carrying, codes
from rumduol.intake.public_forms import StepForm

HOURS = 24  # a form may lie open for a day; then only the page in hand is kept
RESERVED = {"carried", "step", "go", "csrfmiddlewaretoken"}
MOST_FIELDS = 80
LONGEST_VALUE = 20_000

Typed = dict[str, dict[str, list[str]]]


@dataclass
class Pages:
    """`typed`: by step, what was typed, as it was typed. `seed`: hex, made when the last page is first shown."""

    typed: Typed = field(default_factory=dict, repr=False)
    seed: str = field(default="", repr=False)
    began_anew: bool = False

    use: ClassVar[str]
    forms: ClassVar[Mapping[Any, type[StepForm]]]
    last: ClassVar[TextChoices]

    @classmethod
    def resumed(cls, post: QueryDict) -> Self:
        """The way a page carried, or a new one, saying so, when it is too old. What this page sent is kept."""
        way = cls()
        if post.get("carried"):
            try:
                kept = carrying.carried(str(post["carried"]), use=cls.use, seconds=HOURS * 3600)
                way = cls(typed=kept["typed"], seed=kept["seed"])
            except carrying.Expired:
                way = cls(began_anew=True)
        step = cls.step_of(post)
        if step in cls.forms:
            way.keep(step, post)
        return way

    def carried(self) -> str:
        """The hidden field of the next page."""
        return carrying.carry({"typed": self.typed, "seed": self.seed}, use=self.use)

    def keep(self, step: Any, post: QueryDict) -> None:
        """Remember what a page sent, within limits that no honest form reaches."""
        names = [name for name in post if name not in RESERVED][:MOST_FIELDS]
        self.typed[step.value] = {
            name[:40]: [value[:LONGEST_VALUE] for value in post.getlist(name)[:MOST_FIELDS]] for name in names
        }

    def make_seed(self) -> bytes:
        """The seed of this submission, the same from the first time the last page is shown."""
        if not self.seed:
            self.seed = codes.new_seed().hex()
        return bytes.fromhex(self.seed)

    def bound(self, step: Any) -> StepForm:
        """The page as it was sent, to be judged."""
        return self.forms[step](data=MultiValueDict(self.typed.get(step.value, {})), earlier=self.earlier())

    def shown(self, step: Any) -> StepForm:
        """The page with what was typed before, not judged."""
        typed = self.typed.get(step.value, {})
        fields = self.forms[step].base_fields
        initial: dict[str, Any] = {}
        for name, values in typed.items():
            many = name in fields and getattr(fields[name].widget, "allow_multiple_selected", False)
            initial[name] = values if many else (values[0] if values else "")
        return self.forms[step](initial=initial, earlier=self.earlier())

    def earlier(self) -> dict[str, Any]:
        """What the forms of later pages need to know of earlier answers."""
        return {}

    def first_typed(self, step: Any, name: str) -> str:
        """What was typed into a field of one value, or nothing."""
        return (self.typed.get(step.value, {}).get(name) or [""])[0]

    def after(self, step: Any) -> Any:
        """The next page: the next question, or the last page when all were answered before."""
        steps = list(self.forms)
        if not self.asks_anew(step) and all(s.value in self.typed for s in steps):
            return self.last
        at = steps.index(step) + 1
        return steps[at] if at < len(steps) else self.last

    def asks_anew(self, step: Any) -> bool:
        """Whether a changed answer on this page changes the question after it."""
        return False

    def judged(self) -> tuple[dict[Any, StepForm], Any]:
        """All pages, and the first one that needs another look (or None)."""
        forms = {step: self.bound(step) for step in self.forms}
        wrong = [step for step, form in forms.items() if not form.is_valid()]
        return forms, wrong[0] if wrong else None

    @classmethod
    def before(cls, step: Any) -> Any:
        """The page before."""
        steps = list(cls.forms)
        at = steps.index(step) if step in steps else len(steps)
        return steps[max(at - 1, 0)]

    @classmethod
    def step_of(cls, post: QueryDict) -> Any:
        """Which page was sent; the first one when that is not said."""
        name = post.get("step", "")
        known = type(cls.last)
        return known(name) if name in known.values else next(iter(cls.forms))
