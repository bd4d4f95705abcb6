"""What does not change while the stories are told is asked once: offices, agencies, public keys.

Within one story also whether somebody is kept out of a record. The walls of the database are asked every time.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from rumduol.access import queries as access
from rumduol.agencies import queries as agencies
from rumduol.directory import queries as directory
from rumduol.vault import keys


def _once(ask: Callable[..., Any], known: dict[Any, Any]) -> Callable[..., Any]:
    def answer(*args: Any) -> Any:
        name = (ask.__name__, *(getattr(arg, "person_id", arg) for arg in args))
        if name not in known:
            known[name] = ask(*args)
        return known[name]

    return answer


@contextmanager
def remembered() -> Iterator[None]:
    """Inside, the questions about offices and keys reach the database once per process."""
    known: dict[Any, Any] = {}
    asked = [(agencies, "office"), (agencies, "agency_of"), (agencies, "answering_office")]
    asked += [(keys, "live_key"), (keys, "live_duty_key")]
    with ExitStack() as stack:
        for room, name in asked:
            stack.enter_context(mock.patch.object(room, name, _once(getattr(room, name), known)))
        yield


@contextmanager
def within_a_story() -> Iterator[None]:
    """Inside, a conflict of interest is asked for once per person and record, and the directory is read once."""
    with (
        mock.patch.object(access, "has_conflict", _once(access.has_conflict, {})),
        mock.patch.object(directory, "search", _once(directory.search, {})),
    ):
        yield
