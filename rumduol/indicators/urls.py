from django.urls import URLPattern, URLResolver, path

from rumduol.indicators import views

app_name = "indicators"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.figures, name="figures"),
    path("check/", views.check, name="check"),
    path("ctdc/", views.ctdc, name="ctdc"),
]
