"""Under `/<lang>/figures/`. Addresses are permanent: a revised release stays where it was and says what replaces it."""

from django.urls import URLPattern, URLResolver, path

from rumduol.release import invented_views, public_views

app_name = "figures"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public_views.public, name="public"),
    path("calendar/", public_views.public_calendar, name="calendar"),
    path("answers/", public_views.public_answers, name="answers"),
    path("answers/<uuid:answer_id>/", public_views.public_answer, name="answer"),
    path("invented/", invented_views.public_list, name="invented_list"),
    path("invented/<slug:number>/", invented_views.public_one, name="invented"),
    path("invented/<slug:number>/<slug:kind>/", invented_views.public_file, name="invented_file"),
    path("indicator/<slug:code>/", public_views.public_indicator, name="indicator"),
    path("<slug:number>/", public_views.public_release, name="release"),
    path("<slug:number>/<slug:kind>/", public_views.public_file, name="file"),
]
