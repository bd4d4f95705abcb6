"""Every view says who may enter; anonymous people see only what is marked public.

Every route and role is asked of the view itself, as the site calls it after the middleware: what it answers, and for a
gate also that it asks the database nothing. The way there - cookie, session, middleware, the page that says no - is the
same for all of them. So it is gone whole for one role of each route, another one each time.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from rumduol.access import cookie, database
from rumduol.access.enums import Permission, permissions_of
from rumduol.agencies.enums import Role
from rumduol.shared.errors import RumduolError
from tests.architecture.routes import Route, routes
from tests.nation import Member

ALL = list(routes())


Factory = RequestFactory()


def _status(route: Route, method: str, member: Member) -> int:
    """What the view itself answers to this person, as the site calls it once the middleware knows who asks."""
    address = route.example()
    request = Factory.generic(method, address)
    request.actor, request.session_secret, request.pending = member.actor, member.secret, None
    view = resolve(address)
    try:
        return int(view.func(request, *view.args, **view.kwargs).status_code)
    except RumduolError as refused:
        return refused.status
    except Http404:
        return 404


def _whole(turn: int, route: Route, people: list[Any]) -> bool:
    """Whether this is the one of these people who goes the whole way to this page."""
    return turn == ALL.index(route) % len(people)


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
def test_every_role_without_the_permission_is_refused(route: Route, nation, client_of, django_db_blocker):
    refused = [found for found in _one_per_role(nation) if route.permission not in permissions_of(found[0][1])]
    for turn, ((_office, role), member) in enumerate(refused):
        for method in route.methods:
            with django_db_blocker.block():
                status = _status(route, method, member)
            assert status == 403, (route.name, str(role), method, status)
            if _whole(turn, route, refused):
                response = client_of(member.actor).generic(method, route.example())
                assert response.status_code == 403, (route.name, str(role), method, response.status_code)


@pytest.mark.parametrize("route", [r for r in ALL if not r.public and r.takes_record], ids=lambda r: r.name)
def test_a_record_that_does_not_exist_is_not_there_for_anybody(route: Route, nation, client_of):
    let_in = [found for found in _one_per_role(nation) if route.permission in permissions_of(found[0][1])]
    for turn, ((_office, role), member) in enumerate(let_in):
        for method in route.methods:
            with database.session(cookie.token_of(member.secret)):
                mark = transaction.savepoint()
                found = [_status(route, method, member)]
                transaction.savepoint_rollback(mark)
            if _whole(turn, route, let_in):
                found.append(client_of(member.actor).generic(method, route.example()).status_code)
            for status in found:
                assert status in {404, 422, 403, 302, 405}, (route.name, str(role), method, status)
                assert method != "GET" or status == 404, (route.name, str(role), status)


@pytest.mark.parametrize("route", [r for r in ALL if r.methods == ("GET",) or "GET" in r.methods], ids=lambda r: r.name)
def test_a_method_nobody_expects_is_refused(route: Route, nation, client_of, django_db_blocker):
    member = next(
        (m for (_o, role), m in _one_per_role(nation) if route.public or route.permission in permissions_of(role)), None
    )
    assert member is not None, f"{route.name}: no role can use it"
    for method in ("PUT", "PATCH", "DELETE"):
        with django_db_blocker.block():
            status = _status(route, method, member)
        assert status in {403, 404, 405}, (route.name, method, status)
    response = client_of(member.actor).put(route.example())
    assert response.status_code in {403, 404, 405}, (route.name, response.status_code)


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
