"""Words planted in every sealed field are in no dump, no queue, no log and no file; and every one of them was planted."""

import base64
import json
import logging
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

from rumduol.access import cookie
from rumduol.vault import crypto
from tests import world as everything
from tests.claims import CLERK, LAWYER
from tests.conftest import server_settings, superuser_connection
from tests.world import BOSS, HOUSE, INTEGRITY, INVESTIGATOR, OFFICER, OPERATOR, WORKER, World

# Another one for each process: a run beside this one, or another worker's test that plants one in a file, is not meant.
PREFIX = "Zqkanari" + "".join(secrets.choice("bdfgklmnprst") for _n in range(4))
# Rooms speak of their records by these names in the vault.
MODELS = {
    "intake.Report": ("report",), "intake.ReportPerson": ("report_person",), "intake.Message": ("message",),
    "intake.Note": ("report_note",), "screening.Screening": ("screening",), "screening.SecondLook": ("second_look",),
    "cases.Case": ("case",), "cases.AnonymousFeedback": ("feedback",), "referrals.Referral": ("referral", "referral_report"),
    "referrals.Consent": ("consent", "consent_heard"), "directory.Provider": ("provider",), "drafts.Draft": ("draft",),
    "integrity.Complaint": ("complaint", "complaint_line"), "integrity.Source": ("complaint_source",),
    "operations.Operation": ("operation",), "operations.Telling": ("telling",), "operations.Seized": ("operation",),
    "remedy.Claim": ("claim",), "remedy.Settlement": ("settlement",), "remedy.Testimony": ("testimony",),
    "courts.Witness": ("witness",), "courts.Supervision": ("supervision",),
    "justice.CriminalCase": ("criminal_case",), "justice.Suspect": ("suspect",), "justice.Victim": ("criminal_victim",),
    "linkage.Part": ("linkage_list",), "integrity.Message": ("complaint_message",), "integrity.Step": ("complaint_step",),
}  # fmt: skip
# Sealed, but not by a human's free words: a day of birth is a date, sections whose words have no entry in this world.
NOT_WORDS = {
    "identity.born": "a date", "contact.links": "a relative's name, under links", "interview.answers": "codes",
    "interview.fast": "codes",
    "interview.fast_version": "a code", "narrative.language": "a code", "interview.remarks": "not written yet",
    "about.service": "a code", "about.agency": "an id", "about.office": "an id", "about.place": "a code", "about.month": "a date",
    "about.conducts": "codes", "complaint.knowing": "a code",
    "notes.rows": "random marks and ids of records", "plan.place": "a code", "told.number": "a number",
    "whereabouts.place": "not written yet", "notes.review": "the same words as the request, by the second officer",
}  # fmt: skip


def marker(name: str) -> str:
    """A word that occurs nowhere else, in letters only, so that the name search indexes it like a name."""
    return PREFIX + "".join(chr(ord("a") + ord(c) % 26) for c in name) + "".join(c for c in name if c.isalpha()).lower()


