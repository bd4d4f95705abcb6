"""When is a dimension present? The rule of combination of the ILO / European Commission indicators (2009)."""

import pytest

from rumduol.screening.questionnaire import load

TABLE = """
    strong  medium  weak   present
    0       0       0      no
    1       0       0      no
    0       2       0      no
    0       1       5      no
    0       0       9      no
    2       0       0      yes
    1       1       0      yes
    1       0       1      yes
    0       3       0      yes
    0       2       1      yes
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize(("strong", "medium", "weak", "present"), ROWS)
def test_a_dimension_is_present(strong, medium, weak, present):
    met = any(rule.met(strong=int(strong), medium=int(medium), weak=int(weak)) for rule in load("full-1").combinations)
    assert met == (present == "yes")
