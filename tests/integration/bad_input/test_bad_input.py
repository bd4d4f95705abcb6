"""What people and their machines really send: each time a clear message in Khmer, and nothing is lost or half kept."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from rumduol.access import cookie
from rumduol.cases.models import Case
from rumduol.vault import files
from rumduol.vault.enums import Purpose
from rumduol.vault.models import SealedFile
from tests.world import INVESTIGATOR, WORKER, Key, World

KHMER = re.compile("[\u1780-\u17b3]{3,}")
GPS = 0x8825
TWO_GIGABYTES = 2 * 1024**3


@pytest.fixture(autouse=True)
def undone(world: World) -> Iterator[None]:
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def browser(world: World, key: Key, *, strict: bool = False) -> Client:
    client = Client(enforce_csrf_checks=strict, raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
    return client


def words(response: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def summary(response: Any) -> str:
    """The message of a refused form or of an error page."""
    page = response.content.decode()
    found = re.search(r'(?s)class="govuk-error-summary.*?</ul>|class="govuk-error-message.*?</p>', page) or re.search(
        r"(?s)<main.*?</main>", page
    )
    assert found, page[:2000]
    return unescape(re.sub(r"<[^>]+>", " ", found[0]))


# Files


def jpeg_with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Invented Phone"
    exif.get_ifd(GPS).update({1: "N", 2: (11.0, 33.0, 21.5), 3: "E", 4: (104.0, 55.0, 42.1)})
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (10, 120, 30)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def flood() -> bytes:
    """A PNG of a few bytes that says it has 900 million pixels."""
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG")
    content = bytearray(out.getvalue())
    content[16:24] = (30_000).to_bytes(4, "big") * 2
    import zlib

    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * 5_000_000)
    return out.getvalue()


EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 52 + b"\x80\0\0\0" + b"\0" * 64 + b"PE\0\0" + b"\0" * 200
BAD_FILES = {
    "paper.pdf that is a program": ("paper.pdf", EXE, "application/pdf"),
    "a program": ("setup.exe", EXE, "application/octet-stream"),
    "a zip bomb": ("photos.zip", zip_bomb(), "application/zip"),
    "a zip bomb that says it is a picture": ("photo.jpg", zip_bomb(), "image/jpeg"),
    "a zip bomb behind a picture": ("photo.jpg", jpeg_with_gps() + zip_bomb(), "image/jpeg"),
    "a pixel flood": ("map.png", flood(), "image/png"),
    "nothing": ("empty.jpg", b"", "image/jpeg"),
    "half a picture": ("half.jpg", jpeg_with_gps()[:300], "image/jpeg"),
    "a page with a script": ("page.html", b"<script>alert(1)</script>", "text/html"),
    "a drawing with a script": ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "image/svg+xml"),
    "21 MB": ("big.jpg", jpeg_with_gps() + b"\0" * (settings.FILE_UPLOAD_MAX_BYTES + 1), "image/jpeg"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_bad_file_is_refused_in_khmer_and_nothing_is_stored(world: World, what: str) -> None:
    name, content, kind = BAD_FILES[what]
    with world.acting(WORKER):
        before = SealedFile.objects.count()
    upload = SimpleUploadedFile(name, content, kind)
    response = browser(world, WORKER).post(f"/cases/{world['case']}/documents/", {"file": upload})
    assert response.status_code in {413, 422}, (what, response.status_code)
    assert KHMER.search(summary(response)), what
    with world.acting(WORKER):
        assert SealedFile.objects.count() == before


def test_a_request_that_says_it_is_2_gb_is_refused_before_it_is_read(world: World) -> None:
    class Read(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1, /) -> bytes:
            Read.asked += 1
            return super().read(size)

    body = Read(b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nabc\r\n--x--\r\n')
    client = browser(world, WORKER)
    response = client.request(
        REQUEST_METHOD="POST", PATH_INFO=f"/cases/{world['case']}/documents/", CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(TWO_GIGABYTES), **{"wsgi.input": body},
    )  # fmt: skip
    assert response.status_code == 413
    assert KHMER.search(summary(response))
    assert Read.asked == 0


def test_an_upload_never_touches_a_disk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's own handler writes more than 2.5 MB to the temporary folder."""
    import tempfile

    made: list[Any] = []
    real = tempfile.NamedTemporaryFile
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *a, **k: made.append(a) or real(*a, **k))
    out = io.BytesIO()
    Image.effect_noise((2200, 2200), 90).save(out, "PNG")
    assert len(out.getvalue()) > 3_000_000
    upload = SimpleUploadedFile("noise.png", out.getvalue(), "image/png")
    response = browser(world, WORKER).post(f"/cases/{world['case']}/documents/", {"file": upload})
    assert response.status_code == 302, summary(response)
    assert not made


def test_a_photo_with_gps_has_none_in_the_viewing_copy_and_its_original_is_kept_for_court(world: World) -> None:
    content = jpeg_with_gps()
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(GPS), "the control: it has a place"
    client = browser(world, WORKER)
    page = f"/cases/{world['case']}/documents/"
    with world.acting(WORKER):
        before = set(SealedFile.objects.values_list("id", flat=True))
    done = client.post(page, {"file": SimpleUploadedFile("photo.jpg", content, "image/jpeg")})
    assert done.status_code == 302
    with world.acting(WORKER):
        by = world.actor(WORKER)
        (file_id,) = set(SealedFile.objects.values_list("id", flat=True)) - before
        shown = files.open_file(file_id=file_id, by=by, purpose=Purpose.OWN_WORK)
        kept = files.open_file(file_id=file_id, by=by, original=True, purpose=Purpose.OWN_WORK)
    assert not dict(Image.open(io.BytesIO(shown.content)).getexif())
    assert b"Exif" not in shown.content
    assert b"Invented Phone" not in shown.content
    assert kept.content == content
    assert shown.sha256 == kept.sha256 == hashlib.sha256(content).hexdigest()
    client.post(f"/cases/{world['case']}/", {"purpose": "own_work"})
    got = client.get(f"{page}{file_id}/")
    assert got.status_code == 200
    assert got.content == shown.content


