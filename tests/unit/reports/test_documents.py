"""The files: an accessible PDF, a workbook without formulas, and a page that needs nothing; the same words in each."""

import csv
import io
import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from lxml import html as lxml_html
from openpyxl import load_workbook

from rumduol.reports import markup, typesetting, workbook
from rumduol.reports.asked import asked
from rumduol.reports.composing import Request, compose
from rumduol.reports.document import Grid, Heading, Paragraph
from rumduol.reports.shelf import Shelf, Told
from tests.unit.reports.reports_shelf import released, shelf_datasets

pytestmark = pytest.mark.django_db  # names of provinces
PUBLISHED = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "published"


def document_of(code, lang="en", province=""):
    return compose(Request(asked()[code], 2026, lang, province), Shelf(shelf_datasets(lang)))


def grids(document):
    return [block for block in document.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("code", ["annual", "glotip"])
def test_the_pdf_can_be_read_aloud(code, lang):
    document = document_of(code, lang)
    with pikepdf.open(io.BytesIO(typesetting.pdf(document))) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang).split("-")[0] == lang
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert document.title in metadata["dc:title"]
        found = list(structure(root.StructTreeRoot))
        tags = [str(one.S) for one in found if "/S" in one]
        assert {"/Table", "/TH", "/TD", "/H1"} <= set(tags)
        levels = [int(tag[2]) for tag in tags if tag in {"/H1", "/H2", "/H3"}]
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
        figures = [one for one in found if one.get("/S") == "/Figure"]
        assert bool(figures) == (code == "annual")
        assert all(str(one.Alt).strip() for one in figures)
        heads = [one for one in found if one.get("/S") == "/TH"]
        assert all(str(scope(one)) in {"/Row", "/Column", "/Both"} for one in heads), "a header says what it heads"
        assert all("/TR" in parents(one) and "/Table" in parents(one) for one in heads)
        assert str(next(one for one in found if one.get("/S") == "/H1").get("/S")) == "/H1"
        assert tags.index("/H1") < tags.index("/Table"), "the title is read before the tables"
        pages = [page_of(one, pdf) for one in found if one.get("/S") in {"/H1", "/H2", "/H3", "/Table"}]
        known = [page for page in pages if page is not None]
        assert known == sorted(known), "read in the order of the pages"
        with pdf.open_outline() as outline:
            assert len(outline.root) >= 1, "bookmarks"
        assert all("/Tabs" in page or page.get("/StructParents") is not None for page in pdf.pages)
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
        assert all("NotoSans" in name for name in fonts)


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("checker", ["verapdf", "outloud"])
def test_an_outside_checker_finds_no_error(checker, lang, tmp_path):
    """PDF/UA-1 by somebody else's reading of it, for every document: veraPDF, and outloud (Matterhorn 1.1, from PyPI)."""
    program = os.environ.get(f"RUMDUOL_{checker.upper()}") or shutil.which(checker)
    if program is None:
        pytest.skip(f"{checker} is not installed: put it in the path or name it in RUMDUOL_{checker.upper()}")
    paths = []
    for code in asked():
        paths.append(tmp_path / f"{code}-{lang}.pdf")
        paths[-1].write_bytes(typesetting.pdf(document_of(code, lang)))
    if checker == "verapdf":
        done = subprocess.run(
            [program, "--flavour", "ua1", "--format", "text", *paths], check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout
        assert done.stdout.count("PASS") == len(paths), done.stdout
        return
    done = subprocess.run([program, "--json", "-", *paths], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def scope(head):
    """The /Scope of a table header, in its attributes or in one of them."""
    told = head.get("/A", [])
    for one in told if isinstance(told, pikepdf.Array) else [told]:
        if isinstance(one, pikepdf.Dictionary) and "/Scope" in one:
            return one.Scope
    return None


def parents(one):
    """The tags above an element."""
    found = []
    while (one := one.get("/P")) is not None and "/S" in one:
        found.append(str(one.S))
    return found


def page_of(one, pdf):
    """The number of the page on which an element begins, where it says so."""
    while isinstance(one, pikepdf.Dictionary):
        if "/Pg" in one:
            return next(n for n, page in enumerate(pdf.pages) if page.obj.objgen == one.Pg.objgen)
        kids = one.get("/K", [])
        one = next(iter(kids), None) if isinstance(kids, pikepdf.Array) else kids
    return None


def structure(node):
    """All structure elements below a node."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


def test_the_same_releases_give_the_same_bytes():
    assert typesetting.pdf(document_of("dol6")) == typesetting.pdf(document_of("dol6"))


def test_no_word_of_a_release_runs_in_typst():
    wild = '#panic("run") \\ " ] } $x$ @x <x> `x` //'
    document = document_of("sdg")
    source = typesetting.source(type(document)(**{**vars(document), "title": wild, "blocks": (Paragraph(wild),)}))
    assert typesetting.pdf(type(document)(**{**vars(document), "title": wild, "blocks": (Paragraph(wild),)}))
    assert source.count("#panic") == 2  # inside string literals


def test_not_released_not_collected_and_nought_are_three_things_in_every_file():
    document = document_of("dol6")
    (grid,) = grids(document)
    cells = {row.heads[0]: row.cells for row in grid.rows}
    assert [one.text for one in cells["Labour inspections conducted"]] == ["176", "1,824"]
    assert [one.told for one in cells["Child labour violations found"]] == [Told.ZERO, Told.SUPPRESSED]
    assert [one.text for one in cells["Unannounced inspections conducted"]] == ["No", "Yes"]
    assert [one.text for one in cells["Number of labour inspectors"]] == ["not released"] * 2
    page = lxml_html.fromstring(markup.html(document).encode())
    shown = {row.xpath("string(th)"): row.xpath("td/text()") for row in page.xpath("//tbody/tr")}
    assert shown["Child labour violations found"] == ["0", "hidden"]
    book = load_workbook(io.BytesIO(workbook.xlsx(document)))
    rows = {row[0]: row[1:] for row in book.worksheets[1].iter_rows(min_row=4, values_only=True)}
    assert rows["Child labour violations found"] == (0, "hidden")
    assert rows["Number of labour inspectors"] == ("not released", "not released")
    assert "not collected" in {cell.text for g in grids(document_of("sdg")) for row in g.rows for cell in row.cells}


def test_khmer_has_khmer_words_and_digits():
    cells = {row.heads[0]: row.cells for row in grids(document_of("dol6", "km"))[0].rows}
    assert [one.text for one in cells["អធិការកិច្ចការងារដែលបានធ្វើ"]] == ["១៧៦", "១,៨២៤"]


def test_the_page_of_a_province_shows_its_own_numbers():
    document = document_of("annual", province="04")
    cells = {row.heads[0]: row.cells[0].text for grid in grids(document) for row in grid.rows}
    assert cells["Victims of trafficking found"] == str(3 * 3 % 17 + 5 + 7 * 3 % 13)
    assert cells["Cases received by courts"] == "not released"


def test_a_page_needs_nothing_from_outside_and_no_script():
    page = lxml_html.fromstring(markup.html(document_of("annual", "km")).encode())
    assert not page.xpath("//script | //link | //img | //@src | //@style")
    assert page.xpath("/html/@lang") == ["km"]
    assert all(label.strip() for label in page.xpath("//figure/@aria-label"))


KIND_OF = {"Yes": "yes_no", "No": "yes_no", "Unknown": None, "N/A": None}


@pytest.mark.parametrize(
    ("code", "name"), [("dol6", "dol_table6_labour_enforcement"), ("dol7", "dol_table7_criminal_enforcement")]
)
def test_the_tables_have_the_lines_of_the_published_ones_in_their_order(code, name):
    path = PUBLISHED / f"{name}.csv"
    if not path.is_file():
        pytest.skip("the published tables lie beside the checkout (../shared/data/published) and are not there")
    printed = list(csv.DictReader(path.open(encoding="utf-8")))
    lines = asked()[code].lines
    assert [row["indicator"] for row in printed] == [line.code for line in lines]
    for row, line in zip(printed, lines, strict=True):
        for value in (row["2020"], row["2021"]):
            kind = KIND_OF.get(value, "number")
            assert kind is None or line.kind.value in {kind, "riel" if kind == "number" else kind}, line.code
    (grid,) = grids(document_of(code))
    assert len(grid.rows) == len(printed)


def test_the_first_heading_is_of_the_first_level_where_a_section_has_no_title():
    found = released("R-1", "victims", "2026", ("sex", "age", "form"), counts={("female", "adult", "labour"): 9})
    document = compose(Request(asked()["sdg"], 2026, "en"), Shelf([found]))
    assert next(block.level for block in document.blocks if isinstance(block, Heading)) == 1
    assert typesetting.pdf(document).startswith(b"%PDF")


def test_a_workbook_is_ready_for_paper():
    book = load_workbook(io.BytesIO(workbook.xlsx(document_of("glotip", "km"))))
    for sheet in book.worksheets[1:]:
        assert (sheet.print_title_rows, sheet.freeze_panes[1:]) == ("$3:$3", "4")
        assert sheet.print_area.replace("$", "").endswith(sheet.dimensions)
        assert sheet.page_setup.orientation == ("landscape" if sheet.max_column > 6 else "portrait")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert not sheet.merged_cells.ranges, "a merged cell cannot be sorted"
        for column in sheet.iter_cols(min_row=3, max_row=3):
            assert sheet.column_dimensions[column[0].column_letter].width >= min(60, len(column[0].value))


def test_every_row_on_paper_says_what_it_is_of():
    """A page can begin with any row: a heading that stands in the row above is paler, and is not left out."""
    document = document_of("glotip")
    grid = next(one for one in grids(document) if one.head_columns > 1)
    source = typesetting.source(document)
    first, second = grid.rows[0].heads, grid.rows[1].heads
    assert first[0] == second[0]
    assert f'(("{first[0]}", false),' in source
    assert f'(("{second[0]}", true),' in source
