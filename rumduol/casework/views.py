"""The case file as one calm page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.casework import queries
from rumduol.notices import actions as notices


@page(Permission.CASE_READ, methods=("GET",))
def file(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Who, where in the ten steps, what is due, what was decided, who else sees which part. `?words=1` asks to open."""
    found = queries.case_file(request.actor, case_id, want_words="words" in request.GET)
    notices.read_about(record_id=case_id, by=request.actor)
    return render(request, "casework/file.html", {"file": found, "case": found.overview.case})
