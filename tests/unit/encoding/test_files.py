"""Tables in, encodings out and back; what cannot be read is said in words."""

import csv
import io
import json

import pytest

from rumduol.encoding import exchange
from rumduol.encoding.__main__ import main
from rumduol.encoding.filters import Encoder
from rumduol.encoding.people import BadTable, people_in
from rumduol.encoding.room import NoRoom, check_room
from rumduol.names.__main__ import main as keys_main
from tests.load.invented_lists import two_lists

SECRET = "0123456789abcdef0123456789abcdef"


def save(path, people, header="id,given_name,surname,date_of_birth,sex,address"):
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header + "\n")
        csv.writer(file).writerows((p.id, p.given_name, p.surname, p.date_of_birth, p.sex, p.place) for p in people)
    return path


@pytest.fixture
def files(tmp_path):
    a, b, truth = two_lists(250, seed=61)
    with (tmp_path / "truth.csv").open("w") as file:
        file.write("a,b\n")
        file.writelines(f"{x},{y}\n" for x, y in truth.items())
    (tmp_path / "secret").write_text(SECRET + "\n")
    return tmp_path, save(tmp_path / "a.csv", a), save(tmp_path / "b.csv", b)


def test_two_files_are_linked(files, capsys):
    folder, a, b = files
    assert main(["link", str(a), str(b), "--truth", str(folder / "truth.csv"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["people"] == [250, 250]
    assert answer["true_pairs"] == 125
    assert answer["f1"] >= 0.95
    assert main(["link", str(a), str(b), "--threshold", "0.9"]) == 0
    assert "are on both" in capsys.readouterr().out


def test_encoded_files_are_linked_and_tell_no_names(files, capsys):
    folder, a, b = files
    for table in (a, b):
        assert main(["encode", str(table), "--secret-file", str(folder / "secret")]) == 0
    capsys.readouterr()
    text = (folder / "a.encoded.jsonl").read_text()
    assert not any(
        person.given_name in text or person.place in text for person in people_in(a) if len(person.given_name) > 6
    )
    assert SECRET not in text
    codes = folder / "a.encoded.codes.csv"
    assert codes.stat().st_mode & 0o077 == 0
    assert main(["link", str(folder / "a.encoded.jsonl"), str(folder / "b.encoded.jsonl"), "--json"]) == 0
    assert 115 <= json.loads(capsys.readouterr().out)["pairs"] <= 130


def test_a_wrong_secret_is_detected_and_said(files, capsys):
    folder, a, b = files
    (folder / "other").write_text(SECRET[::-1])
    assert main(["encode", str(a), "--secret-file", str(folder / "secret")]) == 0
    assert main(["encode", str(b), "--secret-file", str(folder / "other")]) == 0
    capsys.readouterr()
    assert main(["link", str(folder / "a.encoded.jsonl"), str(folder / "b.encoded.jsonl"), "--json"]) == 2
    said = capsys.readouterr()
    assert json.loads(said.out)["refused"] == "secret"
    assert "different secrets" in said.err
    (folder / "short").write_text("abc")
    assert main(["encode", str(a), "--secret-file", str(folder / "short")]) == 2
    assert "at least 16" in capsys.readouterr().err


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"version": 1, "shape"', '"version": 9, "shape"', 1),
        lambda text: text.replace('"e": "', '"e": "!', 1),
        lambda text: text + text.splitlines()[1] + "\n",
        lambda text: text.replace("[1024, 1024, 1024]", "[1024, 1024, 7]", 1),
        lambda text: text.replace("[1024, 1024, 1024]", "1024", 1),
    ],
)
def test_a_damaged_file_is_refused(files, capsys, damage):
    folder, a, _b = files
    main(["encode", str(a), "--secret-file", str(folder / "secret")])
    path = folder / "a.encoded.jsonl"
    path.write_text(damage(path.read_text()))
    with pytest.raises(exchange.BadFile):
        exchange.read(path)
    assert main(["link", str(path), str(path)]) == 2


def test_what_is_written_is_read(files):
    folder, a, _b = files
    encoder = Encoder(SECRET.encode())
    out, codes = io.StringIO(), io.StringIO()
    assert exchange.write(people_in(a), encoder, out, codes) == 250
    (folder / "x").write_text(out.getvalue())
    back, direct = exchange.read(folder / "x"), encoder.encode(people_in(a))
    of = {row["code"]: row["id"] for row in csv.DictReader(io.StringIO(codes.getvalue()))}
    at = {known: i for i, known in enumerate(direct.ids)}
    order = [at[of[code]] for code in back.ids]
    assert (back.bits == direct.bits[order]).all()
    assert (back.keys == direct.keys[order]).all()
    assert order != sorted(order)


def test_columns_in_any_order_and_case(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(
        "\ufeffNote;SURNAME;Village;Given Name;DOB;Province;ID;Sex\nx;Sok;Bati;Dara;1990;Takeo;7;F\n", "utf-8"
    )
    (person,) = people_in(path)
    assert (person.id, person.surname, person.given_name, person.date_of_birth) == ("7", "Sok", "Dara", "1990")
    assert person.place == "Bati Takeo"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "columns"),
        (b"a,b,c\n1,2,3\n", "columns"),
        (b"name,surname,surname,dob\n", "column_twice"),
        (b"id,name,dob\n1,Sok,1990\n1,Chan,1991\n", "id_twice"),
        ("name,dob\nសុខ,1990\n".encode("utf-16"), "not_utf8"),
        (b"PK\x03\x04\0\0\0\n", "not_csv"),
        (b'name,dob\n"' + b"x" * 200_000 + b'",1990\n', "not_csv"),
    ],
)
def test_tables_that_cannot_be_read(tmp_path, capsys, text, code):
    path = tmp_path / "x.csv"
    path.write_bytes(text)
    with pytest.raises(BadTable) as refused:
        list(people_in(path))
    assert refused.value.code == code
    assert main(["link", str(path), str(path)]) == 2
    assert main(["link", str(tmp_path / "none.csv"), str(path), "--json"]) == 2


def test_truth_that_names_others_is_refused(files, capsys):
    folder, a, b = files
    (folder / "truth.csv").write_text("a,b\nnobody,b1\n")
    assert main(["link", str(a), str(b), "--truth", str(folder / "truth.csv")]) == 2
    assert "nobody" in capsys.readouterr().err


def test_what_does_not_fit_is_refused_before(monkeypatch):
    monkeypatch.setattr("rumduol.encoding.room.available", lambda: 1_000_000_000)
    shape = Encoder(SECRET.encode()).shape
    check_room(50_000, 50_000, shape)
    with pytest.raises(NoRoom, match="GB is free"):
        check_room(10_000_000, 10_000_000, shape)


def test_keys_of_names(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("Sok\nSokh\n\nសុខ\n"))
    assert keys_main(["--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["name"] for row in rows] == ["Sok", "Sokh", "", "សុខ"]
    assert rows[0]["keys"] == rows[1]["keys"] != []
    assert rows[2]["keys"] == []
    assert set(rows[3]["keys"]) & set(rows[0]["keys"])
