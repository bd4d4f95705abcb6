from django.urls import URLPattern, URLResolver, path

from rumduol.release import invented_views, views

app_name = "release"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.desk, name="desk"),
    path("new/", views.draft, name="draft"),
    path("ask/", views.ask, name="ask"),
    path("invented/", invented_views.new, name="invented_new"),
    path("invented/<uuid:invented_id>/", invented_views.one, name="invented"),
    path("invented/<uuid:invented_id>/send/", invented_views.send, name="invented_send"),
    path("invented/<uuid:invented_id>/drop/", invented_views.drop, name="invented_drop"),
    path("invented/<uuid:invented_id>/return/", invented_views.give_back, name="invented_return"),
    path("invented/<uuid:invented_id>/publish/", invented_views.publish, name="invented_publish"),
    path("<uuid:release_id>/", views.release, name="release"),
    path("<uuid:release_id>/send/", views.send, name="send"),
    path("<uuid:release_id>/recount/", views.recount, name="recount"),
    path("<uuid:release_id>/drop/", views.drop, name="drop"),
    path("<uuid:release_id>/return/", views.give_back, name="return"),
    path("<uuid:release_id>/publish/", views.publish, name="publish"),
]
