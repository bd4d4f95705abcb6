from django.urls import URLPattern, URLResolver, path, re_path

from rumduol.places import views

app_name = "places"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("search/", views.search_json, name="search"),
    re_path(r"^(?P<code>\d{2}|\d{4}|\d{6}|\d{8})/$", views.detail, name="detail"),
]
