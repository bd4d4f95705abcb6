from django.urls import URLPattern, URLResolver, path

from rumduol.courts.views import hearings, supervisions

app_name = "courts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("hearing/", hearings.calendar, name="calendar"),
    path("case/<uuid:criminal_case_id>/", hearings.of_case, name="case"),
    path("case/<uuid:criminal_case_id>/hearing/", hearings.new, name="new_hearing"),
    path("case/<uuid:criminal_case_id>/supervision/", supervisions.new, name="new_supervision"),
    path("hearing/<uuid:hearing_id>/", hearings.hearing, name="hearing"),
    path("hearing/<uuid:hearing_id>/change/", hearings.change, name="change"),
    path("hearing/<uuid:hearing_id>/names/", hearings.names, name="names"),
    path("hearing/<uuid:hearing_id>/witness/", hearings.witness, name="witness"),
    path("hearing/<uuid:hearing_id>/witness/<uuid:witness_id>/used/", hearings.used, name="used"),
    path("hearing/<uuid:hearing_id>/<slug:new>/", hearings.end, name="end_hearing"),
    path("supervision/", supervisions.listing, name="supervisions"),
    path("supervision/<uuid:supervision_id>/", supervisions.supervision, name="supervision"),
    path("supervision/<uuid:supervision_id>/day/<uuid:day_id>/sign/", supervisions.sign_day, name="sign_day"),
    path("supervision/<uuid:supervision_id>/day/<uuid:day_id>/excuse/", supervisions.excuse, name="excuse"),
    path(
        "supervision/<uuid:supervision_id>/warrant/<uuid:warrant_id>/<slug:answer>/",
        supervisions.warrant,
        name="warrant",
    ),
    path("supervision/<uuid:supervision_id>/found/", supervisions.found, name="found"),
    path("supervision/<uuid:supervision_id>/end/", supervisions.end, name="end"),
]
