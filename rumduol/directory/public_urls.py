"""Under `/<lang>/help-lines/`: no account, no cookie."""

from django.urls import URLPattern, URLResolver, path

from rumduol.directory import views

app_name = "help"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.public_help, name="lines")]
