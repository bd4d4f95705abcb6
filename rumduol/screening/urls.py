from django.urls import URLPattern, URLResolver, path

from rumduol.screening import deciding_views, group_views, views

app_name = "screening"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.queue, name="queue"),
    path("all/", views.all_screenings, name="all"),
    path("new/", views.start, name="start"),
    path("second-looks/", deciding_views.second_looks, name="second_looks"),
    path("groups/", group_views.groups, name="groups"),
    path("groups/new/", group_views.start_group, name="start_group"),
    path("groups/<uuid:group_id>/", group_views.group, name="group"),
    path("groups/<uuid:group_id>/conditions/", group_views.conditions, name="group_conditions"),
    path("groups/<uuid:group_id>/next/", group_views.fast, name="fast"),
    path("groups/<uuid:group_id>/end/", group_views.end, name="end_group"),
    path("<uuid:screening_id>/", views.screening, name="screening"),
    path("<uuid:screening_id>/person/", views.correct_person, name="person"),
    path("<uuid:screening_id>/conditions/", views.conditions, name="conditions"),
    path("<uuid:screening_id>/interview/", views.interview, name="interview"),
    path("<uuid:screening_id>/interview/<slug:section>/", views.section, name="section"),
    path("<uuid:screening_id>/resume/", views.resume, name="resume"),
    path("<uuid:screening_id>/full/", views.take_up_full, name="take_up_full"),
    path("<uuid:screening_id>/presume/", deciding_views.presume, name="presume"),
    path("<uuid:screening_id>/reading/", deciding_views.reading, name="reading"),
    path("<uuid:screening_id>/decide/", deciding_views.decide, name="decide"),
    path("<uuid:screening_id>/second-look/", deciding_views.ask_second_look, name="ask_second_look"),
    path("<uuid:screening_id>/review/", deciding_views.review, name="review"),
    path("<uuid:screening_id>/pass-on/", deciding_views.pass_on, name="pass_on"),
    path("<uuid:screening_id>/take-back/<uuid:office_id>/", deciding_views.take_back, name="take_back"),
]
