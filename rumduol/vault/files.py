"""Sealed files: type checked by content, the original kept for evidence with its SHA-256, a viewing copy without metadata."""

import base64
import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import filetype
import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault import crypto
from rumduol.vault.actions import open_section, seal
from rumduol.vault.enums import Purpose, Section, VaultEvent
from rumduol.vault.models import SealedBytes, SealedFile
from rumduol.vault.types import RecordRef

MOST_PIXELS = 50_000_000
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": ""}
SOUNDS = {"audio/mpeg", "audio/ogg", "audio/x-wav", "audio/mp4", "audio/amr"}
NAMES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "pdf": "application/pdf"}
ORIGINAL, VIEWING = 0, 1


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file in the clear, for one response. `sha256` is the original's, whichever copy this is."""

    name: str
    content_type: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Checked:
    content_type: str
    viewing: bytes | None


def _refuse(message: object) -> InvalidInput:
    return InvalidInput(errors={"file": [message]})


def check_content(name: str, content: bytes) -> _Checked:
    """Decide by content what a file is and make its viewing copy.

    Accepted: JPEG, PNG, WebP, PDF, common sound recordings. Raises InvalidInput, in the user's words, for an empty or too
    large file, a program or archive under another name, a picture with too many pixels, a damaged or encrypted PDF.
    """
    if not content:
        raise _refuse(_("The file is empty."))
    if len(content) > settings.FILE_UPLOAD_MAX_BYTES:
        raise _refuse(_("The file is larger than 20 MB. Take a smaller picture or split the document."))
    kind = filetype.guess(content)
    mime = kind.mime if kind else ""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in NAMES and NAMES[ending] != mime:
        raise _refuse(_("The file's name says one thing and its content another. It was not stored."))
    if zipfile.is_zipfile(io.BytesIO(content)) and mime != "application/pdf":
        raise _refuse(_("Archives are not accepted. Add the files one by one."))
    if IMAGES.get(mime):
        return _Checked(mime, _clean_picture(content, IMAGES[mime]))
    if mime == "application/pdf":
        return _Checked(mime, _clean_pdf(content))
    if mime in SOUNDS:
        return _Checked(mime, None)
    raise _refuse(_("This kind of file is not accepted. Pictures (JPEG, PNG, WebP), PDF and sound recordings are."))


def _clean_picture(content: bytes, picture_format: str) -> bytes:
    """The pixels alone, upright: no EXIF, XMP, GPS, colour profile or thumbnail survives re-encoding."""
    too_many = _refuse(_("The picture has too many pixels. Take a smaller one."))
    try:
        with Image.open(io.BytesIO(content), formats=[picture_format]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise too_many
            upright = ImageOps.exif_transpose(picture)
            clean = Image.frombytes(upright.mode, upright.size, upright.tobytes())
            if upright.mode == "P" and upright.palette is not None:
                clean.putpalette(upright.palette)
            out = io.BytesIO()
            clean.save(out, format=picture_format)
            return out.getvalue()
    except Image.DecompressionBombError as error:
        raise too_many from error
    except InvalidInput:
        raise
    except Exception as error:  # Pillow raises many kinds for damaged pictures
        raise _refuse(_("The picture is damaged and can't be read.")) from error


def _clean_pdf(content: bytes) -> bytes:
    """The pages alone: no metadata, scripts, actions, attached files or forms."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for name in ("/Metadata", "/OpenAction", "/AA", "/AcroForm", "/PieceInfo"):
                if name in pdf.Root:
                    del pdf.Root[name]
            if "/Names" in pdf.Root:
                del pdf.Root["/Names"]
            for page in pdf.pages:
                for name in ("/AA", "/Metadata", "/PieceInfo", "/Annots"):
                    if name in page.obj:
                        del page.obj[name]
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            pdf.remove_unreferenced_resources()
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise _refuse(_("The PDF is locked with a password. Save it without one and add it again.")) from error
    except pikepdf.PdfError as error:
        raise _refuse(_("The PDF is damaged and can't be read.")) from error


def read_upload(upload: UploadedFile) -> bytes:
    """The bytes of an upload, never more than allowed in memory. Raises InvalidInput when too large."""
    if (upload.size or 0) > settings.FILE_UPLOAD_MAX_BYTES:
        raise _refuse(_("The file is larger than 20 MB. Take a smaller picture or split the document."))
    return bytes(upload.read(settings.FILE_UPLOAD_MAX_BYTES + 1))


def seal_file(
    *, record: RecordRef, name: str, content: bytes, by: Actor, clean_name: Callable[[str], str] = os.path.basename
) -> UUID:
    """Check, seal and store a file of a record. Returns its id (also the record id of its FILE section)."""
    checked = check_content(name, content)
    file_id = uuid4()
    file_key = os.urandom(32)
    with transaction.atomic():
        SealedFile.objects.bulk_create(
            [
                SealedFile(
                    id=file_id,
                    kind=record.kind,
                    record_id=record.id,
                    office_id=by.office_id,
                    size=len(content),
                    viewing=checked.viewing is not None,
                )
            ]
        )
        seal(
            record=RecordRef("file", file_id, by.office_id, parent=record.id), section=Section.FILE, by=by,
            fields={
                "name": clean_name(name)[:200], "type": checked.content_type, "sha256": hashlib.sha256(content).hexdigest(),
                "key": base64.b64encode(file_key).decode(),
            },
        )  # fmt: skip
        parts = [(ORIGINAL, content)] + ([(VIEWING, checked.viewing)] if checked.viewing is not None else [])
        rows = []
        for copy, data in parts:
            nonce, ciphertext = crypto.encrypt(data, file_key, crypto.binding("file", file_id, str(copy), 1))
            rows.append(SealedBytes(file_id=file_id, copy=copy, nonce=nonce, ciphertext=ciphertext))
        SealedBytes.objects.bulk_create(rows)
        audit.record(
            VaultEvent.FILE_ADDED,
            by=by,
            subject=Subject(record.kind, record.id),
            detail={"file": file_id, "size": len(content)},
        )
    return file_id


def open_file(*, file_id: UUID, by: Actor, original: bool = False, purpose: Purpose | None = None) -> OpenedFile:
    """The viewing copy (or, asked for, the original). The log is written first. Raises NotThere, NoKey, PurposeNeeded."""
    row = SealedFile.objects.filter(id=file_id).first()
    if row is None:
        raise NotThere()
    fields = open_section(
        record=RecordRef("file", file_id, row.office_id, parent=row.record_id),
        section=Section.FILE,
        by=by,
        purpose=purpose,
    )
    copy = VIEWING if row.viewing and not original else ORIGINAL
    part = SealedBytes.objects.filter(file_id=file_id, copy=copy).first()
    if part is None or not fields:
        raise NotThere()
    content = crypto.decrypt(
        bytes(part.nonce),
        bytes(part.ciphertext),
        base64.b64decode(fields["key"]),
        crypto.binding("file", file_id, str(copy), 1),
    )
    return OpenedFile(fields["name"], fields["type"], fields["sha256"], content)


def files_of(record_id: UUID) -> list[SealedFile]:
    """The files of a record that the reader's office can know of."""
    return list(SealedFile.objects.filter(record_id=record_id))
