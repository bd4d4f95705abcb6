from django.urls import URLPattern, URLResolver, path

from rumduol.access import views

app_name = "access"
urlpatterns: list[URLPattern | URLResolver] = [
    path("log/", views.log, name="log"),
    path("glass/", views.glass, name="glass"),
    path("conflict/", views.conflict, name="conflict"),
    path("conflict/<uuid:conflict_id>/end/", views.end_conflict, name="end_conflict"),
]
