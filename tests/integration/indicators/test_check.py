"""A table from elsewhere is checked before anybody uses it; nothing of it stays."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rumduol.agencies.enums import Role
from rumduol.facts.models import Fact
from rumduol.signin.actions import choose_language

pytestmark = pytest.mark.django_db
ADDRESS = "/figures/check/"
RIGHT = "province,male,female,total\nKep,101,102,203\nPailin,104,108,212\nTotal,205,210,415\n"


@pytest.fixture
def reader(nation, client_of, acting):
    def as_role(role, language="en"):
        actor = next(member.actor for key, member in nation.members.items() if key[1] == role)
        with acting(actor):
            choose_language(language=language, by=actor)
        return client_of(actor)

    return as_role


def send(client, name, content):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def test_who_may_check_tables(reader, client):
    for role, status in ((Role.STATISTICIAN, 200), (Role.NATIONAL_COORDINATOR, 200), (Role.CASE_WORKER, 403)):
        assert reader(role).get(ADDRESS).status_code == status, role
    assert client.get(ADDRESS).status_code in {302, 401}


def test_a_table_that_adds_up_is_said_so(reader):
    answer = send(reader(Role.STATISTICIAN), "police.csv", RIGHT.encode())
    assert answer.status_code == 200
    assert "Everything that can be checked adds up." in answer.content.decode()


def test_the_wrong_cell_is_named_in_both_languages_and_nothing_is_kept(reader):
    wrong = RIGHT.replace("Pailin,104", "Pailin,14").encode()
    before = Fact.objects.count()
    page = send(reader(Role.STATISTICIAN), "police.csv", wrong).content.decode()
    assert "2 sums do not hold" in page
    assert "B4 (Total, male)" in page
    assert "printed 205, computed 115, difference +90" in page
    assert "B3 (Pailin, male): printed 14, would have to be 104 (a digit left out)" in page
    khmer = send(reader(Role.STATISTICIAN, "km"), "police.csv", wrong).content.decode()
    assert "សរសេរ 205 គណនាបាន 115 ខុសគ្នា +90" in khmer
    assert Fact.objects.count() == before


def test_a_workbook_with_a_word_among_its_numbers(reader):
    book = openpyxl.Workbook()
    for row in (("province", "count"), ("Kep", "twelve"), ("Pailin", 3), ("Total", 15)):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    page = send(reader(Role.STATISTICIAN), "a.xlsx", file.getvalue()).content.decode()
    assert "B2 (Kep, count)" in page
    assert "words where a number belongs" in page


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xls", b"\xd0\xcf\x11\xe0"), ("a.xlsx", b"PK\x03\x04x"), ("a.csv", b"\x81\x8d\n"), ("a.csv", b"\0" * 50)],
)
def test_what_cannot_be_read_is_refused_with_a_reason(reader, name, content):
    answer = send(reader(Role.STATISTICIAN), name, content)
    assert answer.status_code == 200
    assert "This could not be used." in answer.content.decode()


def test_markup_in_a_table_stays_text(reader):
    content = RIGHT.replace("Kep", "<script>alert(1)</script>").replace("203", "900").encode()
    page = send(reader(Role.STATISTICIAN), "<b>.csv", content).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_no_file_and_too_large_a_file_are_answered_with_the_form(reader):
    client = reader(Role.STATISTICIAN)
    assert client.post(ADDRESS, {}).status_code == 422
    answer = send(client, "a.csv", b"a,b\n" + b"1,2\n" * 1_300_000)
    assert answer.status_code == 422
    assert "larger than 5 MB" in answer.content.decode()
