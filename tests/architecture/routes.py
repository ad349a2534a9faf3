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
SENT_ON = Finds(302, 302, 302, 302)


@dataclass(frozen=True, slots=True)
class Visit:
    """One sample of an address: what fills it in, and what each person finds with GET."""

    finds: Finds
    fill: str = ""  # a name of `Sample`
    also: str = ""  # appended to the address: a query
    body: Mapping[str, str] = field(default_factory=dict)  # what is posted


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
    "search/": (Visit(EVERYONE), Visit(EVERYONE, also="?q=示例")),
    "desk/": (Visit(OFFICIALS),),
    "desk/record/": (Visit(OFFICIALS),),
    "desk/record/<str:kind>/": (
        Visit(OFFICIALS, "kind"),
        Visit(Finds(302, 404, 404, 404), "unknown_kind"),
    ),
    # django-allauth's own. Accounts are opened by the park: signing up says so.
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
    "accounts/login/code/confirm/": (Visit(SENT_ON),),
}
REASON = {"reason": "试一试。"}
# What POST finds. Nothing of it is written: who may do it sends what is refused as incomplete.
POSTS: dict[str, Visit] = {
    "language/": Visit(SENT_ON),
    # The sentence says who may; 王芳 recorded the fact herself, so she may not settle it either.
    "facts/<uuid:id>/verify/": Visit(Finds(404, 422, 422, 422), "public", body=REASON),
    "facts/<uuid:id>/dispute/": Visit(Finds(404, 422, 422, 422), "public", body=REASON),
    "facts/<uuid:id>/withdraw/": Visit(Finds(404, 422, 422, 422), "public"),
    "facts/<uuid:id>/correct/": Visit(Finds(404, 404, 404, 422), "public"),
    "desk/record/<str:kind>/": Visit(Finds(404, 404, 404, 422), "kind"),
}
