from django.urls import URLPattern, URLResolver, path

from rumduol.web import law_views, public, search, views
from rumduol.web.errors import PUBLIC_LANGUAGES

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.first, name="home"),
    path("search/", search.search, name="search"),
    path("news/", views.notices_page, name="notices"),
    path("news/<uuid:notice_id>/", views.open_notice, name="open_notice"),
    path("glass/<uuid:glass_id>/", views.confirm_glass, name="confirm_glass"),
    path("help/", views.help_page, name="help"),
    path("language/", views.language, name="language"),
    path("purpose/", views.purpose, name="purpose"),
    path("law/", law_views.law_list, name="law"),
    path("law/<slug:code>/", law_views.law_article, name="law_article"),
    path("leave/", views.leave, name="leave"),
    path("robots.txt", views.robots, name="robots"),
    *[
        path(f"{code}/", public.front, {"lang": code}, name=f"front_{code.replace('-', '_')}")
        for code in sorted(PUBLIC_LANGUAGES)
    ],
]
