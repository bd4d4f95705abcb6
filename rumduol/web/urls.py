from django.urls import URLPattern, URLResolver, path

from rumduol.web import views

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", views.language, name="language"),
    path("leave/", views.leave, name="leave"),
    path("robots.txt", views.robots, name="robots"),
]
