"""From answers to a reading: pure, no database. What it suggests, the officer decides.

Rule of combination and the six dimensions: ILO / European Commission operational indicators (2009).
Definition: Palermo Protocol, article 3: an act, by a means, for the purpose of exploitation; for a person under 18
the means is irrelevant. National law is read beside it (data/law-*.toml), because it asks for a means even for a
recruited child and in some offences for no exploitation.

Only a "yes" is a sign. "No", "doesn't know", "rather not say" and no answer are never counted as a sign; and the last
three are never counted as a no: they stay open, and the reading says whether they could still change it (`settled`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rumduol.screening.enums import TRAFFICKED, AgeGroup, Answer, Domestic, Outcome, Palermo
from rumduol.screening.questionnaire import (
    MEDIUM,
    STRONG,
    WEAK,
    IndicatorSet,
    Law,
    Question,
    Questionnaire,
    Words,
    load_law,
)

Answers = Mapping[str, str]  # {question code: an Answer value}; a missing code was not asked or not answered

COUNTED = frozenset({"indicator", "act", "purpose", "form"})
ACTS = ("recruitment", "transport", "transfer", "harbouring", "receipt", "sale")
IMPLIED_ACT = {"recruitment": "recruitment", "destination": "harbouring"}
OLDEST = 120  # years


@dataclass(frozen=True)
class DimensionReading:
    """One dimension in one of the four sets. The tuples hold the codes of the questions answered "yes", by weight."""

    dimension: str
    indicator_set: str
    element: str
    phase: str
    present: bool
    strong: tuple[str, ...]
    medium: tuple[str, ...]
    weak: tuple[str, ...]

    @property
    def because(self) -> tuple[str, ...]:
        return self.strong + self.medium + self.weak


@dataclass(frozen=True)
class Shown:
    """An element that the answers show: its code, the questions that show it, and whether they only imply it."""

    code: str
    because: tuple[str, ...]
    implied: bool = False


@dataclass(frozen=True)
class OffenceShown:
    article: str
    label: Words
    classification: Domestic


@dataclass(frozen=True)
class Reading:
    """What the answers show. `otherwise` is the adult's reading of the same answers when the age is not known."""

    questionnaire: str
    age_group: AgeGroup
    read_as: AgeGroup
    dimensions: tuple[DimensionReading, ...]
    acts: tuple[Shown, ...]
    means: tuple[Shown, ...]
    purpose: tuple[Shown, ...]
    forms: tuple[str, ...]
    palermo: Palermo
    domestic: Domestic
    offences: tuple[OffenceShown, ...]
    sale_of_child: bool
    suggested: Outcome | None
    settled: bool
    open_questions: tuple[str, ...]
    needs: tuple[str, ...]
    wishes: tuple[str, ...]
    otherwise: "Reading | None" = None

    @property
    def present(self) -> frozenset[str]:
        """Codes of the dimensions present in at least one set."""
        return frozenset(d.dimension for d in self.dimensions if d.present)

    @property
    def law_differs(self) -> bool:
        """The two classifications do not say the same about trafficking."""
        return (self.palermo in TRAFFICKED) != (self.domestic == Domestic.TRAFFICKING)

    @property
    def exploitation(self) -> bool:
        """Exploitation is shown, whether or not it is trafficking."""
        return any(p.code != "intended" for p in self.purpose)


@dataclass(frozen=True)
class FastReading:
    """Fast mode: the signs (codes answered "yes"), what stayed open, and whether a full interview is due."""

    signs: tuple[str, ...]
    open_questions: tuple[str, ...]

    @property
    def full_interview(self) -> bool:
        return bool(self.signs)


def age_group(years: int | None) -> AgeGroup:
    """Years of age to a group; None, and what no person can be, is "not known"."""
    if years is None or not 0 <= years <= OLDEST:
        return AgeGroup.UNKNOWN
    return AgeGroup.CHILD if years < 18 else AgeGroup.ADULT


def read(questionnaire: Questionnaire, answers: Answers, age: AgeGroup | int | None) -> Reading:
    """Read the answers of one person. `age` is a group or years; not known is read as a child until shown otherwise."""
    group = age if isinstance(age, AgeGroup) else age_group(age)
    if group == AgeGroup.UNKNOWN:
        as_adult = replace(_read_as(questionnaire, answers, AgeGroup.ADULT), age_group=group)
        return replace(_read_as(questionnaire, answers, AgeGroup.CHILD), age_group=group, otherwise=as_adult)
    return _read_as(questionnaire, answers, group)


