"""Which lines of a table are the sums of which others.

A label says that a line is a total; where it stands and, between several readings, the numbers say of what. An error
in one cell does not change the reading: it is the reading that holds in the most lines across.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from rumduol.reconcile import labels
from rumduol.reconcile.labels import Total
from rumduol.reconcile.tables import ALL, Line

Evidence = Callable[[int, Sequence[int]], tuple[int, int]]  # places of a total and its parts -> (holds, known)
Levels = tuple[int, ...]
ENOUGH = 0.6  # the share of lines that must hold where the label alone does not say it
LONGEST_SEARCH = 40  # lines; beyond, runs of neighbours are not tried
DEEPEST = 6  # label columns


@dataclass(frozen=True)
class LineSum:
    """`total` and `parts` are places of lines. `twice`: the one part is the same total elsewhere. `part_of`: the one
    part is of the total, and the rest is not printed (women, of all)."""

    total: int
    parts: tuple[int, ...]
    twice: bool = False
    part_of: bool = False


def sums_of(lines: Sequence[Line], evidence: Evidence) -> list[LineSum]:
    """Every sum that the labels of the lines speak of."""
    if not lines:
        return []
    paths = {line.place: marked(line.path) for line in lines}
    groups: dict[tuple[Levels, tuple[object, ...]], list[list[Line]]] = {}
    for levels, group in _groups(lines, paths):
        names = (labels.plain("/".join(line.path[level] for level in levels)) for line in group)
        signature = (*zip(names, (line.section for line in group), strict=True),)
        groups.setdefault((levels, signature), []).append(group)
    found: dict[LineSum, None] = {}
    for (levels, _), alike in groups.items():
        for one in _Group(levels, alike, paths, evidence).sums():
            found.setdefault(one)
    return list(found)


def marked(path: Sequence[str]) -> tuple[str, ...]:
    """The path with ALL for totals. In a line with a total, a blank is the total of that level too."""
    if not any(labels.total(text) > Total.MAYBE for text in path):
        return tuple(path)
    return tuple(ALL if not text or labels.total(text) > Total.MAYBE else text for text in path)


def _fits(path: Sequence[str], fixed: Sequence[tuple[int, str]]) -> tuple[bool, bool]:
    """Whether a line belongs beside a total, and whether by its own label. A blank level ("not broken down") always does."""
    own = all(path[level] == text for level, text in fixed)
    return own or all(path[level] == text or (text == ALL and not path[level]) for level, text in fixed), own


def _groups(lines: Sequence[Line], paths: dict[int, tuple[str, ...]]) -> Iterable[tuple[Levels, list[Line]]]:
    """For each total, the lines that differ from it in the fewest levels: its possible parts, with all totals among them."""
    depth = min(len(lines[0].path), DEEPEST)
    if depth == 1:
        yield (0,), list(lines)
        return
    index: dict[tuple[Levels, tuple[str, ...]], list[Line]] = {}

    def at(levels: Levels, path: Sequence[str]) -> list[Line]:
        """Lines like `path` outside these levels, and all detail or all total in them."""
        fixed = tuple((level, path[level]) for level in range(len(path)) if level not in levels)
        key = (levels, tuple(text for _, text in fixed))
        if key not in index:
            index[key] = [
                line
                for line in lines
                if _fits(paths[line.place], fixed)[0]
                and len({paths[line.place][level] == ALL for level in levels}) == 1
            ]
        return index[key]

    done: set[tuple[Levels, tuple[str, ...]]] = set()
    for line in lines:
        path = paths[line.place]
        totals = [level for level in range(depth) if path[level] == ALL]
        minimal: list[Levels] = []
        for levels in (chosen for size in range(1, len(totals) + 1) for chosen in combinations(totals, size)):
            if any(set(smaller) <= set(levels) for smaller in minimal):
                continue
            group = at(levels, path)
            fixed = tuple((level, path[level]) for level in range(len(path)) if level not in levels)
            if not any(
                paths[one.place][levels[0]] != ALL and _fits(paths[one.place], fixed)[1] and not _blank(one, levels)
                for one in group
            ):
                continue
            minimal.append(levels)
            key = (levels, tuple(text for _, text in fixed))
            if key not in done:
                done.add(key)
                yield levels, group


def _blank(line: Line, levels: Levels) -> bool:
    return not any(line.path[level] for level in levels)


class _Group:
    """Lines in order, some of them totals; `alike` are groups with the same labels, whose numbers speak together."""

    def __init__(
        self, levels: Levels, alike: Sequence[Sequence[Line]], paths: dict[int, tuple[str, ...]], evidence: Evidence
    ) -> None:
        self.alike, self.evidence = alike, evidence
        group = alike[0]
        self.texts = [line.path[levels[0]] for line in group]
        self.kinds = [self._kind(line, levels, paths) for line in group]
        self.sections = [line.section for line in group]
        several = {labels.plain(t) for t, kind in zip(self.texts, self.kinds, strict=True) if kind is Total.PLAIN}
        if len(several) > 1:  # "Total cases", "Total victims": each of something else
            for place, text in enumerate(self.texts):
                if self.kinds[place] is Total.PLAIN and " " in labels.plain(text):
                    self.kinds[place] = Total.MAYBE
        self.usable = [not line.percent and not line.aside for line in group]

    @staticmethod
    def _kind(line: Line, levels: Levels, paths: dict[int, tuple[str, ...]]) -> Total:
        kinds = [labels.total(line.path[level]) for level in levels]
        if paths[line.place][levels[0]] != ALL:
            return kinds[0] if len(line.path) == 1 else Total.NO
        return max(*kinds, Total.SUB) if max(kinds) > Total.MAYBE else Total.PLAIN

    def sums(self) -> list[LineSum]:
        size = range(len(self.kinds))
        maybe = [i for i in size if self.kinds[i] is Total.MAYBE]
        sure = [i for i in size if self.kinds[i] > Total.MAYBE]
        details = [i for i in size if self.usable[i] and i not in sure]
        chosen: dict[int, list[tuple[int, ...]]] = {}
        for i, parts in self._likely(maybe, sure, [d for d in details if d not in maybe]).items():
            chosen[i] = [parts]
            details.remove(i)
        totals = sorted([*sure, *chosen])
        for i in sure:
            if self.usable[i]:
                chosen[i] = self._best(i, totals, details)
        found: list[LineSum] = []
        for i, readings in sorted(chosen.items()):
            for parts in readings:
                found += self._said(i, parts)
        for i, j in combinations(sorted(chosen), 2):
            if chosen[i] and chosen[i] == chosen[j]:
                found += [LineSum(group[j].place, (group[i].place,), twice=True) for group in self.alike]
        return found

    def _said(self, i: int, parts: tuple[int, ...]) -> list[LineSum]:
        if labels.one_sided([self.texts[part] for part in parts]) and self._share(i, parts)[0] == 0:
            return [LineSum(g[i].place, (g[part].place,), part_of=True) for g in self.alike for part in parts]
        return [LineSum(group[i].place, tuple(group[part].place for part in parts)) for group in self.alike]

    def _share(self, i: int, parts: Sequence[int]) -> tuple[int, int]:
        counts = [self.evidence(group[i].place, [group[part].place for part in parts]) for group in self.alike]
        return sum(hits for hits, _ in counts), sum(known for _, known in counts)

    def _likely(self, maybe: Sequence[int], sure: Sequence[int], details: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Lines whose label may be that of a total ("Total Kep", "Cambodia"), where the numbers say that they are."""
        totals = sorted([*maybe, *sure])
        found: dict[int, tuple[int, ...]] = {}
        hits = known = 0
        blocks: dict[int, tuple[int, ...]] = {}
        for i in maybe:
            for parts in self._readings(i, totals, details):
                holds, of = self._share(i, parts)
                if len(parts) > 1 and holds > 1 and holds >= ENOUGH * of:
                    found.setdefault(i, parts)
            if len(block := self._block(i, totals, details, -1)) > 1:
                blocks[i] = block
                holds, of = self._share(i, block)
                hits, known = hits + holds, known + of
        if hits > 1 and hits >= ENOUGH * known:
            found = blocks | found
        return found

    def _best(self, i: int, totals: Sequence[int], details: Sequence[int]) -> list[tuple[int, ...]]:
        """The reading that holds most often; the usual one where none does better; runs of neighbours where none holds."""
        readings = self._readings(i, totals, details)
        if not readings:
            return []
        scores = [self._share(i, parts) for parts in readings]
        best = max(range(len(readings)), key=lambda r: (scores[r][0], -r))
        if len(totals) == 1 and scores[best][0] < 2:
            best = 0  # one line that happens to fit does not unseat the usual reading of the only total
        holds, known = scores[best]
        if known > 1 and holds * 2 < known and (runs := self._runs(i, details)):
            return runs
        return [readings[best]]

    def _runs(self, i: int, details: Sequence[int]) -> list[tuple[int, ...]]:
        """Neighbouring lines that add up to the total more often than not: men and women, and then children and adults.

        Every line must be in one of them. A line left over is rather one that the total forgot.
        """
        if len(details) > LONGEST_SEARCH:
            return []
        found: list[tuple[int, ...]] = []
        start = 0
        while start < len(details) - 1:
            for end in range(len(details), start + 1, -1):
                run = tuple(details[start:end])
                holds, known = self._share(i, run)
                if holds > 1 and holds >= ENOUGH * known:
                    found.append(run)
                    start = end - 1
                    break
            start += 1
        return found if {line for run in found for line in run} == set(details) else []

    def _block(self, i: int, totals: Sequence[int], details: Sequence[int], step: int) -> tuple[int, ...]:
        """The details next to line i, up to the next total or section."""
        block: list[int] = []
        j = i + step
        while 0 <= j < len(self.kinds) and j not in totals and self.sections[j] == self.sections[i]:
            if j in details:
                block.append(j)
            j += step
        return tuple(sorted(block))

    def _readings(self, i: int, totals: Sequence[int], details: Sequence[int]) -> list[tuple[int, ...]]:
        """What the total could be the sum of, the usual reading first."""
        everything = tuple(details)
        back, forth = (self._block(i, totals, details, step) for step in (-1, 1))
        section = tuple(d for d in details if self.sections[d] == self.sections[i])
        wider = [tuple(d for d in details if t < d < i) for t in reversed([t for t in totals if t < i])]
        if self.kinds[i] is Total.GRAND:  # it says itself what it is of; a block it happens to equal is no excuse
            return [everything] if everything else []
        narrow = [back, forth, section, everything]
        wide = [everything, section, back, forth]
        usual = wide if self._is_of_all(i, totals, details) else narrow
        if len(set(self.sections)) > 1 and usual is narrow:
            usual = [section, *narrow] if sum(self.sections[t] == self.sections[i] for t in totals) == 1 else narrow
        return [parts for parts in dict.fromkeys([*usual, *wider]) if parts]

    def _is_of_all(self, i: int, totals: Sequence[int], details: Sequence[int]) -> bool:
        kind = self.kinds[i]
        if kind is Total.GRAND or len(totals) == 1:
            return True
        if kind is not Total.PLAIN:
            return False
        kinds = [self.kinds[t] for t in totals]
        if kinds.count(Total.PLAIN) == 1:
            return Total.GRAND not in kinds
        if len(set(self.sections)) > 1:
            return False
        if len(totals) == 2 and totals[0] == 0 and totals[1] == len(self.kinds) - 1:
            return True
        behind = {t: self._block(t, totals, details, -1) for t in totals}
        others = [t for t in totals if t != i]
        if not behind[i]:
            return i == totals[-1] or all(behind[t] for t in others)
        return False
