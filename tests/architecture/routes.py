"""Who may open which address: the table that the walk of test_routes.py holds the pages to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Finds(NamedTuple):
    """The status for nobody, 韩梅 (logged in), 李雷 (of the company) and 王芳 (official)."""

    nobody: int
    stranger: int
    company: int
    official: int


EVERYONE = Finds(200, 200, 200, 200)
OFFICIALS = Finds(302, 404, 404, 200)  # nobody is asked to log in
OFFICIALS_AND_COMPANY = Finds(404, 404, 200, 200)
COMPANY = Finds(404, 404, 200, 404)
HIDDEN_BUT_TO_OFFICIALS = Finds(404, 404, 404, 200)
POST_ALONE = Finds(405, 405, 405, 405)
NOBODY_LOGGED_IN = Finds(200, 302, 302, 302)  # who is logged in is sent home
LOGGED_IN = Finds(302, 200, 200, 200)
NOT_FOUND = Finds(404, 404, 404, 404)
OF_COMPANY = Finds(302, 404, 200, 404)
CASE = Finds(302, 404, 200, 200)  # its own side, and officials of its matter
SENT_ON = Finds(302, 302, 302, 302)
OWN_IF_ANY = Finds(302, 404, 404, 404)  # none of the four has one


@dataclass(frozen=True, slots=True)
class Visit:
    """One sample of an address: what fills it in, and what each person finds with GET."""

    finds: Finds
    fill: str = ""  # a name of `Sample`
    also: str = ""  # appended to the address: a query
    body: Mapping[str, object] = field(default_factory=dict)  # what is posted


# The address as Django has it, and who may open which sample of it.
TABLE: dict[str, tuple[Visit, ...]] = {
    "": (Visit(EVERYONE),),
    "about/": (Visit(EVERYONE),),
    "language/": (Visit(SENT_ON),),
    "scoreboard/": (Visit(EVERYONE),),
    "indicators/<slug:code>/": (Visit(EVERYONE, "indicator"), Visit(NOT_FOUND, "unknown_code")),
    "facts/": (Visit(EVERYONE),),
    "facts/<uuid:id>/": (
        Visit(EVERYONE, "public"),
        Visit(OFFICIALS_AND_COMPANY, "of_parties"),
        Visit(HIDDEN_BUT_TO_OFFICIALS, "of_officials"),
        Visit(COMPANY, "statistical"),
        Visit(NOT_FOUND, "unknown_id"),
    ),
    "facts/<uuid:id>/verify/": (Visit(POST_ALONE, "public"),),
    "facts/<uuid:id>/dispute/": (Visit(POST_ALONE, "public"),),
    "facts/<uuid:id>/withdraw/": (Visit(POST_ALONE, "public"),),
    "facts/<uuid:id>/correct/": (
        Visit(OFFICIALS, "public"),
        Visit(Finds(302, 404, 404, 404), "statistical"),
    ),
    "evidence/<uuid:id>/file/": (
        Visit(EVERYONE, "public_file"),
        Visit(OFFICIALS_AND_COMPANY, "restricted_file"),
        Visit(NOT_FOUND, "unknown_id"),
    ),
    "organizations/": (Visit(EVERYONE),),
    "organizations/names/": (Visit(SENT_ON),),  # suggestions for a form's field, for HTMX alone
    "organizations/<uuid:id>/": (Visit(EVERYONE, "organization"), Visit(NOT_FOUND, "unknown_id")),
    "organizations/<uuid:id>/people/": (
        Visit(CASE, "organization"),  # its own people, and officials
        Visit(OWN_IF_ANY, "unknown_id"),
    ),
    "organizations/<uuid:id>/acts/": (
        Visit(CASE, "organization"),
        Visit(OWN_IF_ANY, "unknown_id"),
    ),
    "mandates/<int:id>/": (Visit(CASE, "mandate"), Visit(OWN_IF_ANY, "number_of_nothing")),
    "mandates/<int:id>/end/": (Visit(POST_ALONE, "mandate"),),
    "register/": (Visit(OFFICIALS),),
    "register/import/": (Visit(OFFICIALS),),
    "register/proposals/<uuid:id>/": (
        Visit(OFFICIALS, "proposal"),
        Visit(OWN_IF_ANY, "unknown_id"),
    ),
    "register/proposals/<uuid:id>/apply/": (Visit(POST_ALONE, "proposal"),),
    "register/proposals/<uuid:id>/decline/": (Visit(POST_ALONE, "proposal"),),
    "register/sources/": (Visit(OFFICIALS),),
    "register/sources/<uuid:id>/pull/": (Visit(POST_ALONE, "source"),),
    "register/sources/<uuid:id>/pause/": (Visit(POST_ALONE, "source"),),
    "register/merges/": (Visit(OFFICIALS),),
    "register/merges/<int:id>/undo/": (Visit(POST_ALONE, "merge"),),
    "register/export/": (Visit(LOGGED_IN),),
    "register/industries/<uuid:id>/": (
        Visit(OFFICIALS, "organization"),
        Visit(OWN_IF_ANY, "unknown_id"),
    ),
    "privacy/": (Visit(EVERYONE),),
    "privacy/mine/": (Visit(LOGGED_IN),),
    "privacy/copies/": (Visit(POST_ALONE),),
    "privacy/copies/<uuid:id>/": (Visit(OWN_IF_ANY, "unknown_id"),),
    "privacy/consents/": (Visit(LOGGED_IN),),
    "privacy/consents/<str:purpose>/": (Visit(POST_ALONE, "unknown_code"),),
    "privacy/requests/": (Visit(LOGGED_IN),),
    "privacy/requests/<str:matter>/": (Visit(POST_ALONE, "unknown_code"),),
    "privacy/looks/": (Visit(LOGGED_IN),),
    "privacy/looks/<uuid:party>/": (
        Visit(Finds(302, 404, 200, 404), "organization"),
        Visit(OWN_IF_ANY, "unknown_id"),
    ),
    "apply/": (Visit(EVERYONE),),
    "apply/<str:matter>/": (Visit(LOGGED_IN, "matter"), Visit(OWN_IF_ANY, "unknown_code")),
    "cases/": (Visit(LOGGED_IN),),
    "cases/<uuid:id>/": (
        Visit(CASE, "case"),
        Visit(Finds(302, 404, 302, 404), "draft"),
        Visit(OWN_IF_ANY, "unknown_id"),
    ),
    "cases/<uuid:id>/edit/": (
        Visit(Finds(302, 404, 200, 404), "draft"),
        Visit(OWN_IF_ANY, "case"),
    ),
    "cases/<uuid:id>/files/<str:field>/": (Visit(POST_ALONE, "draft"),),
    "cases/<uuid:id>/discard/": (Visit(POST_ALONE, "case"),),
    "cases/<uuid:id>/moves/<str:move>/": (Visit(POST_ALONE, "case"),),
    "cases/<uuid:id>/corrections/": (Visit(Finds(302, 404, 302, 200), "case"),),
    "cases/<uuid:id>/assign/": (Visit(POST_ALONE, "case"),),
    "cases/<uuid:id>/letters/<str:kind>/": (Visit(CASE, "case"), Visit(OWN_IF_ANY, "draft")),
    "case-files/<uuid:id>/": (Visit(CASE, "case_file"), Visit(OWN_IF_ANY, "unknown_id")),
    "case-files/<uuid:id>/remove/": (Visit(POST_ALONE, "case_file"),),
    "objections/<uuid:id>/answer/": (Visit(POST_ALONE, "unknown_id"),),
    "inbox/": (Visit(LOGGED_IN),),
    "inbox/decide/": (Visit(POST_ALONE),),
    "publicity/": (Visit(EVERYONE),),
    "publicity/<uuid:id>/": (Visit(EVERYONE, "public_case"), Visit(NOT_FOUND, "case")),
    "stand-ins/": (Visit(OFFICIALS),),
    "stand-ins/<str:kind>/<int:id>/end/": (Visit(POST_ALONE, "number"),),
    "me/": (Visit(LOGGED_IN),),
    "me/name/": (Visit(LOGGED_IN),),
    "me/second-factor/": (Visit(SENT_ON),),  # none is asked for in tests
    "me/objections/": (Visit(LOGGED_IN),),
    "me/tokens/": (Visit(LOGGED_IN),),
    "me/tokens/new/": (Visit(SENT_ON),),  # the password is asked for again first
    "me/tokens/<int:id>/revoke/": (Visit(POST_ALONE, "number_of_nothing"),),
    "me/notices/": (Visit(LOGGED_IN),),
    "knowledge/": (Visit(EVERYONE),),
    "knowledge/new/": (Visit(Finds(302, 404, 200, 200)),),
    "knowledge/<slug:pack>/": (
        Visit(EVERYONE, "pack"),
        Visit(COMPANY, "own_pack"),
        Visit(NOT_FOUND, "unknown_code"),
    ),
    "knowledge/<slug:pack>/change/": (Visit(OFFICIALS, "pack"), Visit(OF_COMPANY, "own_pack")),
    "knowledge/<slug:pack>/add/": (Visit(OFFICIALS, "pack"), Visit(OF_COMPANY, "own_pack")),
    "knowledge/<slug:pack>/answers/": (Visit(EVERYONE, "pack"), Visit(COMPANY, "own_pack")),
    "documents/<uuid:id>/": (
        Visit(EVERYONE, "document"),
        Visit(EVERYONE, "document", also="?at=0-4,6-8"),
        Visit(COMPANY, "closed_document"),
        Visit(HIDDEN_BUT_TO_OFFICIALS, "official_document"),
        Visit(NOT_FOUND, "unknown_id"),
    ),
    "documents/<uuid:id>/original/": (
        Visit(EVERYONE, "document"),
        Visit(COMPANY, "closed_document"),
        Visit(HIDDEN_BUT_TO_OFFICIALS, "official_document"),
    ),
    "documents/<uuid:id>/change/": (
        Visit(OFFICIALS, "document"),
        Visit(OF_COMPANY, "closed_document"),
    ),
    "documents/<uuid:id>/retry/": (Visit(POST_ALONE, "document"),),
    "documents/<uuid:id>/withdraw/": (Visit(POST_ALONE, "document"),),
    "answers/<uuid:id>/": (Visit(EVERYONE, "answer"), Visit(COMPANY, "own_answer")),
    "answers/<uuid:id>/change/": (Visit(OFFICIALS, "answer"), Visit(OF_COMPANY, "own_answer")),
    "answers/<uuid:id>/withdraw/": (Visit(POST_ALONE, "answer"),),
    "ask/": (Visit(EVERYONE), Visit(EVERYONE, also="?q=%20")),
    "ask/tools/": (Visit(EVERYONE),),
    "ask/tools/<str:name>/": (
        Visit(EVERYONE, "tool"),
        Visit(LOGGED_IN, "writing_tool"),
        Visit(NOT_FOUND, "unknown_code"),
    ),
    "ask/devices/": (Visit(LOGGED_IN),),
    "ask/devices/<slug:pack>/<str:verdict>/": (Visit(POST_ALONE, "pack"),),
    "ask/cards/": (Visit(LOGGED_IN),),
    "ask/cards/<uuid:id>/": (
        Visit(Finds(302, 404, 200, 404), "card"),  # its own person alone
        Visit(OWN_IF_ANY, "unknown_id"),
    ),
    "ask/cards/<uuid:id>/<str:verdict>/": (Visit(POST_ALONE, "card"),),
    "ask/speech/": (Visit(POST_ALONE),),
    "ask/<uuid:id>/": (Visit(COMPANY, "conversation"), Visit(NOT_FOUND, "unknown_id")),
    "ask/<uuid:id>/delete/": (Visit(POST_ALONE, "unknown_id"),),
    "ask/turns/<uuid:id>/feedback/": (Visit(POST_ALONE, "unknown_id"),),
    "ask/waiting/": (Visit(Finds(302, 404, 200, 200)),),  # who keeps a pack
    "ask/waiting/<uuid:id>/": (Visit(OWN_IF_ANY, "unknown_id"),),
    "ask/waiting/<uuid:id>/settle/": (Visit(POST_ALONE, "unknown_id"),),
    "ask/evaluations/": (Visit(Finds(302, 404, 200, 200)),),
    "ask/evaluations/<int:id>/": (Visit(OWN_IF_ANY, "number_of_nothing"),),
    "ask/evaluations/<int:id>/accept/": (Visit(POST_ALONE, "number_of_nothing"),),
    "ask/packs/<slug:pack>/": (Visit(OFFICIALS, "pack"), Visit(OF_COMPANY, "own_pack")),
    "ask/widget/<slug:pack>/": (Visit(NOT_FOUND, "pack"), Visit(NOT_FOUND, "own_pack")),
    "search/": (Visit(EVERYONE), Visit(EVERYONE, also="?q=示例")),
    "desk/": (Visit(OFFICIALS),),
    # Whoever speaks for an organization claims facts about it; a park's figure is for officials.
    "desk/record/": (
        Visit(Finds(302, 404, 200, 200)),
        Visit(Finds(302, 404, 404, 200), also="?for=00000000-0000-4000-8000-000000000000"),
    ),
    "desk/record/<str:kind>/": (
        Visit(OFFICIALS, "kind"),
        Visit(Finds(302, 404, 200, 200), "company_kind"),
        Visit(Finds(302, 404, 404, 404), "unknown_kind"),
    ),
    "upkeep/": (Visit(OFFICIALS),),  # while the park has none of the three administrators
    "health/live": (Visit(EVERYONE),),
    "health/ready": (Visit(EVERYONE),),
    "metrics": (Visit(EVERYONE),),  # from this machine; tests/web asks from another
    # Other programs: a key, a session, or nobody.
    "api/v1/": (Visit(NOT_FOUND),),
    "api/v1/openapi.json": (Visit(EVERYONE),),
    "api/v1/docs": (Visit(EVERYONE),),
    "api/v1/organizations": (Visit(EVERYONE),),
    "api/v1/organizations/<id>": (Visit(EVERYONE, "organization"), Visit(NOT_FOUND, "unknown_id")),
    "api/v1/indicators": (Visit(EVERYONE),),
    "api/v1/indicators/<code>": (Visit(EVERYONE, "indicator"), Visit(NOT_FOUND, "unknown_code")),
    "api/v1/search": (Visit(EVERYONE, also="?q=示例"),),
    "api/v1/facts": (Visit(EVERYONE),),
    "api/v1/facts/<id>": (
        Visit(EVERYONE, "public"),
        Visit(OFFICIALS_AND_COMPANY, "of_parties"),
        Visit(HIDDEN_BUT_TO_OFFICIALS, "of_officials"),
        Visit(COMPANY, "statistical"),
        Visit(NOT_FOUND, "unknown_id"),
    ),
    "api/v1/facts/<id>/corrections": (Visit(POST_ALONE, "public"),),
    "api/v1/facts/<id>/<move>": (Visit(POST_ALONE, "public"),),
    "api/v1/cases": (Visit(Finds(401, 200, 200, 200)),),
    "api/v1/cases/inbox": (Visit(Finds(401, 200, 200, 200)),),
    "api/v1/cases/<id>": (Visit(Finds(401, 404, 404, 404), "unknown_id"),),
    "api/v1/cases/<id>/answers": (Visit(POST_ALONE, "unknown_id"),),
    "api/v1/cases/<id>/moves/<move>": (Visit(POST_ALONE, "unknown_id"),),
    "api/v1/register/imports": (Visit(POST_ALONE),),
    "api/v1/register/proposals": (Visit(Finds(401, 403, 403, 200)),),
    "api/v1/register/proposals/<id>": (
        Visit(Finds(401, 404, 404, 200), "proposal"),
        Visit(Finds(401, 404, 404, 404), "unknown_id"),
    ),
    "api/v1/register/proposals/<id>/rows": (Visit(Finds(401, 404, 404, 200), "proposal"),),
    "api/v1/register/proposals/<id>/problems": (Visit(Finds(401, 404, 404, 200), "proposal"),),
    "api/v1/register/proposals/<id>/apply": (Visit(POST_ALONE, "proposal"),),
    "api/v1/register/proposals/<id>/decline": (Visit(POST_ALONE, "proposal"),),
    "api/v1/knowledge/packs": (Visit(EVERYONE),),
    "api/v1/knowledge/documents": (Visit(EVERYONE),),
    "api/v1/knowledge/documents/<id>": (
        Visit(EVERYONE, "document"),
        Visit(COMPANY, "closed_document"),
        Visit(HIDDEN_BUT_TO_OFFICIALS, "official_document"),
        Visit(NOT_FOUND, "unknown_id"),
    ),
    "api/v1/knowledge/documents/<id>/versions": (
        Visit(EVERYONE, "document"),
        Visit(COMPANY, "closed_document"),
    ),
    "api/v1/knowledge/documents/<id>/retry": (Visit(POST_ALONE, "document"),),
    "api/v1/knowledge/documents/<id>/withdraw": (Visit(POST_ALONE, "document"),),
    "api/v1/knowledge/answers": (Visit(EVERYONE),),
    "api/v1/ask": (Visit(POST_ALONE),),
    "api/v1/turns/<id>": (Visit(NOT_FOUND, "unknown_id"),),
    "api/v1/turns/<id>/feedback": (Visit(POST_ALONE, "unknown_id"),),
    "api/v1/webhooks": (Visit(Finds(401, 200, 200, 200)),),
    "api/v1/webhooks/<id>": (Visit(POST_ALONE, "unknown_id"),),  # DELETE alone
    "api/v1/webhooks/<id>/resume": (Visit(POST_ALONE, "unknown_id"),),
    # django-allauth's own. What changes an account asks for the password again first.
    "accounts/login/": (Visit(NOBODY_LOGGED_IN),),
    "accounts/logout/": (Visit(LOGGED_IN),),
    "accounts/signup/": (Visit(NOBODY_LOGGED_IN),),
    "accounts/inactive/": (Visit(EVERYONE),),
    "accounts/reauthenticate/": (Visit(LOGGED_IN),),
    "accounts/email/": (Visit(LOGGED_IN),),
    "accounts/confirm-email/": (Visit(EVERYONE),),
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": (Visit(EVERYONE, "key"),),
    "accounts/password/change/": (Visit(LOGGED_IN),),
    "accounts/password/set/": (Visit(SENT_ON),),
    "accounts/password/reset/": (Visit(EVERYONE),),
    "accounts/password/reset/done/": (Visit(EVERYONE),),
    "accounts/password/reset/key/done/": (Visit(EVERYONE),),
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (
        Visit(EVERYONE, "key"),
    ),
    "accounts/login/code/": (Visit(NOBODY_LOGGED_IN),),
    "accounts/login/code/confirm/": (Visit(SENT_ON),),
    "accounts/phone/change/": (Visit(LOGGED_IN),),
    "accounts/phone/verify/": (Visit(SENT_ON),),
    "accounts/2fa/": (Visit(LOGGED_IN),),
    "accounts/2fa/authenticate/": (Visit(SENT_ON),),
    "accounts/2fa/reauthenticate/": (Visit(SENT_ON),),
    "accounts/2fa/totp/activate/": (Visit(SENT_ON),),
    "accounts/2fa/totp/deactivate/": (Visit(OWN_IF_ANY),),
    "accounts/2fa/recovery-codes/": (Visit(OWN_IF_ANY),),
    "accounts/2fa/recovery-codes/generate/": (Visit(SENT_ON),),
    "accounts/2fa/recovery-codes/download/": (Visit(OWN_IF_ANY),),
    "accounts/2fa/webauthn/": (Visit(LOGGED_IN),),
    "accounts/2fa/webauthn/add/": (Visit(SENT_ON),),
    "accounts/2fa/webauthn/reauthenticate/": (Visit(SENT_ON),),
    "accounts/2fa/webauthn/login/": (Visit(SENT_ON),),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": (Visit(SENT_ON, "number"),),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": (Visit(SENT_ON, "number"),),
    "accounts/elsewhere/": (Visit(LOGGED_IN),),
    "accounts/elsewhere/signup/": (Visit(SENT_ON),),
    "accounts/elsewhere/login/cancelled/": (Visit(EVERYONE),),
    "accounts/elsewhere/login/error/": (Visit(Finds(401, 401, 401, 401)),),
    # No provider is trusted here, so none is found.
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/": (Visit(NOT_FOUND, "key"),),
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/": (Visit(NOT_FOUND, "key"),),
    "accounts/cas/<slug:provider_id>/login/": (Visit(NOT_FOUND, "key"),),
    "accounts/cas/<slug:provider_id>/login/callback/": (Visit(NOT_FOUND, "key"),),
    "accounts/oauth2/<slug:provider_id>/login/": (Visit(NOT_FOUND, "key"),),
    "accounts/oauth2/<slug:provider_id>/login/callback/": (Visit(NOT_FOUND, "key"),),
}