def read_fast(questionnaire: Questionnaire, answers: Answers) -> FastReading:
    """Any "yes" leads to a full interview; an open answer is neither a sign nor a clean bill."""
    return FastReading(
        signs=tuple(q.code for q in questionnaire.questions if answers.get(q.code) == Answer.YES),
        open_questions=tuple(
            q.code for q in questionnaire.questions if answers.get(q.code) not in (Answer.YES, Answer.NO)
        ),
    )


def _read_as(questionnaire: Questionnaire, answers: Answers, as_: AgeGroup) -> Reading:
    yes = frozenset(q.code for q in questionnaire.questions if answers.get(q.code) == Answer.YES)
    counted = [q for q in questionnaire.questions if q.kind in COUNTED]
    left_open = tuple(q.code for q in counted if answers.get(q.code) not in (Answer.YES, Answer.NO))
    found = _elements(questionnaire, yes, as_)
    palermo = _palermo(found, as_)
    best_case = _palermo(_elements(questionnaire, yes | set(left_open), as_), as_)
    settled = palermo == best_case
    offences = _offences(load_law(), found, yes, as_)
    child = as_ == AgeGroup.CHILD
    return Reading(
        questionnaire=questionnaire.code,
        age_group=as_,
        read_as=as_,
        dimensions=found.dimensions,
        acts=found.acts,
        means=found.means,
        purpose=found.purpose,
        forms=found.forms,
        palermo=palermo,
        domestic=_domestic(offences),
        offences=offences,
        sale_of_child=child and any(a.code == "sale" for a in found.acts),
        suggested=_suggest(questionnaire, found, palermo, yes, settled=settled),
        settled=settled,
        open_questions=left_open,
        needs=tuple(q.code for q in questionnaire.questions if q.kind == "need" and q.code in yes),
        wishes=tuple(q.code for q in questionnaire.questions if q.kind == "wish" and q.code in yes),
    )


@dataclass(frozen=True)
class _Found:
    dimensions: tuple[DimensionReading, ...]
    acts: tuple[Shown, ...]
    means: tuple[Shown, ...]
    purpose: tuple[Shown, ...]
    forms: tuple[str, ...]
    forced_labour: bool

    @property
    def exploitation(self) -> bool:
        return any(p.code != "intended" for p in self.purpose)


def _elements(questionnaire: Questionnaire, yes: Iterable[str], as_: AgeGroup) -> _Found:
    yes = frozenset(yes)
    said = [q for q in questionnaire.questions if q.code in yes]
    forms = [q for q in said if q.kind == "form"]
    dimensions = tuple(
        reading
        for indicator_set in questionnaire.sets_for(as_.value)
        if _set_applies(indicator_set, forms)
        for reading in _dimensions(questionnaire, indicator_set, yes)
    )
    present = [d for d in dimensions if d.present]
    coerced = [d for d in present if d.dimension == "coercion_destination"]

    means = [Shown(d.dimension, d.because) for d in _once(present) if d.element == "means"]
    sold = tuple(q.code for q in said if q.act == "sale")
    if sold:
        # Palermo art. 3 a: payments to achieve the consent of a person having control over another person.
        means.append(Shown("payment", sold))

    purpose = [Shown(d.dimension, d.because) for d in _once(present) if d.element == "purpose"]
    for question in forms:
        if _is_exploitation_itself(question, as_):
            purpose.append(Shown(question.form, (question.code,)))
        elif question.exploitation == "coerced" and coerced:
            # ILO C29: work or service exacted under a menace and not offered freely is forced labour or services.
            purpose.append(Shown(question.form, (question.code, *coerced[0].because)))
    intended = tuple(q.code for q in said if q.kind == "purpose")
    if intended:
        purpose.append(Shown("intended", intended))

    labour = any(q.group == "labour" for q in forms)
    return _Found(
        dimensions=dimensions,
        acts=_acts(said, present),
        means=tuple(means),
        purpose=tuple(purpose),
        forms=tuple(dict.fromkeys(q.form for q in forms)),
        forced_labour=labour and bool(coerced),
    )


