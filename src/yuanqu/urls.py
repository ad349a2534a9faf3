"""Every address. The pages' own are in web/urls.py."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("yuanqu.web.urls")),
]
