"""Logging in and out, second factors, and log-ins elsewhere."""

from django.urls import include, path

from yuanqu.accounts.identity import cas, oauth2

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("elsewhere/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("cas/<slug:provider_id>/login/", cas.begin, name="cas_login"),
    path("cas/<slug:provider_id>/login/callback/", cas.finish, name="cas_callback"),
    path("oauth2/<slug:provider_id>/login/", oauth2.begin, name="oauth2_login"),
    path("oauth2/<slug:provider_id>/login/callback/", oauth2.finish, name="oauth2_callback"),
]
