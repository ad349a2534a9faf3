"""Every address. The pages' own are in web/urls.py."""

from django.urls import include, path

from yuanqu.api.urls import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("accounts/", include("yuanqu.accounts.urls")),
    path("", include("yuanqu.web.urls")),
]
