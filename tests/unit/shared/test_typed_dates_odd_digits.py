"""Characters that count as digits but are no numbers."""

import pytest

from rumduol.shared.errors import InvalidInput
from rumduol.shared.typed_dates import read_date


@pytest.mark.parametrize("typed", ["²", "2025²", "①", "12/³/2020"])
def test_raised_and_circled_digits_are_no_date(typed):
    with pytest.raises(InvalidInput):
        read_date(typed)
