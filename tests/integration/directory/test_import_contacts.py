"""The import takes the real file where it is at hand, and names bad lines."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from rumduol.directory import queries
from rumduol.directory.models import HelpContact

REAL = Path(os.environ.get("RUMDUOL_REAL_DATA", Path(__file__).parents[4] / "shared" / "data" / "real"))


def run(path):
    out, err = StringIO(), StringIO()
    call_command("import_contacts", str(path), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_good_lines_go_in_and_bad_ones_are_named(tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text(
        "country,name_en,name_km,kind,value\nkh,Invented line,,Phone,1999\nkhm,Bad country,,Phone,1\nkh,No value,,Phone,\n",
        encoding="utf-8",
    )
    out, err = run(file)
    assert out.startswith("1 new, 0 known")
    assert [line.split(":")[0] for line in err.splitlines()] == ["line 3", "line 4"]
    assert queries.help_contacts() == []
    assert run(file)[0].startswith("0 new, 1 known")


@pytest.mark.django_db
def test_a_file_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="lacks the column"):
        run(file)
    with pytest.raises(CommandError, match="no file"):
        run(tmp_path / "absent.csv")


@pytest.mark.django_db
def test_the_public_record_of_help_contacts():
    file = REAL / "public_help_contacts.csv"
    if not file.is_file():
        pytest.skip(f"the public contact list is not at hand ({file})")
    run(file)
    assert HelpContact.objects.count() > 100
    assert not HelpContact.objects.filter(verified_at__isnull=False).exists()
