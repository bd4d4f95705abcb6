"""Every view says who may enter; anonymous people see only what is marked public.

Whether somebody gets in is asked for every route and role; the page that says no is the same for all of them. So it is
made whole for one role of each route, another one each time, and for everybody else only its status.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rumduol.access.enums import Permission, permissions_of
from rumduol.agencies.enums import Role
from rumduol.web import errors
from tests.architecture.routes import Route, routes
from tests.nation import Member

ALL = list(routes())


class Page:
    """What stands in for the page of an error; `whole` gives the real one back."""

    def __init__(self) -> None:
        self.whole = True
        self._answer = errors._answer

    def __call__(self, request: Any, status: int, title: str, what: str, **more: Any) -> HttpResponse:
        if self.whole:
            return self._answer(request, status, title, what, **more)
        return HttpResponse(status=status)


@pytest.fixture
def error_page(monkeypatch: pytest.MonkeyPatch) -> Page:
    page = Page()
    monkeypatch.setattr(errors, "_answer", page)
    return page


@pytest.mark.parametrize("route", ALL, ids=lambda r: r.name)
def test_every_view_has_a_gate(route: Route):
    assert route.public or isinstance(route.permission, Permission), (
        f"{route.name}: add @page(Permission...) or @public_page"
    )


@pytest.mark.parametrize("route", [r for r in ALL if not r.public], ids=lambda r: r.name)
def test_without_an_account_nothing_but_the_way_to_sign_in(route: Route, nation, client):
    for method in route.methods:
        response = getattr(client, method.lower())(route.example())
        assert response.status_code in {302, 401}, (route.name, method, response.status_code)
        if response.status_code == 302:
            assert response.headers["Location"].startswith(reverse("signin:sign_in"))


@pytest.mark.parametrize("route", [r for r in ALL if not r.public], ids=lambda r: r.name)
def test_every_role_without_the_permission_is_refused(route: Route, nation, client_of, error_page):
    refused = [found for found in _one_per_role(nation) if route.permission not in permissions_of(found[0][1])]
    for turn, ((_office, role), member) in enumerate(refused):
        error_page.whole = turn == ALL.index(route) % len(refused)
        client = client_of(member.actor)
        for method in route.methods:
            response = getattr(client, method.lower())(route.example())
            assert response.status_code == 403, (route.name, str(role), method, response.status_code)


@pytest.mark.parametrize("route", [r for r in ALL if not r.public and r.takes_record], ids=lambda r: r.name)
def test_a_record_that_does_not_exist_is_not_there_for_anybody(route: Route, nation, client_of, error_page):
    let_in = [found for found in _one_per_role(nation) if route.permission in permissions_of(found[0][1])]
    for turn, ((_office, role), member) in enumerate(let_in):
        error_page.whole = turn == ALL.index(route) % len(let_in)
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
def test_a_method_nobody_expects_is_refused(route: Route, nation, client_of, error_page):
    actor = next(
        (
            m.actor
            for (_o, role), m in _one_per_role(nation)
            if route.public or route.permission in permissions_of(role)
        ),
        None,
    )
    assert actor is not None, f"{route.name}: no role can use it"
    client = client_of(actor)
    for method in ("PUT", "PATCH", "DELETE"):
        error_page.whole = method == "PUT"
        response = getattr(client, method.lower())(route.example())
        assert response.status_code in {403, 404, 405}, (route.name, method, response.status_code)


def _one_per_role(nation) -> Iterator[tuple[tuple[str, Role], Member]]:
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
