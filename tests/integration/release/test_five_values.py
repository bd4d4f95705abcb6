"""Suppressed, zero, unknown, not collected, not applicable: five marks that nobody takes for one another, by every way out.

One table holds all five and a number. It is read back from each page, file and answer, and each document is composed of
releases that hold them: a reader, or a reader's program, always learns which of the five it is.
"""

import csv
import io
import json
import shutil
import subprocess
from collections import defaultdict
from datetime import date
from itertools import cycle, islice, product
from types import SimpleNamespace
from uuid import uuid4

import openpyxl
import pytest
from django.utils.translation import override
from lxml import html as lxml_html

from rumduol.agencies.enums import Role
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind as FactKind
from rumduol.facts.types import Period
from rumduol.indicators.breakdowns import BREAKDOWNS
from rumduol.indicators.queries import indicator
from rumduol.indicators.showing import labels_of
from rumduol.indicators.types import TOTAL
from rumduol.release import actions, queries
from rumduol.release.datasets import FORMATS
from rumduol.release.disclosure.kinds import Kind
from rumduol.release.formats.dataset import Axis, Dataset, Observation
from rumduol.release.types import NoNumber
from rumduol.reports import markup, typesetting, workbook
from rumduol.reports.asked import asked
from rumduol.reports.composing import Request, compose
from rumduol.reports.document import Grid
from rumduol.reports.shelf import Shelf, Told
from rumduol.shared.dates import PartialDate
from tests.nation import link_chain_now

pytestmark = pytest.mark.django_db
FIVE = (Kind.SUPPRESSED, Kind.ZERO, Kind.UNKNOWN, Kind.NOT_COLLECTED, Kind.NOT_APPLICABLE)
COUNTED = {
    ("child", "trafficking"): 3, ("child", "child_trafficking"): 40, ("child", "unknown"): 9,
    ("adult", ""): 30, ("unknown", "unknown"): 12,
}  # fmt: skip


@pytest.fixture(scope="module")
def release(ground):
    """Of the grown-up nobody was asked, of those of no known age nobody knows; an adult is no trafficked child."""
    for (age, palermo), number in COUNTED.items():
        facts.write(
            kind=FactKind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 1), sex="female", age_band=age,
            palermo=palermo, place="1801", outcome="identified", form="labour", count=number,
        )  # fmt: skip
    drafter, approver = (
        next(key for key in ground.members if key[1] == role) for role in (Role.STATISTICIAN, Role.RELEASE_APPROVER)
    )
    with ground.acting(*drafter):
        by = ground.members[drafter].actor
        made = actions.draft_release(
            indicator="victims", period=Period.year(2026), breakdowns=["age", "palermo"], by=by
        )
        actions.send_to_check(release_id=made.id, by=by)
    with ground.acting(*approver):
        made = actions.publish(release_id=made.id, by=ground.members[approver].actor)
    link_chain_now()
    kinds = {
        place: cell.kind if isinstance(cell, NoNumber) else Kind.NUMBER if cell else Kind.ZERO
        for place, cell in queries.shown_of(made).cells.items()
    }
    return SimpleNamespace(number=made.number, kinds=kinds)


def of_page(client, number, lang):
    """By the words of its row and column: the breakdown with fewer values runs across."""
    page = lxml_html.fromstring(client.get(f"/{lang}/figures/{number}/").content)
    (table,) = page.xpath("(//table[contains(@class, 'figures-table')])[1]")
    heads = [head.text_content().strip() for head in table.xpath("./thead//th")][1:]
    shown = {}
    for row in table.xpath("./tbody/tr"):
        name = row.xpath("string(./th)").strip()
        for head, cell in zip(heads, row.xpath("./td"), strict=True):
            shown[name, head] = cell.text_content().strip()
    legend = {
        one.xpath("string(dt)").strip(): one.xpath("string(dd)").strip()
        for one in page.xpath("//dl[@class='marks']/div")
    }
    assert {"u", "..", "–"} <= set(legend)
    assert len(set(legend.values())) == len(legend), "each mark means something else"
    with override(lang):
        words = labels_of(indicator("victims"))
        named = {place: [words(name, code).strip() for name, code in zip(BY, place, strict=True)] for place in inner()}
    return {place: shown[tuple(reversed(said))] for place, said in named.items() if tuple(reversed(said)) in shown}


def inner():
    """Places that are no totals."""
    return product(*(BREAKDOWNS[name].dimension.values for name in BY))


def of_rows(text, codes, *marks):
    return {
        tuple({"_T": TOTAL}.get(row[code], row[code]) for code in codes): tuple(row[mark] for mark in marks)
        for row in csv.DictReader(io.StringIO(text))
        if all(row[code] for code in codes)
    }


def file(client, number, kind):
    return client.get(f"/en/figures/{number}/{kind}/").content


def of_jsonstat(stored):
    cube = json.loads(stored)
    index = [cube["dimension"][name]["category"]["index"] for name in cube["id"]]
    return {
        place[:2]: (cube["value"][at], cube["status"].get(str(at), "A")) for at, place in enumerate(product(*index))
    }


def of_xlsx(stored):
    rows = openpyxl.load_workbook(io.BytesIO(stored)).worksheets[1].iter_rows(min_row=2, values_only=True)
    return {(row[0], row[2]): row[4:7] for row in rows}


def of_api(client, number):
    return {
        tuple(cell["at"]): (cell["kind"], cell["number"], cell["obs_status"])
        for cell in client.get(f"/api/open/releases/{number}").json()["cells"]
    }


