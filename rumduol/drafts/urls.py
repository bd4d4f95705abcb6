from django.urls import URLPattern, URLResolver, path

from rumduol.drafts import views

app_name = "drafts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.drafts, name="list"),
    path("keep/", views.keep, name="keep"),
    path("<uuid:draft_id>/throw-away/", views.throw_away, name="throw_away"),
]
