"""Two sides of one room: `reports/` for staff, `<lang>/report/` for everybody.

A return code never stands in an address: it travels in the body of a form.
"""

from django.urls import include, path

from rumduol.intake import public_views, task_views, views
from rumduol.shared import languages  # noqa: F401  (makes <public_language:...> known)

app_name = "intake"

staff = [
    path("", views.queue, name="queue"),
    path("new/", views.take, name="take"),
    path("<uuid:report_id>/", views.report, name="report"),
    path("<uuid:report_id>/claim/", views.claim, name="claim"),
    path("<uuid:report_id>/triage/", task_views.triage, name="triage"),
    path("<uuid:report_id>/keep/", task_views.keep, name="keep"),
    path("<uuid:report_id>/transfer/", task_views.transfer, name="transfer"),
    path("<uuid:report_id>/transfer-part/", task_views.transfer_part, name="transfer_part"),
    path("<uuid:report_id>/join/", task_views.join, name="join"),
    path("<uuid:report_id>/separate/", task_views.separate, name="separate"),
    path("<uuid:report_id>/resume/", task_views.resume, name="resume"),
    path("<uuid:report_id>/people/new/", task_views.add_person, name="add_person"),
    path("<uuid:report_id>/people/<uuid:person_id>/", task_views.verify, name="verify"),
    path("<uuid:report_id>/conclude/", task_views.conclude, name="conclude"),
    path("<uuid:report_id>/reopen/", task_views.reopen, name="reopen"),
    path("<uuid:report_id>/answer/", task_views.answer, name="answer"),
    path("<uuid:report_id>/note/", task_views.note, name="note"),
    path("<uuid:report_id>/read/", task_views.mark_read, name="mark_read"),
    path("<uuid:report_id>/close/", task_views.close, name="close"),
]
public = [
    path("", public_views.report, name="start"),
    path("answers/", public_views.answers, name="return"),
]
urlpatterns = [
    path("reports/", include(staff)),
    path("<public_language:lang>/report/", include(public)),
]
