"""Uploads stay in memory until they are sealed: a file in the clear never touches a disk.

Django's own handler writes anything above 2.5 MB to the machine's temporary folder, where backups and forensics find it.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# The form around the file: other fields, boundaries, headers.
AROUND = 1024 * 1024


def _most(request: Any) -> int:
    """Bytes of a file at this address: some pages take lists of people that are longer than a photograph."""
    here = getattr(getattr(request, "resolver_match", None), "view_name", "")
    most: int = settings.FILE_UPLOAD_LARGER.get(here, settings.FILE_UPLOAD_MAX_BYTES)
    return most


class InMemory(FileUploadHandler):
    """Refuses before reading when the request says it is too large, and while reading when it did not say so."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 (named by Django)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.most = _most(self.request) + AROUND
        if content_length > self.most:
            raise RequestDataTooBig("the request is larger than a file may be")
        self.received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.most:
            raise RequestDataTooBig("more was sent than a file may hold")
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip
