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
    path("search/", search.search, name="search"),
    path("desk/", desk.desk, name="desk"),
    path("desk/record/", desk.choose_kind, name="choose_kind"),
    path("desk/record/<str:kind>/", desk.record, name="record_fact"),
    # For machines that watch over this one; their addresses end as such programs expect.
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
]
