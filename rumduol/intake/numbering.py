"""A report's number: random, so that it tells nobody how many there are."""

from django.db import IntegrityError, transaction

from rumduol.access import actions as access
from rumduol.intake.models import Report
from rumduol.shared.identifiers import new_number

MOST_ATTEMPTS = 20


def insert_with_number(report: Report) -> Report:
    """Insert a new report under a free number, and let it be found by that number."""
    for _attempt in range(MOST_ATTEMPTS):
        report.number = new_number("R", report.received_on)
        try:
            with transaction.atomic():
                report.save(force_insert=True)
                access.register_number(
                    kind="report", record_id=report.id, number=report.number, office_id=report.office_id
                )
        except IntegrityError as error:
            if "number" not in str(error):
                raise
            continue
        return report
    raise RuntimeError("no free number in twenty attempts")
