"""Two sides of one room: `letters/` for the desk, `<lang>/letter/` for everybody.

Neither address says "official" or "complaint": it stands in the history of telephones and office computers. A return code
never stands in an address: it travels in the body of a form.
"""

from django.urls import include, path

from rumduol.integrity import pattern_views, public_views, task_views, views
from rumduol.shared import languages  # noqa: F401  (makes <public_language:...> known)

app_name = "integrity"

desk = [
    path("", views.queue, name="queue"),
    path("near/", views.ties, name="ties"),
    path("near/<uuid:tie_id>/end/", views.end_tie, name="end_tie"),
    path("adopt/", views.adopt, name="adopt"),
    path("patterns/", pattern_views.patterns, name="patterns"),
    path("accused/", pattern_views.flags, name="flags"),
    path("<uuid:complaint_id>/", views.complaint, name="complaint"),
    path("<uuid:complaint_id>/step/", task_views.step, name="step"),
    path("<uuid:complaint_id>/about/", task_views.about, name="about"),
    path("<uuid:complaint_id>/answer/", task_views.answer, name="answer"),
    path("<uuid:complaint_id>/read/", task_views.mark_read, name="mark_read"),
    path("<uuid:complaint_id>/source/", task_views.source, name="source"),
    path("<uuid:complaint_id>/protect/", task_views.protect, name="protect"),
    path("<uuid:complaint_id>/used/", task_views.measure_used, name="measure_used"),
    path("<uuid:complaint_id>/reader/", task_views.reader, name="reader"),
    path("<uuid:complaint_id>/step-back/", task_views.step_back, name="step_back"),
]
public = [
    path("", public_views.letter, name="start"),
    path("answers/", public_views.answers, name="return"),
]
urlpatterns = [
    path("letters/", include(desk)),
    path("<public_language:lang>/letter/", include(public)),
]
