"""An address from a pattern is the address that Django gives."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from rumduol.shared.addresses import address, address_if_any


def test_addresses_are_those_of_the_routes():
    case, visit = uuid4(), uuid4()
    for name, *args in (
        ("casework:file", case),
        ("cases:step", case, "assessment"),
        ("web:home",),
        ("cases:visit", case, visit),
        ("cases:visit", visit, case),
    ):
        for _again in range(2):
            assert address(name, *args) == address_if_any(name, *args) == reverse(name, args=args)


def test_a_shape_that_no_page_has_is_empty_or_refused():
    assert address_if_any("cases:plan", uuid4(), uuid4()) == ""
    with pytest.raises(NoReverseMatch):
        address("cases:plan", uuid4(), uuid4())
