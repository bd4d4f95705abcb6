"""What a court decided about each accused. A later verdict takes the place of the earlier one, which stays readable."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.justice import checking, facts, policies, queries, reading_law, sealed
from rumduol.justice.actions.guarding import sentenced
from rumduol.justice.actions.opening import record
from rumduol.justice.enums import LONGEST_MONTHS, Court, CriminalStatus, JusticeEvent, Outcome, Penalty
from rumduol.justice.models import Charge, Suspect, Verdict
from rumduol.justice.types import Sentence
from rumduol.law.warnings import WarningKind
from rumduol.shared.dates import PartialDate
from rumduol.vault.enums import Section

MOST_RIEL = 100_000_000_000
OUTSIDE = frozenset({WarningKind.BELOW, WarningKind.ABOVE, WarningKind.FINE_OUTSIDE})


def record_verdict(
    *,
    case_id: UUID,
    suspect_id: UUID,
    outcome: Outcome | str,
    on: PartialDate,
    by: Actor,
    sentence: Sentence | None = None,
    in_absentia: bool = False,
    court: Court | str = "",
    reason: str = "",
) -> Verdict:
    """Record the verdict on one accused, at the trial or on appeal.

    Refuses a verdict before the charge, a term beyond thirty years that is not life, a penalty without a conviction. A
    sentence outside the range of the article needs a reason (sealed) and is marked. Raises InvalidInput, WrongState.
    """
    sentence = sentence or Sentence()
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_judge(case, by)
        suspect = queries.suspect_of(case, suspect_id)
        charges = [one for one in queries.charges_of(case, standing=True) if one.suspect_id == suspect.id]
        old = Verdict.objects.filter(suspect=suspect, replaced_on__isnull=True).first()
        outside = _check(suspect, charges, outcome=outcome, on=on, sentence=sentence, reason=reason, old=old)
        if old is not None:
            old.replaced_on = on
            old.save(update_fields=["replaced_on"])
        appealed = case.status == CriminalStatus.APPEAL
        made = Verdict.objects.create(
            case=case, office_id=case.office_id, suspect=suspect, on=on, outcome=outcome, in_absentia=in_absentia,
            court=court or (Court.APPEAL if appealed else Court.FIRST), articles=[one.article for one in charges],
            penalty=sentence.penalty, months=sentence.months, suspended_months=sentence.suspended_months,
            life=sentence.life, fine_riel=sentence.fine_riel, outside_range=outside, replaces=old, by_id=by.person_id,
        )  # fmt: skip
        if reason:
            sealed.put(case, Section.JUSTICE, "verdicts", made.id, {"reason": reason}, by=by)
        suspect.outcome = made.outcome
        suspect.save(update_fields=["outcome"])
        case.judged_on = on
        case.save(update_fields=["judged_on"])
        record(
            JusticeEvent.JUDGED, case, by, suspect=suspect.id, outcome=str(made.outcome), penalty=str(made.penalty),
            replaces=old.id if old else None,
        )  # fmt: skip
        facts.judged(case, made, by)
        if made.outcome == Outcome.CONVICTED:
            sentenced(case=case, suspect=suspect, verdict=made, by=by)
    return made


def _check(
    suspect: Suspect,
    charges: list[Charge],
    *,
    outcome: str,
    on: PartialDate,
    sentence: Sentence,
    reason: str,
    old: Verdict | None,
) -> bool:
    """Raise InvalidInput naming each field; answer whether the sentence lies outside the range of its article."""
    errors: checking.Errors = {}
    if outcome not in Outcome.values:
        errors["outcome"] = [_("Choose what the court decided.")]
    checking.past(errors, "on", on)
    if not charges or suspect.charged_on is None:
        errors["outcome"] = [_("There is no charge against this person: a verdict follows a charge. Record it first.")]
    else:
        checking.not_before(
            errors, "on", on, suspect.charged_on,
            _("The verdict is before the charge (%(day)s). Check the day.")
            % {"day": suspect.charged_on.in_words(short=True)},
        )  # fmt: skip
    if old is not None:
        checking.not_before(errors, "on", on, old.on, _("The new verdict is before the one it replaces."))
    errors |= {field: lines for field, lines in _faults(outcome, sentence).items() if field not in errors}
    checking.refuse(errors)
    if outcome != Outcome.CONVICTED or sentence.life:
        return False
    found = {
        warning.kind
        for warning in reading_law.of_sentence(
            charges, months=sentence.months, suspended_months=sentence.suspended_months, fine=sentence.fine_riel
        )
    }
    if found & OUTSIDE and not reason.strip():
        checking.refuse(
            {"reason": [_("The sentence lies outside the range of the article. Write the court's reason.")]}
        )
    return bool(found & OUTSIDE)


def _faults(outcome: str, sentence: Sentence) -> checking.Errors:
    """What no court can have meant."""
    errors: checking.Errors = {}
    if sentence.months > LONGEST_MONTHS:
        said: dict[str, Any] = {"years": sentence.months // 12, "most": LONGEST_MONTHS // 12}
        errors["months"] = [
            _("%(years)d years is more than any court gives: at most %(most)d years, or life. Check years and months.")
            % said
        ]
    if sentence.months < 0 or not 0 <= sentence.suspended_months <= max(sentence.months, 0):
        errors["suspended_months"] = [_("The suspended part is a part of the term.")]
    if not 0 <= sentence.fine_riel <= MOST_RIEL:
        errors["fine_riel"] = [_("Check the fine: is there a nought too many?")]
    if sentence.penalty not in Penalty.values:
        errors["penalty"] = [_("Choose the penalty.")]
        return errors
    if outcome != Outcome.CONVICTED:
        if sentence != Sentence():
            errors["penalty"] = [_("Only who is convicted has a penalty. Leave it empty.")]
        return errors
    wanted = {
        Penalty.PRISON: bool(sentence.life) != bool(sentence.months)
        and not sentence.suspended_months == sentence.months > 0,
        Penalty.SUSPENDED: not sentence.life and sentence.months > 0 and sentence.suspended_months > 0,
        Penalty.FINE: not sentence.life and not sentence.months and sentence.fine_riel > 0,
        Penalty.NONE: not sentence.life and not sentence.months and not sentence.fine_riel,
    }
    if not errors and not wanted[Penalty(sentence.penalty)]:
        errors["penalty"] = [_("Penalty, term and fine do not fit together. Check each of them.")]
    return errors
