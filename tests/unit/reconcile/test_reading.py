"""Files as offices send them: encodings, delimiters, workbooks."""

import io

import openpyxl
import pytest

from rumduol.reconcile.checking import check_table
from rumduol.reconcile.grids import Unusable, address
from rumduol.reconcile.reading import read_bytes, read_folder
from rumduol.reconcile.tables import table_of

RIGHT = "province,male,female,total\nKep,1,2,3\nPailin,4,5,9\nTotal,5,7,12\n"


def mismatches_of(file, content):
    (grid,) = read_bytes(file, content)
    return check_table(table_of(grid))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_encoding_and_delimiter_gives_the_same_table(encoding, delimiter):
    right = RIGHT.replace(",", delimiter)
    assert mismatches_of("a.csv", right.encode(encoding)) == []
    wrong = mismatches_of("a.csv", right.replace(f"Kep{delimiter}1", f"Kep{delimiter}3").encode(encoding))
    assert [(one.relation.target.address, one.difference) for one in wrong] == [("B4", -2), ("D2", -2)]


def test_a_semicolon_table_with_decimal_commas_is_not_cut_at_them():
    (grid,) = read_bytes("a.csv", b"place;km;share\nKep;1,5;2,25\nPailin;2,5;3,75\nTotal;4,0;6,00\n")
    assert len(grid.rows[0]) == 3
    assert check_table(table_of(grid)) == []


def test_the_line_that_excel_puts_first_is_obeyed_and_counted():
    (grid,) = read_bytes("a.csv", b"sep=;\r\nprovince;count\r\nKep;3\r\nTotal;4\r\n")
    (wrong,) = check_table(table_of(grid))
    assert wrong.relation.target.address == "B4"


def test_an_old_windows_encoding_is_said():
    (grid,) = read_bytes("a.csv", "provinç,count\nKep,1\n".encode("cp1252"))
    assert [note.places["encoding"] for note in grid.notes] == ["cp1252"]
    assert grid.rows[0][0].text == "provinç"


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("a.csv", b"province,count\n\x81\x8d,1\n", "bad_bytes"),
        ("a.csv", b"", "empty"),
        ("a.csv", b'a,b\n"x,1\n', "broken_csv"),
        ("a.csv", b"a,b\n1,\x002\n", "not_text"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "other_format"),
        ("a.xlsx", b"PK\x03\x04 no workbook", "not_a_workbook"),
        ("a.xlsx", b"province,count\n", "not_a_workbook"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(file, content, code):
    with pytest.raises(Unusable) as refused:
        read_bytes(file, content)
    assert refused.value.message.code == code
    assert file in refused.value.message.text("en")
    assert file in refused.value.message.text("km")


def workbook(fill):
    book = openpyxl.Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_each_sheet_is_a_table_with_its_own_name():
    def fill(book):
        book.active.title = "Arrests"
        for row in (("province", "count"), ("Kep", 3), ("Total", 3)):
            book.active.append(row)
        other = book.create_sheet("Victims")
        for row in (("province", "count"), ("Kep", 3), ("Total", 4)):
            other.append(row)
        book.create_sheet("empty")

    grids = read_bytes("a.xlsx", workbook(fill))
    assert [grid.name for grid in grids] == ["Arrests", "Victims"]
    assert [len(check_table(table_of(grid))) for grid in grids] == [0, 1]


def test_merged_headings_are_headings_of_all_they_cover():
    def fill(book):
        sheet = book.active
        for row in (
            ("Figures of the year",),
            ("province", "male", None, "female", None, "total"),
            (None, "child", "adult", "child", "adult", None),
            ("Kep", 1, 2, 3, 4, 10),
            ("Pailin", 1, 1, 1, 1, 5),
            ("Total", 2, 3, 4, 5, 15),
        ):
            sheet.append(row)
        for area in ("A1:F1", "A2:A3", "B2:C2", "D2:E2", "F2:F3"):
            sheet.merge_cells(area)

    (grid,) = read_bytes("a.xlsx", workbook(fill))
    table = table_of(grid)
    assert [line.label for line in table.columns] == [
        "male / child",
        "male / adult",
        "female / child",
        "female / adult",
        "total",
    ]
    assert [one.relation.target.address for one in check_table(table)] == ["F5", "F6"]
    assert [one.difference for one in check_table(table)] == [1, 1]


def test_one_number_over_two_rows_is_refused_and_counts_as_unknown():
    def fill(book):
        sheet = book.active
        for row in (("province", "count", "cases"), ("Kep", 7, 1), ("Pailin", None, 2), ("Total", 7, 3)):
            sheet.append(row)
        sheet.merge_cells("B2:B3")

    (grid,) = read_bytes("a.xlsx", workbook(fill))
    table = table_of(grid)
    assert [(one.spot.address, one.why.code) for one in table.refused] == [("B2", "joined"), ("B3", "joined")]
    assert check_table(table) == []


def test_percent_formats_formulas_and_errors_of_a_workbook():
    def fill(book):
        sheet = book.active
        for row in (("province", "count", "share"), ("Kep", 1, 0.25), ("Pailin", 3, 0.75), ("Total", "=B2+B3", 1)):
            sheet.append(row)
        for row in (2, 3, 4):
            sheet.cell(row, 3).number_format = "0.0%"

    (grid,) = read_bytes("a.xlsx", workbook(fill))
    table = table_of(grid)
    assert [(one.spot.address, one.why.code) for one in table.refused] == [("B4", "formula")]
    assert [grid.rows[row][2].text for row in (1, 2, 3)] == ["25.0%", "75.0%", "100.0%"]


def test_a_folder_is_read_whole_and_names_what_it_could_not_read(tmp_path):
    (tmp_path / "a.csv").write_text(RIGHT)
    (tmp_path / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "notes.txt").write_text("not a table")
    (tmp_path / "~$a.xlsx").write_text("what a spreadsheet leaves behind")
    grids, faults = read_folder(tmp_path)
    assert [grid.name for grid in grids] == ["a"]
    assert [fault.message.code for fault in faults] == ["other_format"]


def test_two_files_of_one_name_are_told_apart(tmp_path):
    (tmp_path / "a.csv").write_text(RIGHT)
    (tmp_path / "a.tsv").write_text(RIGHT.replace(",", "\t"))
    assert [grid.name for grid in read_folder(tmp_path)[0]] == ["a.csv", "a.tsv"]


@pytest.mark.parametrize(("place", "said"), [((0, 0), "A1"), ((3, 25), "Z4"), ((9, 26), "AA10"), ((0, 701), "ZZ1")])
def test_addresses_are_those_of_spreadsheets(place, said):
    assert address(*place) == said
