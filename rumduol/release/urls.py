from django.urls import URLPattern, URLResolver

app_name = "release"
urlpatterns: list[URLPattern | URLResolver] = []