def _set_applies(indicator_set: IndicatorSet, forms: list[Question]) -> bool:
    """The labour set is always read, the sexual one beside it on a sign of it: so no "yes" hides a dimension."""
    return indicator_set.exploitation == "labour" or any(q.group == indicator_set.exploitation for q in forms)


def _dimensions(
    questionnaire: Questionnaire, indicator_set: IndicatorSet, yes: frozenset[str]
) -> Iterable[DimensionReading]:
    for dimension in questionnaire.dimensions:
        signs: dict[str, list[str]] = {STRONG: [], MEDIUM: [], WEAK: []}
        for question in questionnaire.questions:
            weight = question.weights.get(indicator_set.code)
            if weight and question.dimension == dimension.code and question.code in yes:
                signs[weight].append(question.code)
        counts = {weight: len(codes) for weight, codes in signs.items()}
        yield DimensionReading(
            dimension=dimension.code,
            indicator_set=indicator_set.code,
            element=dimension.element,
            phase=dimension.phase,
            present=any(combination.met(**counts) for combination in questionnaire.combinations),
            strong=tuple(signs[STRONG]),
            medium=tuple(signs[MEDIUM]),
            weak=tuple(signs[WEAK]),
        )


def _once(readings: list[DimensionReading]) -> list[DimensionReading]:
    """One reading per dimension: the same dimension may be present in two sets."""
    return list({d.dimension: d for d in reversed(readings)}.values())[::-1]


def _acts(said: list[Question], present: list[DimensionReading]) -> tuple[Shown, ...]:
    shown = {
        act: Shown(act, tuple(q.code for q in said if q.act == act))
        for act in (*ACTS, "border")
        if any(q.act == act for q in said)
    }
    for dimension in present:
        # Deceiving somebody into a job is recruiting; holding somebody at a place is harbouring.
        act = IMPLIED_ACT[dimension.phase]
        if dimension.element == "means" and act not in shown:
            shown[act] = Shown(act, dimension.because, implied=True)
    return tuple(shown.values())


def _is_exploitation_itself(question: Question, as_: AgeGroup) -> bool:
    child = as_ == AgeGroup.CHILD and (question.exploitation == "child" or question.also_child)
    return child or question.exploitation == "always"


def _palermo(found: _Found, as_: AgeGroup) -> Palermo:
    act = any(a.code in ACTS for a in found.acts)
    means = bool(found.means) or as_ == AgeGroup.CHILD
    if not (act and means and found.purpose):
        return Palermo.NOT_TRAFFICKING
    return Palermo.CHILD_TRAFFICKING if as_ == AgeGroup.CHILD else Palermo.TRAFFICKING


def _offences(law: Law, found: _Found, yes: frozenset[str], as_: AgeGroup) -> tuple[OffenceShown, ...]:
    acts = {a.code for a in found.acts}
    elements = {f"act.{code}" for code in acts} | {f"form.{code}" for code in found.forms}
    elements |= {f"answer.{code}" for code in yes}
    elements |= {"movement"} if acts & {"transport", "transfer"} else set()
    elements |= {"means"} if found.means else set()
    elements |= {"exploitation"} if found.exploitation else set()
    elements |= {"forced_labour"} if found.forced_labour else set()
    elements |= {"child"} if as_ == AgeGroup.CHILD else set()
    return tuple(
        OffenceShown(o.article, o.label, Domestic(o.classification))
        for o in law.offences
        if o.all_of <= elements and (not o.any_of or o.any_of & elements)
    )


def _domestic(offences: tuple[OffenceShown, ...]) -> Domestic:
    """The gravest classification of the offences shown, in the order of the list."""
    shown = {offence.classification for offence in offences}
    return next((code for code in Domestic if code in shown), Domestic.NONE)


def _suggest(
    questionnaire: Questionnaire, found: _Found, palermo: Palermo, yes: frozenset[str], *, settled: bool
) -> Outcome | None:
    """None = too much is open to suggest anything. It never suggests a formal identification: that needs a mandate."""
    if palermo in TRAFFICKED:
        return Outcome.PRESUMED
    if found.exploitation:
        return Outcome.EXPLOITED
    afraid = any(q.code in yes for q in questionnaire.questions if q.code == "now_afraid")
    if found.purpose or found.means or afraid or any(d.strong for d in found.dimensions):
        return Outcome.AT_RISK
    return Outcome.NO_INDICATION if settled else None
