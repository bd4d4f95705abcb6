"""Every route of the site, from the URL resolver itself."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rumduol.access.enums import Permission

# A value for each converter; records that do not exist.
EXAMPLES: dict[str, Any] = {
    "UUIDConverter": uuid.UUID("0" * 31 + "1"),
    "StringConverter": "x",
    "SlugConverter": "x",
    "IntConverter": 999999,
    "PathConverter": "x",
}

# Named groups of regular expressions have no converter to ask.
NAMED: dict[str, Any] = {"code": "01"}


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    permission: Permission | None
    public: bool
    methods: tuple[str, ...]
    arguments: tuple[tuple[str, Any], ...]

    @property
    def takes_record(self) -> bool:
        """Whether the address names a record by its id."""
        return any(isinstance(value, uuid.UUID) for _name, value in self.arguments)

    def example(self, **own: Any) -> str:
        """An address of this route; `own` gives real arguments."""
        return reverse(self.name, kwargs={**dict(self.arguments), **own})


def routes() -> Iterator[Route]:
    """Named routes of all rooms; the API (one prefix) is checked by its own matrix."""
    yield from _walk(get_resolver(), "", {})


def _walk(resolver: URLResolver, prefix: str, outer: dict[str, Any]) -> Iterator[Route]:
    """`outer` holds the arguments of the prefixes above: those of `<lang>/` are named groups, not converters."""
    for pattern in resolver.url_patterns:
        groups = getattr(getattr(pattern.pattern, "regex", None), "groupindex", {})
        inner = {**outer, **dict.fromkeys(groups), **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            if pattern.namespace and pattern.namespace.startswith("api"):
                continue
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern, space, inner)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            given = set(pattern.default_args)
            arguments = tuple(
                (name, _example(name, converter)) for name, converter in inner.items() if name not in given
            )
            yield Route(
                f"{prefix}{pattern.name}", getattr(view, "permission", None), bool(getattr(view, "public", False)),
                tuple(getattr(view, "methods", ("GET",))), arguments,
            )  # fmt: skip


def _example(name: str, converter: Any) -> Any:
    if converter is None and name in NAMED:
        return NAMED[name]
    kind = type(converter).__name__
    if kind in EXAMPLES:
        return EXAMPLES[kind]
    return getattr(converter, "example", "km")