# An expired page


@pytest.mark.parametrize(
    ("key", "address", "field"),
    [(WORKER, "/cases/{case}/notes/", "text"), (INVESTIGATOR, "/reports/{report}/note/", "text")],
)
def test_an_expired_page_keeps_what_was_typed(world: World, key: Key, address: str, field: str) -> None:
    typed = "ម្តាយនាងទូរស័ព្ទមកយប់មិញ <b>&amp;"
    url = address.format(**{name: str(value) for name, value in world.ids.items()})
    client = browser(world, key, strict=True)
    response = client.post(url, {field: typed, "kind": "meeting"}, headers={"origin": "http://testserver"})
    assert response.status_code == 403
    assert typed in unescape(response.content.decode())
    assert KHMER.search(summary(response))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())
    assert token, "the page has a fresh form to send it again"
    sent = {field: typed, "kind": "meeting", "csrfmiddlewaretoken": token[1]}
    assert client.post(url, sent, headers={"origin": "http://testserver"}).status_code == 302


def test_another_sites_form_gets_nothing(world: World) -> None:
    client = browser(world, WORKER, strict=True)
    url = f"/cases/{world['case']}/notes/"
    response = client.post(url, {"text": "planted", "kind": "meeting"}, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "planted" not in response.content.decode()


# Two people on one case


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) or re.search(
        rf'value="([^"]*)"[^>]*name="{name}"', page
    )
    return unescape(found[1]) if found else ""


def test_two_people_edit_one_case_and_the_second_sees_what_the_first_changed(world: World) -> None:
    url = f"/cases/{world['case']}/identity/"
    one, two = browser(world, WORKER), browser(world, WORKER)
    for client in (one, two):
        client.post(f"/cases/{world['case']}/", {"purpose": "own_work"})
        client.post("/purpose/", {"purpose": "own_work", "kind": "case", "record": str(world["case"])})
    revision = hidden(one.get(url).content.decode(), "revision")
    assert revision
    assert hidden(two.get(url).content.decode(), "revision") == revision
    first = {"revision": revision, "name": "ស្រី ថ្មី", "address": "ភូមិមួយ", "summary": "a"}
    second = {"revision": revision, "name": "ស្រី ផ្សេង", "address": "ភូមិពីរ", "summary": "b"}
    assert one.post(url, first).status_code == 302
    refused = two.post(url, second)
    assert refused.status_code == 409
    page = words(refused)
    for text in ("ស្រី ថ្មី", "ភូមិមួយ"):
        assert text in page, "what the colleague wrote is shown"
    raw = unescape(refused.content.decode())
    for text in ("ស្រី ផ្សេង", "ភូមិពីរ"):
        assert text in raw, "what I typed is still there"
    with world.acting(WORKER):
        stored = Case.objects.get(id=world["case"])
        assert stored.revision == int(revision) + 1, "the second changed nothing yet"
    merged = second | {"name": "ស្រី ថ្មី", "revision": hidden(refused.content.decode(), "revision")}
    assert two.post(url, merged).status_code == 302
    page = unescape(two.get(url).content.decode())
    assert "ស្រី ថ្មី" in page
    assert "ភូមិពីរ" in page


# Values

CASE = {"standing": "presumed", "sex": "female", "nationality": "VN", "name": "ឡាន"}


@pytest.mark.parametrize(
    ("field", "value", "refused"),
    [
        ("age_from", "150", True), ("age_from", "-3", True), ("age_from", "១៥", False), ("age_from", "fifteen", True),
        ("name", "x" * 300, True), ("name", "ក", False), ("name", "ស្រី 🙂", True), ("name", "\u202eevil\u202c Lan", False),
        ("name", "\u200b\u200b", False), ("phone", "012 345 678", False), ("phone", "+84 912 345 678", False),
        ("phone", "+66 81 234 5678", False), ("phone", "+86 138 1234 5678", False), ("phone", "+60 12 345 6789", False),
        ("phone", "+856 20 5555 1234", False), ("phone", "call me maybe", True), ("found_in", "99", True),
    ],
)  # fmt: skip
def test_values_at_the_edge_when_a_case_is_opened(world: World, field: str, value: str, refused: bool) -> None:
    """Accepted and understood, or refused in Khmer with what was typed still in the form."""
    client = browser(world, WORKER)
    with world.acting(WORKER):
        before = Case.objects.count()
    response = client.post("/cases/new/", CASE | {field: value})
    with world.acting(WORKER):
        made = Case.objects.count() - before
    if refused:
        assert response.status_code == 422
        assert made == 0
        assert KHMER.search(summary(response))
        assert value[:80] in unescape(response.content.decode())
    else:
        assert response.status_code == 302, summary(response)
        assert made == 1


@pytest.mark.parametrize("year", ["2200", "2569", "1600"])
def test_a_day_to_come_or_of_the_buddhist_era_is_converted_or_explained(world: World, year: str) -> None:
    client = browser(world, INVESTIGATOR)
    day = {"received_on_day": "5", "received_on_month": "1", "received_on_year": year, "received_on": f"5/1/{year}"}
    response = client.post(
        "/reports/new/", {"channel": "phone", "language": "km", "danger_now": "no", "story": "x", **day}
    )
    if year == "2569":  # 5 January 2026
        assert response.status_code in {200, 302}, summary(response)
    else:
        assert response.status_code == 422
        assert KHMER.search(summary(response))
