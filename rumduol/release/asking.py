"""Questions that no release answers: answered with noise, from a budget that is written down and never given back.

A statistician asks for somebody outside. The noise hides whether any one person was counted (differential privacy), and
every answer gives a little away, so each year of data has one budget for all answers together. Everybody sees what was
asked, what was said and what is left; the same question again gets the same answer and costs nothing.
"""

from collections.abc import Sequence
from math import prod

import numpy as np
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.facts.types import Period
from rumduol.indicators import queries as indicators
from rumduol.release import policies
from rumduol.release.disclosure.noise import BudgetSpent, Ledger, Spent, error_of, noisy_counts
from rumduol.release.documents import packed
from rumduol.release.enums import ReleaseEvent, ReleaseStatus
from rumduol.release.models import Invented, OpenAnswer
from rumduol.release.rules import rules
from rumduol.release.suppression import counts_of
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput


class YearIsSpent(InvalidInput):
    default = _("The budget of this year is spent. Answers that were given stay public; no new one can be given.")


def answer(*, indicator: str, year: int, breakdowns: Sequence[str], by: Actor) -> OpenAnswer:
    """The earlier answer to the same question, or a new one that is paid for.

    Raises InvalidInput (another figure, too many cells), YearIsSpent.
    """
    policies.check_can_draft(by)
    question = f"{indicator}:{','.join(sorted(breakdowns))}"
    with transaction.atomic():
        _one_at_a_time(year)
        account = ledger(year)
        if account.earlier_answer(str(year), question) is not None:
            return OpenAnswer.objects.get(year=year, question=question)
        table = indicators.table(_asked(indicator, breakdowns), Period.year(year), sorted(breakdowns))
        if prod(len(dimension.leaves) for dimension in table.dimensions) > rules().noise_cells:
            raise InvalidInput(
                errors={"breakdowns": [_("This has too many cells for noise: choose fewer breakdowns.")]}
            )
        cost = rules().noise_cost
        try:
            account.spend(Spent(str(year), str(by.office_id), question, cost))
        except BudgetSpent as error:
            raise YearIsSpent() from error
        counts = counts_of(table)
        told = noisy_counts(counts.finest, cost)
        leaves = [[value for value in one.values if value in one.leaves] for one in table.dimensions]
        cells = {
            tuple(names[at] for names, at in zip(leaves, place, strict=True)): int(told[place])
            for place in np.ndindex(told.shape)
        }
        given = OpenAnswer.objects.create(
            asked_on=today(),
            year=year,
            indicator=indicator,
            breakdowns=sorted(breakdowns),
            question=question,
            epsilon=cost,
            error=error_of(cost),
            answer=packed(cells),
            answered_by=by.person_id,
        )
        audit.record(
            ReleaseEvent.ANSWERED, by=by, subject=Subject("open_answer", given.id), detail={"question": question}
        )
    return given


def ledger(year: int) -> Ledger:
    """What was spent of a year's budget, as it is written down: by answers, and by a file of invented people."""
    answers = OpenAnswer.objects.filter(year=year).order_by("asked_on", "id").values_list("question", "epsilon")
    files = Invented.objects.filter(year=year, status=ReleaseStatus.PUBLISHED, epsilon__isnull=False)
    rows = [*answers, *files.values_list("number", "epsilon")]
    return Ledger(rules().noise_budget, tuple(Spent(str(year), "", asked, cost) for asked, cost in rows if cost))


def answers_left(year: int) -> int:
    """How many more questions about a year can be answered."""
    return int(ledger(year).left(str(year)) / rules().noise_cost)


def answers() -> list[OpenAnswer]:
    """Everything that was answered, newest first."""
    return list(OpenAnswer.objects.order_by("-asked_on", "-year", "question"))


def _asked(code: str, breakdowns: Sequence[str]) -> indicators.Indicator:
    if code not in rules().noise_figures:
        raise InvalidInput(errors={"indicator": [_("This figure is not answered with noise.")]})
    if not 1 <= len(breakdowns) <= 2:
        raise InvalidInput(errors={"breakdowns": [_("Choose one or two breakdowns.")]})
    return indicators.indicator(code)


def _one_at_a_time(year: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('release.noise'), %s)", [year])
