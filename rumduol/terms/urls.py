from django.urls import URLPattern, URLResolver, path

from rumduol.terms import views

app_name = "terms"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("<slug:name>/", views.show, name="list"),
    path("<slug:name>.csv", views.download, name="csv"),
]
