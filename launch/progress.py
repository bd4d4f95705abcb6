"""Say what is happening, while it happens, with how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Trouble(Exception):
    """Something that stops the command; the text says what happened and what to do."""


_aside = False


def aside() -> None:
    """From here on speak on standard error: standard output belongs to the command that is run for the caller."""
    global _aside  # noqa: PLW0603 (one process, one command)
    _aside = True


def _out() -> TextIO:
    return sys.stderr if _aside else sys.stdout


def say(text: str = "") -> None:
    print(text, file=_out(), flush=True)


def tick(name: str, text: str) -> None:
    """Say how far a step has come, where somebody watches."""
    if _out().isatty():
        print(f"\r  {name} ... {text}", end="", file=_out(), flush=True)


@contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Print `name`, then the seconds it took; append to the list to add remarks after them."""
    remarks: list[str] = []
    live = _out().isatty()
    if live:
        print(f"  {name} ...", end="", file=_out(), flush=True)
    started = time.monotonic()
    try:
        yield remarks
    except BaseException:
        print(f"{chr(13) if live else ''}  {name:<44} failed", file=_out(), flush=True)
        raise
    took = time.monotonic() - started
    note = f"  ({'; '.join(remarks)})" if remarks else ""
    print(f"{chr(13) if live else ''}  {name:<44} {took:6.1f} s{note}", file=_out(), flush=True)