BY = ("age", "palermo")
UPPER = ("AGE", "PALERMO")
OURS = ("rumduol_code_age", "rumduol_code_palermo")
WAYS = {
    **{f"page {lang}": lambda c, n, lang=lang: of_page(c, n, lang) for lang in ("km", "en", "vi", "th", "zh-hans")},
    "csv": lambda c, n: of_rows(file(c, n, "csv").decode("utf-8-sig"), BY, "number"),
    "csv status": lambda c, n: of_rows(file(c, n, "csv").decode("utf-8-sig"), BY, "status"),
    "xlsx": lambda c, n: of_xlsx(file(c, n, "xlsx")),
    "jsonstat": lambda c, n: of_jsonstat(file(c, n, "jsonstat")),
    "sdmx": lambda c, n: of_rows(file(c, n, "sdmx").decode(), UPPER, "OBS_VALUE", "OBS_STATUS"),
    "htcds": lambda c, n: of_rows(file(c, n, "htcds").decode("utf-8-sig"), OURS, "count", "obs_status"),
    "api": of_api,
}


def told_apart(marks):
    """{kind: every mark it was shown with}: one each for the five, and none for two of them or for a number."""
    assert set(FIVE) <= set(marks)
    assert all(len(marks[kind]) == 1 for kind in FIVE), marks
    assert len({mark for kind in FIVE for mark in marks[kind]}) == len(FIVE), marks
    assert not marks[Kind.NUMBER] & {mark for kind in FIVE for mark in marks[kind]}, marks


@pytest.mark.parametrize("way", WAYS)
def test_one_table_tells_the_five_apart(release, client, way):
    if way == "csv status":
        words = {kind.code for kind in Kind}
        assert {one for (one,) in WAYS[way](client, release.number).values()} == words
        return
    marks = defaultdict(set)
    for place, mark in WAYS[way](client, release.number).items():
        marks[release.kinds[place]].add(mark)
    told_apart(marks)


def test_no_way_out_is_forgotten():
    assert set(FORMATS) == set(WAYS) & set(FORMATS)


# ---- documents ----------------------------------------------------------------------------------------------------

VALUES = {"province": tuple(f"{code:02d}" for code in range(1, 26))}


def shelf_of(report, lang):
    """A release for each line of the report, and for each of its years, in which the kinds follow one another."""
    found: list[Dataset] = []
    last = 2026
    for line, year in product(report.lines, range(last - report.years + 1, last + 1)):
        names = tuple(dict.fromkeys((*line.by, *line.cell)))
        axes = tuple(
            Axis(name, name, tuple((code, code) for code in values_of(name, line))) for name in names or ("sex",)
        )
        kinds = islice(cycle(Kind), len(found) % len(Kind), None)
        cells = {
            place: Observation.of(1_234) if kind is Kind.NUMBER else Observation(kind, 0 if kind is Kind.ZERO else None)
            for place, kind in zip(
                product(*((*(code for code, _words in axis.values), TOTAL) for axis in axes)), kinds, strict=False
            )
        }
        found.append(
            Dataset(
                number=f"R-{year}-{len(found):03d}", sha256="0" * 64, lang=lang, title="", indicator=line.indicator,
                indicator_label=line.indicator, unit="", period=str(year), period_label=str(year), source="",
                published_on=date(2027, 2, 1), address="", axes=axes, cells=cells, notes=(), legend={},
                heads={"total": "total"},
            )
        )  # fmt: skip
    return Shelf(found)


def values_of(name, line):
    return tuple(dict.fromkeys((*VALUES.get(name, ("one", "two", "three")), *filter(None, [line.cell.get(name)]))))


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("code", list(asked()))
def test_each_document_tells_the_five_apart(code, lang):
    report = asked()[code]
    document = compose(Request(report, 2026, lang), shelf_of(report, lang))
    cells = [cell for block in document.blocks if isinstance(block, Grid) for row in block.rows for cell in row.cells]
    words = defaultdict(set)
    for cell in cells:
        words[cell.told].add(cell.text)
    five = [Told(kind.code) for kind in FIVE]
    marks = {told: words[told] for told in (*five, Told.NOT_RELEASED) if words[told]}
    exact = {told: texts for told, texts in marks.items() if told is not Told.ZERO}
    assert set(five) <= set(marks), f"{code} shows only {sorted(marks)}"
    assert all(len(texts) == 1 for texts in exact.values())
    said = [text for texts in marks.values() for text in texts]
    assert len(said) == len(set(said))
    assert not set(said) & {text for told, texts in words.items() if told not in marks for text in texts}
    page = lxml_html.fromstring(markup.html(document).encode())
    on_page = [
        (td.get("class").split()[-1], td.text_content()) for td in page.xpath("//tbody//td[contains(@class, 'n ')]")
    ]
    assert on_page == [(cell.told.value, cell.text) for cell in cells]
    book = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(document)))
    in_book = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row} - {None}
    assert {text for texts in exact.values() for text in texts} <= in_book
    assert 0 in in_book
    source = typesetting.source(document)
    for cell in cells:
        assert f'shown({json.dumps(cell.text, ensure_ascii=False)}, "{cell.told.value}")' in source


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the PDF as another program does")
def test_a_pdf_read_by_another_program_says_the_same_words(tmp_path):
    report = asked()["sdg"]
    document = compose(Request(report, 2026, "en"), shelf_of(report, "en"))
    path = tmp_path / "sdg.pdf"
    path.write_bytes(typesetting.pdf(document))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    tables = text[: text.index("How to read this")]
    assert all(words in tables for words in ("hidden", "not known", "not collected", "does not apply"))
