"""What is counted of letters about officials: how many of a year stand where. No office, no place, no kind of service.

A figure that grows by one on the day a letter comes would tell everybody who reads figures that somebody complained. So
the figures learn of letters in batches: nothing until at least five have changed, then all of them at once, each by the
year it came. It is the rule of minimum size that tables have, applied to time (Willenborg and de Waal 2001, 1.4: a
release can be subtracted from the one before it).
"""

from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.integrity import lot
from rumduol.shared.dates import PartialDate

FEWEST = 5


def settle() -> int:
    """Write what the figures do not know yet, if it is enough to hide each letter in. How many were written."""
    known = lot.take_counts(FEWEST)
    for complaint_id, year, status in known:
        facts.write(
            kind=Kind.OFFICIAL_COMPLAINT, unit=("complaint", complaint_id), on=PartialDate(year), outcome=status
        )
    return len(known)
