"""The map must look like Cambodia: 25 tiles apart, true neighbours next to each other, north above south."""

from rumduol.places.gazetteer import data

PROVINCES = data("provinces")


def test_every_province_has_its_own_tile() -> None:
    tiles = {tuple(entry["tile"]) for entry in PROVINCES.values()}
    assert len(PROVINCES) == len(tiles) == 25
    assert all(0 <= row < 6 and 0 <= column < 6 for row, column in tiles)


def test_borders_are_mutual() -> None:
    for code, entry in PROVINCES.items():
        for other in entry["borders"]:
            assert code in PROVINCES[other]["borders"], (code, other)


def test_at_least_nine_in_ten_neighbours_touch_on_the_map() -> None:
    pairs = {tuple(sorted((code, other))) for code, entry in PROVINCES.items() for other in entry["borders"]}
    touching = [
        pair
        for pair in pairs
        if max(abs(a - b) for a, b in zip(PROVINCES[pair[0]]["tile"], PROVINCES[pair[1]]["tile"], strict=True)) == 1
    ]
    assert len(pairs) >= 40
    assert len(touching) / len(pairs) >= 0.9, sorted(pairs - set(touching))


def test_compass() -> None:
    row = {code: entry["tile"][0] for code, entry in PROVINCES.items()}
    column = {code: entry["tile"][1] for code, entry in PROVINCES.items()}
    assert row["13"] < row["06"] < row["12"] < row["21"] < row["23"]  # Preah Vihear ... Kep
    assert column["24"] < column["02"] < column["17"] < column["06"] < column["10"] < column["11"]
