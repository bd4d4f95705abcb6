"""What others published: kept as printed, taken in once, never changed, shown beside our own."""

import gzip
import io
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from rumduol.elsewhere import dol, glotip, queries
from rumduol.elsewhere.models import Figure, Suggestion
from rumduol.elsewhere.types import Row, number_of
from rumduol.reports.asked import asked
from rumduol.reports.composing import Request
from rumduol.reports.making import files
from rumduol.shared.layouts import BadRow, NotThisFile

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "real"
HEAD = (
    "Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source\n"
)
LINE = "KHM,Cambodia,Asia,South-eastern Asia,{figure},Total,Total,Total,Total,{year},Counts,{text},GLOTIP\n"
XML = "<Country><Name>{name}</Name><Enforcements><Labor_Inspections>{text}</Labor_Inspections></Enforcements></Country>"


def glotip_file(tmp_path, *values):
    path = tmp_path / "glotip.csv.gz"
    lines = [LINE.format(figure="Detected trafficking victims", year=year, text=text) for year, text in values]
    path.write_bytes(gzip.compress((HEAD + "".join(lines)).encode()))
    return path


def test_less_than_five_stays_less_than_five(tmp_path):
    call_command("import_published", "glotip", glotip_file(tmp_path, (2019, '"1,456"'), (2020, "<5")))
    assert [(one.year, one.text) for one in queries.beside("victims")] == [(2019, "1,456"), (2020, "<5")]
    assert list(Figure.objects.order_by("year").values_list("number", flat=True)) == [1456, None]
    assert queries.beside("referrals") == []


def test_the_same_file_twice_is_one(tmp_path, capsys):
    path = glotip_file(tmp_path, (2019, "7"))
    call_command("import_published", "glotip", path)
    call_command("import_published", "glotip", path)
    assert "taken in before" in capsys.readouterr().out
    assert Figure.objects.count() == 1


def test_bad_rows_are_named_by_their_line_and_the_rest_goes_on():
    bad = LINE.format(figure="x", year="20x9", text="3")
    short = "KHM,Cambodia\n"
    found = list(
        glotip.read(
            [
                HEAD,
                bad,
                short,
                LINE.format(figure="x", year=2019, text=""),
                LINE.format(figure="x", year=2019, text="3"),
            ]
        )
    )
    assert [(one.line, one.reason.split(":")[0]) for one in found if isinstance(one, BadRow)] == [
        (2, "Year"), (3, "2 columns instead of 13"), (4, "txtVALUE is empty"),
    ]  # fmt: skip
    assert [one.number for one in found if isinstance(one, Row)] == [3]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7,123", 7123),
        ("0", 0),
        ("<5", None),
        ("Unknown", None),
        ("$100,000", None),
        ("61,112,019", None),
        ("1,2", None),
    ],
)
def test_what_counts_as_a_number(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize(
    "stored", [b"", b"<a/>", b"<Country><Name>X</Name><Enforcements/></Country>", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>']
)
def test_another_xml_is_refused(stored):
    with pytest.raises(NotThisFile):
        list(dol.read(stored, 2019))


def test_a_wrong_header_and_a_damaged_file_take_nothing_in(tmp_path):
    for content in (b"a,b\n1,2\n", b"", HEAD.replace("Country", "Year").encode(), b"\x1f\x8bdamaged"):
        path = tmp_path / "x.csv"
        path.write_bytes(content)
        with pytest.raises(CommandError, match="Nothing was taken in"):
            call_command("import_published", "glotip", path)
    path = tmp_path / "cambodia.xml"
    path.write_text(XML.format(name="Cambodia", text="7"))
    with pytest.raises(CommandError, match="--year"):
        call_command("import_published", "dol", path)
    call_command("import_published", "dol", path, year=2017)
    assert [(one.year, one.text) for one in queries.beside("inspections")] == [(2017, "7")]


def test_nobody_changes_it_afterwards(tmp_path):
    call_command("import_published", "glotip", glotip_file(tmp_path, (2019, "7")))
    for sql in ("update elsewhere_figure set text = '8'", "delete from elsewhere_figure", "delete from elsewhere_file"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_real_xml_of_five_years():
    if not REAL.is_dir():
        pytest.skip("the published files lie beside the checkout (../shared/data/real) and are not there")
    for year in range(2016, 2021):
        call_command("import_published", "dol", REAL / f"cambodia_{year}.xml")
    printed = {one.year: one.text for one in queries.beside("inspections")}
    assert printed[2019] == "7,123"
    assert sorted(printed) == [2016, 2017, 2018, 2019, 2020]
    assert {one.text for one in queries.beside("child_labour_convictions")} >= {"Unknown"}


ACTIONS = (
    "<Country><Name>Cambodia</Name><Enforcements><Labor_Inspections>7</Labor_Inspections></Enforcements>"
    "<Suggested_Actions><Legal_Framework><Action><Name>Raise the {what} age.</Name></Action></Legal_Framework>"
    "<Enforcement><Action><Name>Inspect more.</Name></Action><Action><Name>Train inspectors.</Name></Action></Enforcement>"
    "</Suggested_Actions></Country>"
)


def test_table_11_tells_what_the_newest_report_asks_for_word_by_word(tmp_path):
    for year, what in ((2019, "school"), (2020, "work")):
        path = tmp_path / f"cambodia_{year}.xml"
        path.write_text(ACTIONS.format(what=what))
        call_command("import_published", "dol", path)
    assert [(one.area, one.text) for one in queries.suggested(2026)] == [
        ("Legal_Framework", "Raise the work age."), ("Enforcement", "Inspect more."), ("Enforcement", "Train inspectors."),
    ]  # fmt: skip
    assert queries.suggested(2019)[0].text == "Raise the school age."
    assert queries.suggested(2018) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Suggestion.objects.all().delete()
    for lang in ("km", "en"):
        pages = dict(files(Request(asked()["dol11"], 2026, lang), []))
        assert b"Train inspectors." in pages["html"]
        assert pages["pdf"].startswith(b"%PDF")
        book = openpyxl.load_workbook(io.BytesIO(pages["xlsx"]))
        assert any(cell.value == "Inspect more." for sheet in book for row in sheet.iter_rows() for cell in row)
