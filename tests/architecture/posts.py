"""What each person finds who posts to an address: the other half of the table of routes.py."""

from tests.architecture.routes import EVERYONE, NOT_FOUND, POST_ALONE, SENT_ON, Finds, Visit

REASON = {"reason": "试一试。"}
# About the company, so that it may claim it; of no kind, so that nobody's claim is recorded.
CLAIM = {
    "kind": "no.such.kind",
    "occurred_on": "2023",
    "parties": [{"party": "…", "role": "subject"}],
}
DRAFT = {"matter": "no.such.matter", "applicant": "00000000-0000-4000-8000-000000000000"}
ANSWERS = {"revision": 0, "answers": {}}
MOVE = {"reasons": "试一试。"}
HOOK = {"url": "https://not-allowed.example/"}
# What POST finds. Nothing of it is written: who may do it sends what is refused as incomplete.
POSTS: dict[str, Visit] = {
    "language/": Visit(SENT_ON),
    # The sentence says who may; 王芳 recorded the fact herself, so she may not settle it either.
    "facts/<uuid:id>/verify/": Visit(Finds(404, 422, 422, 422), "public", body=REASON),
    "facts/<uuid:id>/dispute/": Visit(Finds(404, 422, 422, 422), "public", body=REASON),
    "facts/<uuid:id>/withdraw/": Visit(Finds(404, 422, 422, 422), "public"),
    "facts/<uuid:id>/correct/": Visit(Finds(404, 404, 404, 422), "public"),
    "desk/record/<str:kind>/": Visit(Finds(404, 404, 422, 422), "company_kind"),
    "apply/<str:matter>/": Visit(Finds(404, 422, 422, 422), "matter"),
    "cases/<uuid:id>/edit/": Visit(Finds(404, 404, 422, 404), "draft"),
    "cases/<uuid:id>/files/<str:field>/": Visit(Finds(404, 404, 302, 404), "draft"),
    "cases/<uuid:id>/discard/": Visit(NOT_FOUND, "case"),  # it is no draft any more
    "cases/<uuid:id>/moves/<str:move>/": Visit(Finds(404, 404, 302, 302), "case"),
    "cases/<uuid:id>/corrections/": Visit(Finds(404, 404, 302, 422), "case"),
    "cases/<uuid:id>/assign/": Visit(Finds(404, 404, 302, 302), "case", body={"to": "0"}),
    "case-files/<uuid:id>/remove/": Visit(NOT_FOUND, "case_file"),
    "objections/<uuid:id>/answer/": Visit(NOT_FOUND, "unknown_id"),
    "inbox/decide/": Visit(Finds(404, 404, 404, 302)),
    "publicity/<uuid:id>/": Visit(Finds(302, 422, 422, 422), "public_case"),
    "stand-ins/": Visit(Finds(404, 404, 404, 422)),
    "stand-ins/<str:kind>/<int:id>/end/": Visit(NOT_FOUND, "number"),
    "me/name/": Visit(Finds(404, 422, 422, 422)),
    "me/tokens/new/": Visit(Finds(404, 302, 302, 302)),
    "me/tokens/<int:id>/revoke/": Visit(NOT_FOUND, "number_of_nothing"),
    "organizations/<uuid:id>/people/": Visit(Finds(404, 404, 404, 422), "organization"),
    "mandates/<int:id>/": Visit(Finds(404, 404, 404, 422), "mandate"),
    "mandates/<int:id>/end/": Visit(NOT_FOUND, "number_of_nothing"),
    "me/notices/": Visit(Finds(404, 422, 422, 422)),
    "register/import/": Visit(Finds(404, 404, 404, 422)),
    # It has a wrong row, so it is not applied.
    "register/proposals/<uuid:id>/apply/": Visit(Finds(404, 404, 404, 302), "proposal"),
    "register/proposals/<uuid:id>/decline/": Visit(NOT_FOUND, "unknown_id"),
    "register/sources/": Visit(Finds(404, 404, 404, 422)),
    "register/sources/<uuid:id>/pull/": Visit(Finds(404, 404, 404, 302), "source"),
    "register/sources/<uuid:id>/pause/": Visit(NOT_FOUND, "unknown_id"),
    "register/merges/": Visit(Finds(404, 404, 404, 422)),
    "register/merges/<int:id>/undo/": Visit(Finds(404, 404, 404, 302), "merge"),
    "register/export/": Visit(Finds(404, 422, 422, 422)),
    "register/industries/<uuid:id>/": Visit(
        Finds(404, 404, 404, 422), "organization", body={"industry": "ZZ"}
    ),
    "ask/": Visit(Finds(422, 422, 422, 422)),
    "ask/tools/<str:name>/": Visit(Finds(404, 422, 422, 422), "writing_tool"),
    "ask/devices/<slug:pack>/<str:verdict>/": Visit(NOT_FOUND, "pack"),  # no such verdict
    "ask/cards/<uuid:id>/<str:verdict>/": Visit(NOT_FOUND, "unknown_id"),
    "ask/speech/": Visit(EVERYONE),
    "ask/<uuid:id>/": Visit(NOT_FOUND, "unknown_id"),
    "ask/<uuid:id>/delete/": Visit(NOT_FOUND, "unknown_id"),
    "ask/turns/<uuid:id>/feedback/": Visit(NOT_FOUND, "unknown_id"),
    "ask/waiting/<uuid:id>/": Visit(NOT_FOUND, "unknown_id"),
    "ask/waiting/<uuid:id>/settle/": Visit(NOT_FOUND, "unknown_id"),
    "ask/evaluations/": Visit(NOT_FOUND),  # the sample's packs have no evaluation questions
    "ask/evaluations/<int:id>/accept/": Visit(NOT_FOUND, "number_of_nothing"),
    "ask/packs/<slug:pack>/": Visit(Finds(404, 404, 404, 422), "pack", body={"hosts": "<no>"}),
    "ask/widget/<slug:pack>/": Visit(NOT_FOUND, "pack"),
    "knowledge/new/": Visit(Finds(404, 404, 422, 422)),
    "knowledge/<slug:pack>/change/": Visit(Finds(404, 404, 404, 422), "pack"),
    "knowledge/<slug:pack>/add/": Visit(Finds(404, 404, 404, 422), "pack"),
    "knowledge/<slug:pack>/answers/": Visit(Finds(404, 404, 422, 404), "own_pack"),
    "documents/<uuid:id>/change/": Visit(Finds(404, 404, 404, 422), "document"),
    "documents/<uuid:id>/retry/": Visit(Finds(404, 404, 404, 302), "document"),  # nothing failed
    "documents/<uuid:id>/withdraw/": Visit(NOT_FOUND, "unknown_id"),
    "answers/<uuid:id>/change/": Visit(Finds(404, 404, 404, 422), "answer"),
    "answers/<uuid:id>/withdraw/": Visit(NOT_FOUND, "unknown_id"),
    "privacy/copies/": Visit(Finds(404, 302, 302, 302)),
    "privacy/consents/<str:purpose>/": Visit(
        Finds(404, 302, 302, 302), "unknown_code", body={"version": "1"}
    ),
    "privacy/requests/<str:matter>/": Visit(NOT_FOUND, "unknown_code"),
    "api/v1/facts": Visit(Finds(401, 403, 422, 422), body=CLAIM),
    "api/v1/facts/<id>/corrections": Visit(Finds(401, 403, 422, 422), "public", body=CLAIM),
    "api/v1/facts/<id>/<move>": Visit(Finds(401, 403, 403, 403), "public", body=REASON),
    "api/v1/cases": Visit(Finds(401, 422, 422, 422), body=DRAFT),
    "api/v1/cases/<id>/answers": Visit(Finds(401, 404, 404, 404), "unknown_id", body=ANSWERS),
    # Of a case there is no move called "verify", whoever asks.
    "api/v1/cases/<id>/moves/<move>": Visit(Finds(422, 422, 422, 422), "unknown_id", body=MOVE),
    # Without a file nobody gets as far as being asked who they are.
    "api/v1/register/imports": Visit(Finds(422, 422, 422, 422)),
    "api/v1/register/proposals/<id>/apply": Visit(Finds(401, 404, 404, 422), "proposal"),
    "api/v1/register/proposals/<id>/decline": Visit(Finds(401, 404, 404, 404), "unknown_id"),
    # Without a pack nobody gets as far as being asked who they are.
    "api/v1/knowledge/documents": Visit(Finds(422, 422, 422, 422)),
    "api/v1/knowledge/documents/<id>/retry": Visit(Finds(401, 403, 403, 409), "document"),
    "api/v1/knowledge/documents/<id>/withdraw": Visit(Finds(401, 404, 404, 404), "unknown_id"),
    "api/v1/ask": Visit(Finds(422, 422, 422, 422), body={"question": " "}),
    "api/v1/turns/<id>/feedback": Visit(NOT_FOUND, "unknown_id", body={"rating": "helpful"}),
    "api/v1/webhooks": Visit(Finds(401, 403, 403, 422), body=HOOK),
    "api/v1/webhooks/<id>": Visit(POST_ALONE, "unknown_id"),
    "api/v1/webhooks/<id>/resume": Visit(Finds(401, 404, 404, 404), "unknown_id"),
}
