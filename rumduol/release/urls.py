from django.urls import URLPattern, URLResolver, path

from rumduol.release import views

app_name = "release"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.desk, name="desk"),
    path("new/", views.draft, name="draft"),
    path("ask/", views.ask, name="ask"),
    path("<uuid:release_id>/", views.release, name="release"),
    path("<uuid:release_id>/send/", views.send, name="send"),
    path("<uuid:release_id>/recount/", views.recount, name="recount"),
    path("<uuid:release_id>/drop/", views.drop, name="drop"),
    path("<uuid:release_id>/return/", views.give_back, name="return"),
    path("<uuid:release_id>/publish/", views.publish, name="publish"),
]
