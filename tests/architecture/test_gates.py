"""Every view says who may enter; anonymous people see only what is marked public."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rumduol.access.enums import Permission, permissions_of
from rumduol.agencies.enums import Role
from tests.architecture.routes import Route, routes

ALL = list(routes())


@pytest.mark.parametrize("route", ALL, ids=lambda r: r.name)
def test_every_view_has_a_gate(route: Route):
    assert route.public or isinstance(route.permission, Permission), (
        f"{route.name}: add @page(Permission...) or @public_page"
    )


@pytest.mark.parametrize("route", [r for r in ALL if not r.public], ids=lambda r: r.name)
def test_without_an_account_nothing_but_the_way_to_sign_in(route: Route, nation):
    for method in route.methods:
        response = getattr(Client(), method.lower())(route.example())
        assert response.status_code in {302, 401}, (route.name, method, response.status_code)
        if response.status_code == 302:
            assert response.headers["Location"].startswith(reverse("signin:sign_in"))


@pytest.mark.parametrize("route", [r for r in ALL if not r.public], ids=lambda r: r.name)
def test_every_role_without_the_permission_is_refused(route: Route, nation, client_of):
    for (_office, role), member in _one_per_role(nation):
        if route.permission in permissions_of(role):
            continue
        client = client_of(member.actor)
        for method in route.methods:
            response = getattr(client, method.lower())(route.example())
            assert response.status_code == 403, (route.name, str(role), method, response.status_code)


@pytest.mark.parametrize("route", [r for r in ALL if not r.public and r.takes_record], ids=lambda r: r.name)
def test_a_record_that_does_not_exist_is_not_there_for_anybody(route: Route, nation, client_of):
    for (_office, role), member in _one_per_role(nation):
        if route.permission not in permissions_of(role):
            continue
        client = client_of(member.actor)
        for method in route.methods:
            response = getattr(client, method.lower())(route.example())
            assert response.status_code in {404, 422, 403, 302, 405}, (
                route.name,
                str(role),
                method,
                response.status_code,
            )
            if method == "GET":
                assert response.status_code == 404, (route.name, str(role), response.status_code)


@pytest.mark.parametrize("route", [r for r in ALL if r.methods == ("GET",) or "GET" in r.methods], ids=lambda r: r.name)
def test_a_method_nobody_expects_is_refused(route: Route, nation, client_of):
    actor = next(
        (
            m.actor
            for (_o, role), m in _one_per_role(nation)
            if route.public or route.permission in permissions_of(role)
        ),
        None,
    )
    assert actor is not None, f"{route.name}: no role can use it"
    for method in ("PUT", "PATCH", "DELETE"):
        response = getattr(client_of(actor), method.lower())(route.example())
        assert response.status_code in {403, 404, 405}, (route.name, method, response.status_code)


def _one_per_role(nation) -> Iterator:
    seen: set[Role] = set()
    for key, member in nation.members.items():
        if key[1] not in seen:
            seen.add(key[1])
            yield key, member


def test_the_routes_are_all_found():
    """The list is made from the resolver itself: a route can't be forgotten."""

    def count(resolver: URLResolver) -> int:
        return sum(
            count(p) if isinstance(p, URLResolver) else 1
            for p in resolver.url_patterns
            if isinstance(p, URLPattern | URLResolver)
        )

    skipped = count(get_resolver()) - len(ALL)
    assert skipped <= 60  # the API has its own matrix (tests/architecture/test_api_matrix.py)
    assert len(ALL) > 20
