"""The map on a page: figures, hidden figures and the table say the same, in both languages, without inline style."""

import pytest
from django.template import Context, Template
from django.utils import translation

pytestmark = pytest.mark.django_db
MAP = Template("{% load places %}{% tilemap values title='Requests' unit='Requests' hidden=hidden link=link %}")


def rendered(lang: str, **context: object) -> str:
    with translation.override(lang):
        return MAP.render(Context({"values": {}, "hidden": [], "link": "", **context}))


def test_figures_on_tiles_and_in_the_table() -> None:
    html = rendered("en", values={"12": 12345, "01": 0, "18": 7}, hidden=["18"])
    assert html.count("12,345") == 2
    assert html.count('class="tile ') == 25
    assert "tile--r3 tile--c2 tile--step5" in html or "tile--r3 tile--c2 tile--step1" in html
    assert ">7<" not in html
    assert "hidden to protect people" in html
    assert "no figure" in html
    assert "style=" not in html


def test_khmer_names_and_digits() -> None:
    html = rendered("km", values={"12": 12})
    assert "ភ្នំពេញ" in html
    assert "១២" in html
    assert "Phnom Penh" not in html


def test_without_figures_it_is_a_menu_of_provinces() -> None:
    html = rendered("en", link="places:detail")
    assert html.count('href="/places/') == 25
    assert "<table" not in html


def test_every_tile_class_is_in_the_sheet() -> None:
    from pathlib import Path

    from rumduol.places import tiles

    sheet = (Path(tiles.__file__).parent / "static" / "places" / "tilemap.css").read_text("utf-8")
    for name in [*(f"tile--step{n}" for n in range(6)), *(f"tile--r{n}" for n in range(6)), "tile--c5", "tile--hidden"]:
        assert f".{name} " in sheet
