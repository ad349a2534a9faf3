"""The pages' addresses."""

from django.urls import path

from yuanqu.web.views import (
    about,
    desk,
    facts,
    health,
    home,
    indicators,
    language,
    organizations,
    privacy,
    search,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("language/", language.choose, name="set_language"),
    path("scoreboard/", indicators.scoreboard, name="scoreboard"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
    path("facts/", facts.facts, name="facts"),
    path("facts/<uuid:id>/", facts.fact, name="fact"),
    path("facts/<uuid:id>/verify/", desk.decide, {"decision": "verify"}, name="verify_fact"),
    path("facts/<uuid:id>/dispute/", desk.decide, {"decision": "dispute"}, name="dispute_fact"),
    path("facts/<uuid:id>/withdraw/", desk.decide, {"decision": "withdraw"}, name="withdraw_fact"),
    path("facts/<uuid:id>/correct/", desk.correct, name="correct_fact"),
    path("evidence/<uuid:id>/file/", facts.evidence_file, name="evidence_file"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/names/", organizations.organization_names, name="organization_names"),
    path("organizations/<uuid:id>/", organizations.organization, name="organization"),
    path("privacy/", privacy.rules, name="privacy"),
    path("privacy/mine/", privacy.my_data, name="my_data"),
    path("privacy/copies/", privacy.ask_copy, name="ask_copy"),
    path("privacy/copies/<uuid:id>/", privacy.personal_copy, name="personal_copy"),
    path("privacy/consents/", privacy.my_consents, name="my_consents"),
    path("privacy/consents/<str:purpose>/", privacy.consent, name="consent"),
    path("privacy/requests/", privacy.my_requests, name="my_requests"),
    path("privacy/requests/<str:matter>/", privacy.start_request, name="start_request"),
    path("privacy/looks/", privacy.looks, name="looks"),
    path("privacy/looks/<uuid:party>/", privacy.looks, name="looks_at"),
    path("search/", search.search, name="search"),
    path("desk/", desk.desk, name="desk"),
    path("desk/record/", desk.choose_kind, name="choose_kind"),
    path("desk/record/<str:kind>/", desk.record, name="record_fact"),
    # For machines that watch over this one; their addresses end as such programs expect.
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
]
