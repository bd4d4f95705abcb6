"""Protecting a table beside everything that is public already: other tables of the same people, and earlier states of
the same table. Subtracting, adding up or comparing must give nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.audit import audit, audit_insiders
from rumduol.release.disclosure.primary import AmountRule, Amounts, sensitive, small_counts
from rumduol.release.disclosure.problem import CannotProtect, Change, Needs, Problem, Protection
from rumduol.release.disclosure.protection import protect_cells
from rumduol.release.disclosure.relations import Sums
from rumduol.release.disclosure.tables import CountTable, Key
from rumduol.release.types import Why

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
ROUNDS = 12  # of hiding and auditing; each adds cells, and in practice the second is clean
MOST_FOR_INSIDERS = 400  # hidden cells; in larger tables insiders are kept out by the elimination alone
Wholes = Mapping[str, Mapping[str, Sequence[Sequence[str]]]]  # axis -> node -> the sets of nodes that it is the sum of
ENDLESS = np.iinfo(np.int64).max // 4
FINEST_STEP = 10**6  # amounts are looked at in steps of a millionth of the whole


@dataclass(frozen=True)
class Public:
    """A release that everybody has: its numbers as they were, and which of its cells it hid (shape of its numbers)."""

    exact: CountTable
    hidden: Mask


@dataclass(frozen=True)
class Hiding:
    """What is hidden of a table (arrays of its shape, margins included), why, and the proof: two numbers, `low` and
    `high`, that each hidden cell can be. `rounds`: of hiding and auditing."""

    hidden: Mask
    why: dict[tuple[int, ...], Why]
    low: Numbers
    high: Numbers
    rounds: int


class CannotHide(Exception):
    """Earlier releases give these cells away, whatever is hidden now. `cells`: what they count."""

    def __init__(self, cells: Iterable[Key]) -> None:
        self.cells = tuple(cells)
        super().__init__(f"{len(self.cells)} cells follow from what is already public")


def protect_counts(
    table: CountTable,
    *,
    threshold: int,
    width: int | None = None,
    earlier: Iterable[Public] = (),
    insiders: bool = True,
    wholes: Wholes | None = None,
) -> Hiding:
    """Hide the counts of 1 to threshold - 1 and what would give them away.

    `width`: how far a small count must be able to move (default threshold - 1, so that 1 could as well be the threshold).
    A reader is taken to know that hidden cells are at least 1, because zeros are shown. `insiders`: protect small counts
    from a person who knows that she is the only one in a cell of 1. `wholes`: which values of an axis are the sum of which
    others, although no one table has both; tables of several levels are then solved together. Raises CannotHide.
    """
    room = threshold - 1 if width is None else width
    return _Linked(
        table, threshold=threshold, width=room, earlier=list(earlier), insiders=insiders, wholes=wholes or {}
    ).hide()


def protect_amounts(amounts: Amounts, rule: AmountRule) -> Hiding:
    """Hide the sums of money that give somebody away, and what would give them away in turn.

    A reader is taken to know that no amount is negative; a sole contributor knows her own cell. `low` and `high` are
    good to a millionth of the whole. Raises CannotHide.
    """
    table = amounts.table
    found, room = sensitive(amounts, rule)
    step = max(1, int(table.finest.sum()) // FINEST_STEP)
    coarse = CountTable(table.axes, np.where(table.finest > 0, np.maximum(1, table.finest // step), 0))
    numbers, must = coarse.numbers.ravel(), found.ravel()
    up = -(-room.ravel() // step)
    problem = Problem(
        numbers=numbers,
        sums=coarse.sums,
        known=numbers == 0,
        must=must,
        least=0,
        needs=Needs(up, np.minimum(up, numbers), np.where(must, 0, 1)),
        price=np.log1p(numbers),
        insiders=(amounts.contributors.ravel() == 1),
    )
    try:
        done, rounds = _until_clean(problem)
    except CannotProtect as error:
        keys = table.keys()
        raise CannotHide(keys[cell] for cell in error.cells) from error
    shape = table.shape
    why = {
        tuple(int(at) for at in np.unravel_index(cell, shape)): Why.SMALL if must[cell] else Why.PROTECTS
        for cell in np.flatnonzero(done.hidden)
    }
    low, high = (table.numbers.ravel() + (ends - numbers) * step for ends in (done.low, done.high))
    return Hiding(done.hidden.reshape(shape), why, low.reshape(shape), high.reshape(shape), rounds)


def _until_clean(problem: Problem) -> tuple[Protection, int]:
    """Hide, let the auditor look, hide more where she finds something; until she finds nothing.

    What an insider computes although all that can be hidden is hidden was given away by an earlier release.
    """
    for rounds in range(1, ROUNDS + 1):
        done = protect_cells(problem)
        outside, inside = unsafe_cells(problem, done)
        unsafe = np.union1d(outside, inside)
        if not len(unsafe):
            return done, rounds
        further = {cell for one in unsafe.tolist() for cell in _cheapest_near(one, problem, done)}
        if not further:
            if len(outside):
                raise CannotProtect(outside.tolist())
            return done, rounds
        must = problem.must.copy()
        must[list(further)] = True
        problem = replace(problem, must=must)
    raise CannotProtect(unsafe.tolist())


def _cheapest_near(cell: int, problem: Problem, done: Protection) -> list[int]:
    """The cheapest cell that could be hidden in a sum of this one, or of what is hidden with it; none if there is none."""
    near, looked = {cell}, set[int]()
    while near:
        looked |= near
        line_mates = {c for line in problem.sums.lines if not near.isdisjoint(line) for c in line}
        shown = [c for c in line_mates if not (done.hidden[c] or problem.known[c] or problem.open_elsewhere[c])]
        if shown:
            return [min(shown, key=lambda c: (problem.price[c], problem.numbers[c], c))]
        near = {c for c in line_mates if not problem.known[c]} - looked
    return []


def unsafe_cells(problem: Problem, done: Protection) -> tuple[Numbers, Numbers]:
    """Hidden cells that the audit sees narrower than they need, and those that somebody inside another cell computes."""
    hidden = done.hidden | problem.open_elsewhere
    published = np.where(hidden, np.nan, problem.numbers.astype(float))
    needs, numbers = problem.needs, problem.numbers
    enough = np.where((needs.up > 0) | (needs.down > 0), ENDLESS, needs.width)
    seen = audit(published, problem.sums, least=problem.least, enough=enough)
    at = seen.hidden
    short = seen.high - seen.low < needs.width[at]
    short |= (needs.up[at] > 0) & (seen.high < numbers[at] + needs.up[at])
    short |= (needs.down[at] > 0) & (seen.low > numbers[at] - needs.down[at])
    if hidden.sum() > MOST_FOR_INSIDERS:
        return at[short], np.zeros(0, np.int64)
    inside = audit_insiders(
        published,
        problem.sums,
        truth=numbers,
        insiders=problem.insiders & hidden,
        guarded=hidden & (needs.width + needs.up > 1),
        least=problem.least,
    )
    return at[short], np.array(sorted({cell for _, cell in inside}), np.int64)


class _Linked:
    """A table and the public ones as one system of cells, numbered by what they count: the order of rows changes nothing."""

    def __init__(
        self, table: CountTable, *, threshold: int, width: int, earlier: list[Public], insiders: bool, wholes: Wholes
    ) -> None:
        self.table, self.threshold, self.width, self.with_insiders = table, threshold, width, insiders
        self.own_keys = table.keys()
        self.own = dict(zip(self.own_keys, table.numbers.ravel().tolist(), strict=True))
        small = small_counts(table.numbers.ravel(), threshold)
        self.why = {key: Why.SMALL for key, is_small in zip(self.own_keys, small, strict=True) if is_small}
        self.truth = dict(self.own)
        self.lines = _lines(table)
        self.public: set[Key] = set()
        self.elsewhere: set[Key] = set()
        self.past: list[tuple[dict[Key, int], set[Key]]] = []
        for release in earlier:
            self._remember(release)
        if earlier:
            self.lines |= set(self._between_levels(wholes))

    def _between_levels(self, wholes: Wholes) -> Iterator[tuple[Key, ...]]:
        """Sums of which one table has the whole and another the parts, where both were counted on the same facts."""
        for key in self.truth:
            for axis, node in key:
                for parts in wholes.get(axis, {}).get(node, ()):
                    line = (key, *(key - {(axis, node)} | {(axis, part)} for part in parts))
                    if all(part in self.truth for part in line) and self.truth[key] == sum(
                        self.truth[part] for part in line[1:]
                    ):
                        yield line

    def _remember(self, release: Public) -> None:
        keys = release.exact.keys()
        was = dict(zip(keys, release.exact.numbers.ravel().tolist(), strict=True))
        hidden = {key for key, is_hidden in zip(keys, release.hidden.ravel(), strict=True) if is_hidden}
        shared = was.keys() & self.own.keys()
        for key in shared:
            now = self.own[key]
            if key in hidden:
                if now:
                    self.why.setdefault(key, Why.EARLIER)
            elif was[key] == now:
                self.public.add(key)
            elif abs(now - was[key]) < self.threshold and now:
                self.why.setdefault(key, Why.CHANGE)
        if all(was[key] == self.own[key] for key in shared):
            self.truth = was | self.truth
            self.lines |= _lines(release.exact)
            self.public |= was.keys() - hidden
            self.elsewhere |= hidden - self.own.keys()
        else:
            self.past.append(({key: self.own[key] - was[key] for key in shared}, hidden & shared))

    def hide(self) -> Hiding:
        keys = sorted(self.truth, key=lambda key: (-len(key), sorted(key)))
        self.place = {key: at for at, key in enumerate(keys)}
        problem = self._problem(keys)
        try:
            done, rounds = _until_clean(problem)
        except CannotProtect as error:
            raise CannotHide(keys[cell] for cell in error.cells) from error
        shape = self.table.shape
        at = np.array([self.place[key] for key in self.own_keys])
        why = {
            tuple(int(part) for part in np.unravel_index(number, shape)): self.why.get(key, Why.PROTECTS)
            for number, key in enumerate(self.own_keys)
            if done.hidden[self.place[key]] or key in self.why
        }
        hidden = np.zeros(shape, bool)
        for cell in why:
            hidden[cell] = True
        return Hiding(hidden, why, done.low[at].reshape(shape), done.high[at].reshape(shape), rounds)

    def _mask(self, keys: Iterable[Key]) -> Mask:
        found = np.zeros(len(self.place), bool)
        found[[self.place[key] for key in keys]] = True
        return found

    def _problem(self, keys: list[Key]) -> Problem:
        numbers = np.array([self.truth[key] for key in keys], np.int64)
        elsewhere = self._mask(self.elsewhere - self.public)
        own = self._mask(self.own)
        known = (self._mask(self.public) | (own & (numbers == 0)) | ~(own | elsewhere)) & ~elsewhere
        must = self._mask(self.why) & ~known
        small = (numbers > 0) & (numbers < self.threshold)
        zero = np.zeros(len(keys), np.int64)
        return Problem(
            numbers=numbers,
            sums=_sums(self.lines, self.place),
            known=known,
            must=must,
            least=1,
            needs=Needs(zero, zero, np.where(small, max(1, self.width), 1)),
            price=np.array([1.0 + len(self.table.axes) - min(len(key), len(self.table.axes)) for key in keys]),
            insiders=(numbers == 1) & (must | elsewhere) if self.with_insiders else zero.astype(bool),
            fixed_open=elsewhere,
            changes=tuple(self._change(difference, then, known) for difference, then in self.past),
        )

    def _change(self, difference: dict[Key, int], then: set[Key], known: Mask) -> Change:
        numbers = np.zeros(len(self.place), np.int64)
        for key, change in difference.items():
            numbers[self.place[key]] = change
        shared, hidden_then = self._mask(difference), self._mask(then)
        open_ = (hidden_then | ~known) & shared
        small = open_ & (numbers != 0) & (np.abs(numbers) < self.threshold)
        lines = {line for line in self.lines if difference.keys() >= set(line)}
        return Change(numbers, _sums(lines, self.place), open_, hidden_then, small)


def _lines(table: CountTable) -> set[tuple[Key, ...]]:
    keys = table.keys()
    found = ((keys[line[0]], *(keys[part] for part in line[1:])) for line in table.sums.lines)
    return {line for line in found if set(line[1:]) != {line[0]}}


def _sums(lines: Iterable[tuple[Key, ...]], place: dict[Key, int]) -> Sums:
    numbered = {(place[line[0]], *sorted(place[part] for part in line[1:])) for line in lines}
    return Sums.from_lines(sorted(numbered))
