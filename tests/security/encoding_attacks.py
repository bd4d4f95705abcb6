"""Three attacks on encodings by somebody who has everything but the secret: the very list in plain text, in another order.

Sources: frequency alignment (Niedermeyer, Steinmetzer, Kroll, Schnell 2014), pattern mining (Christen, Vidanage, Ranbaduge, Schnell
2018), similarity graphs (Vidanage, Christen, Ranbaduge, Schnell 2020). Each returns guesses: for each encoded line the
position of the plain line it is said to be, or -1.
"""

from collections import Counter

import numpy as np

from rumduol.encoding.tokens import tokens_of


def ranked(values):
    """Values from the most to the least frequent."""
    return [value for value, _count in Counter(values).most_common()]


def by_frequency(columns, plain_columns):
    """For each column of values the share of lines that get their right plain value by equal rank of frequency; a line
    is re-identified when it gets all of them right. `columns` and `plain_columns` are in the same order of people."""
    right = np.ones(len(columns[0]), bool)
    for values, plain in zip(columns, plain_columns, strict=True):
        said = dict(zip(ranked(values), ranked(plain), strict=False))
        right &= np.array([said.get(value) == truth for value, truth in zip(values, plain, strict=True)])
    return float(right.mean())


def patterns(bits, *, alike=0.5, fewest=4):
    """Groups of bit columns that are set together far more often than by chance: each betrays a frequent token."""
    x = bits.astype(np.float32)
    x -= x.mean(axis=0)
    x /= np.maximum(x.std(axis=0), 1e-6)
    together = x.T @ x / len(x)
    np.fill_diagonal(together, 0)
    free = np.ones(len(together), bool)
    found = []
    for column in np.argsort(-(together > alike).sum(axis=1)):
        group = np.flatnonzero((together[column] > alike) & free)
        if free[column] and len(group) + 1 >= fewest:
            found.append(np.append(group, column))
            free[found[-1]] = False
    return found


def by_patterns(bits, plain_tokens):
    """Guesses: patterns are aligned with tokens by how many people show them; then each line is said to be the plain
    line with the nearest set of the tokens found."""
    found = patterns(bits)
    if not found:
        return np.full(len(bits), -1)
    shown = np.array([bits[:, group].mean(axis=1) > 0.9 for group in found]).T
    counts = Counter(token for tokens in plain_tokens for token in set(tokens))
    tokens, totals = zip(*counts.most_common(), strict=True)
    totals = np.array(totals)
    said, used = [], set()
    for column in np.argsort(-shown.sum(axis=0)):
        near = next(i for i in np.argsort(np.abs(totals - shown[:, column].sum()), kind="stable") if i not in used)
        used.add(near)
        said.append((column, tokens[near]))
    plain = np.array([[token in set(mine) for _column, token in said] for mine in plain_tokens], np.float32)
    seen = shown[:, [column for column, _token in said]].astype(np.float32)
    agree = seen @ plain.T + (1 - seen) @ (1 - plain).T
    return unique_best(agree)


def unique_best(agree):
    """The best partner of each row, or -1 where several are equally good."""
    best = agree.max(axis=1, keepdims=True)
    alone = (agree == best).sum(axis=1) == 1
    return np.where(alone, agree.argmax(axis=1), -1)


def by_graph(encoded, plain, *, neighbours=12):
    """Guesses: each node of the graph of likeness is described by its nearest neighbours' likeness and by how near
    these are to each other; descriptions are matched, nearest first, one to one. `encoded`, `plain`: lists of square matrices."""
    here = np.concatenate([described(matrix, neighbours) for matrix in encoded], axis=1)
    there = np.concatenate([described(matrix, neighbours) for matrix in plain], axis=1)
    scale = there.std(axis=0) + 1e-9
    here = (here - here.mean(axis=0)) / (here.std(axis=0) + 1e-9)
    there = (there - there.mean(axis=0)) / scale
    distance = (here**2).sum(axis=1)[:, None] + (there**2).sum(axis=1)[None, :] - 2 * here @ there.T
    guess = np.full(len(here), -1)
    taken = np.zeros(len(there), bool)
    for flat in np.argsort(distance, axis=None):
        row, column = divmod(int(flat), len(there))
        if guess[row] < 0 and not taken[column]:
            guess[row], taken[column] = column, True
    return guess


def described(likeness, neighbours):
    matrix = likeness.copy()
    np.fill_diagonal(matrix, -1)
    order = np.argsort(-matrix, axis=1)[:, :neighbours]
    top = np.take_along_axis(matrix, order, axis=1)
    among = np.array([np.sort(matrix[np.ix_(near, near)][np.triu_indices(neighbours, 1)])[::-1][:10] for near in order])
    matrix[matrix < 0] = 0
    whole = np.stack([matrix.mean(axis=1), matrix.std(axis=1), np.quantile(matrix, 0.9, axis=1)], axis=1)
    return np.concatenate([top, among, whole], axis=1)


def plain_likeness(people):
    """What the attacker computes from the plain list by our own published rules: weighted Jaccard of each facet, and the
    product for each pair of facets."""
    facets = []
    for facet in range(3):
        sets = [tokens_of(person)[facet] for person in people]
        names = {token: i for i, token in enumerate(sorted({token for mine in sets for token in mine}))}
        weights = np.zeros((len(people), len(names)), np.float32)
        for row, mine in enumerate(sets):
            for token, weight in mine.items():
                weights[row, names[token]] = weight
        # tokens keep their weight from person to person, so the smaller of two weights is one of them or nothing
        shared = np.sqrt(weights) @ np.sqrt(weights).T
        total = weights.sum(axis=1)
        facets.append(shared / np.maximum(total[:, None] + total[None, :] - shared, 1e-9))
    return [facets[0] * facets[1], facets[0] * facets[2], facets[1] * facets[2]]
