"""Under `/<lang>/report/`. A code never stands in an address: it travels in the body of a form."""

from django.urls import path

from rumduol.intake import public_views

app_name = "report"
urlpatterns = [
    path("", public_views.report, name="start"),
    path("answers/", public_views.answers, name="answers"),
]
