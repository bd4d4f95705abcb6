"""What the room's actions take."""

from dataclasses import dataclass, field
from uuid import UUID

from rumduol.screening.enums import AgeGroup, Domestic, Guardian, Interpreter, Outcome, Palermo, Support
from rumduol.terms.countries import UNKNOWN_NATIONALITY


@dataclass(frozen=True)
class PersonAsked:
    """Somebody who is screened. Codes are those of the terms room (sex, age, nationality); `years` is not stored."""

    sex: str = "unknown"
    years: int | None = None
    age_group: str = AgeGroup.UNKNOWN
    nationality: str = UNKNOWN_NATIONALITY
    place: str = ""
    report_id: UUID | None = None
    report_person_id: UUID | None = None
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class ConditionsSaid:
    """How the interview is held (casework.md: conditions recorded before the first question)."""

    private_place: bool
    suspects_away: bool
    interpreter: str
    sex_as_preferred: bool
    support: str
    needs_first: bool
    explained: bool
    right_to_stop: bool
    consent: bool
    guardian: str = Guardian.ADULT
    interpreter_language: str = ""
    interpreter_independent: bool = False
    child_setting: bool = False
    trained_interviewer: bool = False

    def unmet(self, age_group: str) -> tuple[str, ...]:
        """Codes of the conditions that are not met. Age not known is treated as a child's."""
        missing = [
            name
            for name in (
                "private_place",
                "suspects_away",
                "sex_as_preferred",
                "needs_first",
                "explained",
                "right_to_stop",
            )
            if not getattr(self, name)
        ]
        if self.interpreter == Interpreter.MISSING:
            missing.append("interpreter")
        elif self.interpreter != Interpreter.NOT_NEEDED and not self.interpreter_independent:
            missing.append("interpreter_independent")
        if self.support == Support.MISSING:
            missing.append("support")
        if age_group != AgeGroup.ADULT:
            missing += [name for name in ("child_setting", "trained_interviewer") if not getattr(self, name)]
            if self.guardian in {Guardian.MISSING, Guardian.ADULT}:
                missing.append("guardian")
        return tuple(missing)


@dataclass(frozen=True)
class Decision:
    """What the officer decides, beside both classifications. `reason` is sealed."""

    outcome: str = Outcome.NO_INDICATION
    palermo: str = Palermo.UNKNOWN
    domestic: str = Domestic.UNKNOWN
    forms: tuple[str, ...] = ()
    reason: str = field(default="", repr=False)
