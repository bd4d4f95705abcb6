"""Invented people and decisions for the tests of this room."""

from rumduol.screening import actions
from rumduol.screening.questionnaire import load
from rumduol.screening.types import ConditionsSaid, Decision, PersonAsked

FULL = load("full-1")
GOOD = ConditionsSaid(
    private_place=True,
    suspects_away=True,
    interpreter="not_needed",
    sex_as_preferred=True,
    support="not_wanted",
    needs_first=True,
    explained=True,
    right_to_stop=True,
    consent=True,
    guardian="adult",
)
GIRL_CONDITIONS = ConditionsSaid(
    private_place=True,
    suspects_away=True,
    interpreter="remote",
    interpreter_language="vi",
    interpreter_independent=True,
    sex_as_preferred=True,
    support="present",
    needs_first=True,
    explained=True,
    right_to_stop=True,
    consent=True,
    guardian="ad_litem",
    child_setting=True,
    trained_interviewer=True,
)
GIRL = PersonAsked(sex="female", years=15, nationality="VN", place="1801", name="Nguyễn Thị Tưởng Tượng")
MAN = PersonAsked(sex="male", years=31, nationality="KH", place="1801", name="សុខ ប្រឌិត")
GIRL_ANSWERS = {"kind_sex": "yes", "act_moved": "yes"}
NOT_A_VICTIM = Decision(
    outcome="no_indication", palermo="not_trafficking", domestic="none", reason="He says he is no victim."
)
PRESUMED = Decision(
    outcome="presumed",
    palermo="trafficking",
    domestic="sexual_exploitation",
    forms=("sexual_prostitution",),
    reason="signs",
)


def by_section(answers):
    sections = {}
    for code, value in answers.items():
        sections.setdefault(FULL.question(code).section, {})[code] = value
    return sections


def interviewed(by, person=MAN, conditions=GOOD, answers=None):
    """A screening with its conditions and answers recorded, interview under way."""
    screening = actions.start(person=person, by=by)
    actions.record_conditions(screening_id=screening.id, said=conditions, by=by)
    for section, given in by_section(answers or {}).items():
        screening = actions.answer(screening_id=screening.id, section=section, answers=given, by=by)
    screening.refresh_from_db()
    return screening


def concluded(by, decision=NOT_A_VICTIM, **asked):
    screening = interviewed(by, **asked)
    return actions.conclude(screening_id=screening.id, decision=decision, by=by)