def shapes(text: str) -> list[bytes]:
    """How a text may lie in a file or a dump: as it is, in lower case, hex, UTF-16, base64 at each offset."""
    raw = text.encode()
    found = [raw, raw.lower(), raw.hex().encode(), text.encode("utf-16-le"), text.encode("utf-16-be")]
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + raw)
        found.append(coded[4 if offset else 0 : len(coded) // 4 * 4 - 4])
    return found


class Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.args!r} {record.exc_text or ''}")


@pytest.fixture(scope="module")
def planted(copied: Any, tmp_path_factory: Any) -> Iterator[tuple[World, dict[str, str], Heard, list[Path]]]:
    """The marked world committed, its pages opened by their people, with everything logged at DEBUG."""
    marks: dict[str, str] = {}

    def mark(name: str) -> str:
        marks[name] = marker(name)
        return marks[name]

    heard = Heard()
    root = logging.getLogger()
    level = root.level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    folders = [Path(tempfile.gettempdir()), settings.BASE_DIR]
    started = Path(tempfile.mkstemp()[1])
    try:
        world = everything.make(copied("canary"), mark)
        _open_pages(world)
        logging.getLogger("rumduol.vault").debug("listening")
    finally:
        root.removeHandler(heard)
        root.setLevel(level)
    newer = [f for folder in folders for f in _newer(folder, started.stat().st_mtime)]
    yield world, marks, heard, newer
    started.unlink()


def _newer(folder: Path, since: float) -> list[Path]:
    skipped = {".git", ".venv", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
    found = []
    for top, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in skipped]
        for name in files:
            path = Path(top) / name
            try:
                if path.is_file() and path.stat().st_mtime >= since and path.stat().st_size < 100_000_000:
                    found.append(path)
            except OSError:
                continue
    return found


def _open_pages(world: World) -> None:
    """The people open what they work with, so that pages, forms and searches have their chance to leak."""
    shown = ""
    for key, addresses in {
        INVESTIGATOR: [
            f"/reports/{world['report']}/",
            f"/reports/{world['web_report']}/",
            f"/operations/{world['operation_approved']}/plan/",
            f"/operations/{world['operation_over']}/",
            f"/operations/{world['operation']}/plan/change/",
        ],
        OPERATOR: [f"/reports/{world['web_report']}/"],
        OFFICER: [f"/screening/{world['screening']}/"],
        WORKER: [
            f"/operations/told/{world['telling']}/",
            f"/cases/{world['case']}/",
            f"/cases/{world['case']}/identity/",
            f"/cases/{world['case']}/notes/",
        ],
        BOSS: [f"/cases/{world['case_closing']}/"],
        HOUSE: [f"/referrals/{world['referral']}/"],
        LAWYER: [f"/remedy/{world['claim']}/words/", f"/remedy/{world['claim']}/sheet/"],
        CLERK: [
            f"/courts/hearing/{world['hearing']}/names/",
            f"/courts/hearing/{world['hearing']}/",
            f"/courts/supervision/{world['supervision']}/?words=1",
        ],
        INTEGRITY: [f"/letters/{world['letter']}/", f"/letters/{world['letter']}/source/", "/letters/patterns/"],
    }.items():
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
        for address in addresses:
            client.post(address, {"purpose": "own_work"})
            shown += client.get(address).content.decode()
        client.post("/search/", {"q": marker("case.name")})
    assert shown.count(PREFIX) > 5, "the pages did show it to those who may"


def _dump(name: str) -> bytes:
    """The whole database as a backup holds it: pg_dump, or every column of every table as text."""
    program = shutil.which("pg_dump")
    server = server_settings()
    if program:
        done = subprocess.run(
            [program, "-h", server["HOST"] or "127.0.0.1", "-p", str(server["PORT"] or 5432), "-U", server["USER"], name],
            capture_output=True, check=False, env={**os.environ, "PGPASSWORD": server["PASSWORD"] or ""},
        )  # fmt: skip
        if done.returncode == 0 and len(done.stdout) > 10_000:
            return done.stdout
    out = []
    with superuser_connection(name) as server_connection, server_connection.cursor() as cursor:
        cursor.execute(
            "select quote_ident(nspname) || '.' || quote_ident(relname) from pg_class join pg_namespace n on n.oid ="
            " relnamespace where relkind in ('r', 'p', 'm') and nspname not in ('pg_catalog', 'information_schema')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"select t::text from {table} t")
            out += [row[0].encode() for row in cursor.fetchall()]
    return b"\n".join(out)


def _found(content: bytes) -> list[bytes]:
    lowered = content.lower()
    return [shape for shape in shapes(PREFIX) if shape in content or shape.lower() in lowered]


def _content(path: Path) -> bytes:
    """Nothing when the file has gone meanwhile: it was another program's."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_no_marker_is_in_a_full_dump(planted: Any) -> None:
    dump = _dump(connection.settings_dict["NAME"])
    assert len(dump) > 100_000
    where = dump.lower().find(PREFIX.lower().encode())
    assert not _found(dump), dump[max(0, where - 300) : where + 200]


def test_no_marker_is_in_the_job_queue(planted: Any) -> None:
    with superuser_connection(connection.settings_dict["NAME"]) as server, server.cursor() as cursor:
        for table in ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers"):
            cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")
            assert not _found(cursor.fetchone()[0].encode()), table


def test_no_marker_was_logged(planted: Any) -> None:
    _world, _marks, heard, _files = planted
    assert any("listening" in line for line in heard.lines), "nothing would have been heard"
    assert not [line for line in heard.lines if _found(line.encode())]


def test_no_marker_is_in_a_file_written_meanwhile(planted: Any) -> None:
    *_rest, files = planted
    assert not [str(path) for path in files if _found(_content(path))]


@pytest.mark.parametrize("how", ["text", "json", "bytes", "log", "file"])
def test_a_marker_that_is_not_sealed_is_found(planted: Any, how: str, tmp_path: Path) -> None:
    """The search can find: planted in the open, each way of hiding is seen."""
    text = marker("in.the.open")
    if how == "log":
        heard = Heard()
        heard.emit(logging.LogRecord("x", logging.DEBUG, "x", 1, "name %s", (text,), None))
        assert _found(heard.lines[0].encode())
        return
    if how == "file":
        (tmp_path / "upload").write_bytes(text.encode())
        assert [path for path in _newer(tmp_path, 0) if _found(path.read_bytes())]
        return
    values = {"text": ("text", text), "json": ("jsonb", json.dumps({"a": text})), "bytes": ("bytea", text.encode())}
    kind, value = values[how]
    name = connection.settings_dict["NAME"]
    with superuser_connection(name, autocommit=True) as server, server.cursor() as cursor:
        cursor.execute("drop table if exists in_the_open")
        cursor.execute(f"create table in_the_open (a {kind})")
        cursor.execute("insert into in_the_open values (%s)", [value])
    try:
        assert _found(_dump(name))
    finally:
        with superuser_connection(name, autocommit=True) as server, server.cursor() as cursor:
            cursor.execute("drop table in_the_open")


def _opened(world: World) -> dict[str, dict[str, Any]]:
    """kind -> "section.field" -> value, of every sealed section, opened with the nation's own keys."""
    keys = {key: private for member in world.nation.members.values() for key, private in member.actor.keyring.items()}
    found: dict[str, dict[str, Any]] = {}
    with superuser_connection(connection.settings_dict["NAME"]) as server, server.cursor() as cursor:
        cursor.execute(
            "select distinct on (s.id) s.kind, s.record_id, s.section, s.version, s.nonce, s.ciphertext, w.sealed_key, w.key_id"
            " from vault_sealedsection s join vault_sectionwrap w on w.section_id = s.id where w.office_id is not null"
        )
        for kind, record_id, section, version, nonce, ciphertext, sealed_key, key_id in cursor.fetchall():
            data_key = crypto.unwrap(bytes(sealed_key), keys[key_id])
            plain = crypto.decrypt(
                bytes(nonce), bytes(ciphertext), data_key, crypto.binding(kind, record_id, section, version)
            )
            for name, value in json.loads(plain).items():
                field = found.setdefault(kind, {})
                field[f"{section}.{name}"] = [*field.get(f"{section}.{name}", []), value]
        for kind, section, fields in [*_opened_by_people(world, cursor), *_opened_tellings(keys, cursor)]:
            for name, value in fields.items():
                field = found.setdefault(kind, {})
                field[f"{section}.{name}"] = [*field.get(f"{section}.{name}", []), value]
    return found


def _opened_by_people(world: World, cursor: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Named sections, with the own keys of the people named."""
    own = {member.actor.person_id: member.private for member in world.nation.members.values()}
    cursor.execute(
        "select distinct on (s.id) s.kind, s.record_id, s.section, s.version, t.nonce, t.ciphertext, r.sealed_key, r.person_id"
        " from vault_namedsection s join vault_namedtext t on t.section_id = s.id join vault_namedreader r on r.section_id = s.id"
    )
    for kind, record_id, section, version, nonce, ciphertext, sealed_key, person_id in cursor.fetchall():
        data_key = crypto.unwrap(bytes(sealed_key), own[person_id])
        binding = crypto.binding(kind, record_id, section, version)
        yield kind, section, json.loads(crypto.decrypt(bytes(nonce), bytes(ciphertext), data_key, binding))


def _opened_tellings(keys: dict[Any, bytes], cursor: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What offices are told, with whichever office key opens the box."""
    cursor.execute("select sealed from operations_telling")
    for (sealed,) in cursor.fetchall():
        for private in keys.values():
            with suppress(crypto.CannotOpen):
                yield "telling", "told", json.loads(crypto.unwrap(bytes(sealed), private))


def test_a_plan_opens_with_the_keys_of_the_people_named_and_with_no_other_of_the_nation(planted: Any) -> None:
    """Whoever has the whole dump and everybody's keys but those of the named people has nothing; nor is it said who is told."""
    world, *_rest = planted
    with superuser_connection(connection.settings_dict["NAME"]) as server, server.cursor() as cursor:
        cursor.execute("select person_id, sealed_key from vault_namedreader")
        readers = cursor.fetchall()
        assert len(readers) >= 5
        for member in world.nation.members.values():
            for key in (member.private, *member.actor.keyring.values()):
                for person_id, sealed_key in readers:
                    if person_id == member.actor.person_id and key == member.private:
                        assert len(crypto.unwrap(bytes(sealed_key), key)) == 32
                    else:
                        with pytest.raises(crypto.CannotOpen):
                            crypto.unwrap(bytes(sealed_key), key)
        cursor.execute("select t::text from operations_telling t")
        tellings = "".join(row[0] for row in cursor.fetchall())
        office = world.actor(WORKER).office_id
        assert tellings
        assert str(office) not in tellings
        assert office.hex not in tellings
        cursor.execute(
            "select o::text from operations_operation o where status <> 'over' union all"
            " select r::text from operations_ofreport r join operations_operation o on o.id = r.operation_id where o.status <> 'over'"
        )
        plans = "".join(row[0] for row in cursor.fetchall())
        assert plans
        assert str(world["report"]) not in plans, "the report behind a plan would say where"
        assert ",1801," not in plans


def test_every_marker_lies_sealed_and_every_sealed_field_was_planted(planted: Any) -> None:
    world, marks, *_rest = planted
    opened = _opened(world)
    text = json.dumps(opened, ensure_ascii=False)
    files = {"case.file_content"}  # inside the picture: see the vault's file tests
    assert not [name for name, mark in marks.items() if mark not in text and name not in files]
    bare = []
    for label, kinds in MODELS.items():
        for field in sorted(apps.get_model(label).Privacy.sealed):
            values = [opened.get(kind, {}).get(field, "") for kind in kinds]
            if field not in NOT_WORDS and PREFIX not in json.dumps(values):
                bare.append(f"{label}: {field}")
    assert not bare, f"plant a marker in tests/world.py for {bare}"


def test_every_model_with_sealed_fields_is_known_here() -> None:
    sealing = {m._meta.label for m in apps.get_models() if getattr(getattr(m, "Privacy", None), "sealed", None)}
    others = {"screening.Group", "vault.SealedFile"}
    assert sealing <= set(MODELS) | others, sealing - set(MODELS)


def test_the_search_sees_through_re_coding() -> None:
    text = marker("x")
    for content in (text.upper(), text.encode().hex(), base64.b64encode(b"ab" + text.encode()).decode()):
        assert _found(content.encode()), content
    assert not _found(re.sub("kanari", "kanar", text).encode())
