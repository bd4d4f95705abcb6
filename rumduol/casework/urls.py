from django.urls import URLPattern, URLResolver, path

from rumduol.casework import views

app_name = "casework"
urlpatterns: list[URLPattern | URLResolver] = [path("<uuid:case_id>/", views.file, name="file")]
