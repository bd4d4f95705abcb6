"""One line per room. `<lang>/` pages are public and need no cookie; all others need a signed-in person."""

from django.urls import include, path, re_path

from rumduol.api.open import api as open_api
from rumduol.api.v1 import api

urlpatterns = [
    path("", include("rumduol.web.urls")),
    path("api/v1/", api.urls),
    path("api/open/", open_api.urls),
    path("me/", include("rumduol.signin.urls")),
    path("drafts/", include("rumduol.drafts.urls")),
    path("access/", include("rumduol.access.urls")),
    path("places/", include("rumduol.places.urls")),
    path("terms/", include("rumduol.terms.urls")),
    path("directory/", include("rumduol.directory.urls")),
    path("", include("rumduol.intake.urls")),  # reports/ for staff, <lang>/report/ for everybody
    re_path(r"^(?P<lang>km|en|vi|th|zh-hans)/law/", include("rumduol.law.urls")),
    re_path(r"^(?P<lang>km|en|vi|th|zh-hans)/help-lines/", include("rumduol.directory.public_urls")),
    re_path(r"^(?P<lang>km|en|vi|th|zh-hans)/figures/", include("rumduol.release.public_urls")),
    path("screening/", include("rumduol.screening.urls")),
    path("cases/", include("rumduol.cases.urls")),
    path("referrals/", include("rumduol.referrals.urls")),
    path("criminal/", include("rumduol.justice.urls")),
    path("operations/", include("rumduol.operations.urls")),
    path("courts/", include("rumduol.courts.urls")),
    path("remedy/", include("rumduol.remedy.urls")),
    path("files/", include("rumduol.casework.urls")),
    path("", include("rumduol.integrity.urls")),  # letters/ for the desk, <lang>/letter/ for everybody
    path("figures/", include("rumduol.indicators.urls")),
    path("declared/", include("rumduol.declared.urls")),
    path("linkage/", include("rumduol.linkage.urls")),
    path("releases/", include("rumduol.release.urls")),
]

handler400 = "rumduol.web.errors.bad_request"
handler403 = "rumduol.web.errors.not_allowed"
handler404 = "rumduol.web.errors.not_there"
handler500 = "rumduol.web.errors.broken"
