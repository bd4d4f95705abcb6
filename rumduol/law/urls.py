"""Under `/<lang>/law/`, for everybody."""

from django.urls import URLPattern, URLResolver, path

from rumduol.law import views

app_name = "law"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("treaties/", views.treaties, name="treaties"),
    path("gaps/", views.gaps, name="gaps"),
    path("<slug:code>/", views.article, name="article"),
]
