"""One sentence for each code, found once for every door.

Each app keeps its own `SENTENCES` in its `wording.py`; they are gathered from the installed apps,
so that no lower app imports a higher one.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "accounts.officials_only": _(
        "Only an official of the park may do this. Ask one, or log in as one."
    ),
    "accounts.not_your_own": _("Only the person whose account it is may do this."),
    "accounts.not_logged_in": _("Log in first; then you can do this."),
    # rights and mandates
    "accounts.officials_and_administrators_only": _(
        "Only an official of the park or an administrator of the organization may do this."
    ),
    "accounts.security_administrators_only": _(
        "Only the security administrator of the park may do this."
    ),
    "accounts.not_to_oneself": _("Nobody does this for themselves. Ask somebody who may."),
    "accounts.role_elsewhere": _(
        "This role is not held there: officials, clerks and the three administrators work for the "
        "park, the other roles are held at organizations."
    ),
    "accounts.duties_stay_apart": _(
        "The duties of system, security and audit are kept apart: one person holds one of them and "
        "no other role at the park."
    ),
    "accounts.no_mandate": _(
        "You have no mandate from this organization. Its administrator can give you one."
    ),
    "accounts.mandate_ended": _(
        "Your mandate from this organization ended on %(day)s. Its administrator can give you a "
        "new one."
    ),
    "accounts.another_matter": _(
        "Your mandate from this organization is for other matters: %(matters)s."
    ),
    "accounts.mandate_is_over": _("This mandate has ended already."),
    "accounts.handed_to_the_holder": _("The person holds this mandate already."),
    "accounts.ends_in_the_past": _("The end of a mandate must lie in the future."),
    "accounts.ends_before_it_begins": _("A mandate must end after it begins."),
    "accounts.not_a_matter": _("This is not the code of a matter: %(matter)s."),
    "accounts.suspended_person": _("This account is suspended."),
    # accounts
    "accounts.name_is_an_address": _(
        "A user name must not look like an e-mail address or a phone number."
    ),
    "accounts.not_a_number": _(
        "Give a phone number with its country, such as +8613812345678; a mobile number of China "
        "may stand alone."
    ),
    "accounts.number_taken": _("This phone number belongs to another account."),
    "accounts.identity_of_another": _("This log-in belongs to another account."),
    "accounts.locked_out": _(
        "Too many attempts with a wrong password. The next is possible in %(minutes)s minutes."
    ),
    "accounts.text_with_code": _(
        "Your code is %(code)s. It is valid for a few minutes. Give it to nobody, not to us either."
    ),
    "accounts.name_is_needed": _("Give a name of at most 60 characters."),
    "accounts.text_already_here": _(
        "This number has an account here already: log in with a code. If you did not just try to "
        "sign up, do nothing."
    ),
    "accounts.nobody_called": _("Nobody has the user name %(name)s."),
    "accounts.no_park": _(
        "There is no park yet. Give its name with --park, or start a demonstration."
    ),
    "accounts.idle": _(
        "You were logged out after %(minutes)s minutes without a sign of you. Log in again."
    ),
    "accounts.second_factor_first": _(
        "Whoever works for the park logs in with a second factor. Set one up on the pages first."
    ),
    # tokens
    "accounts.token_needs_a_name": _(
        "Give the token a name of at most 60 characters that says what it is for."
    ),
    "accounts.token_needs_a_scope": _("Say what the token may do: give at least one scope."),
    "accounts.not_a_scope": _(
        "This is not a scope: %(scope)s. Scopes are read, write, and such as facts:read."
    ),
    "accounts.token_lasts_too_long": _("A token lasts between 1 and %(most)s days."),
    "accounts.too_many_tokens": _(
        "You hold %(most)s tokens already. Revoke those that are not needed."
    ),
    "accounts.not_your_token": _("Only the person whose token it is may revoke it."),
    "accounts.token_opens_nothing": _("This token is unknown, has expired or was revoked."),
    "accounts.token_in_address": _(
        "A token must not stand in an address, which others get to see. Send it in the header "
        "Authorization, and revoke this one."
    ),
    "accounts.beyond_scope": _("This token may not do that: it lacks the scope %(scope)s."),
    # acts, as the log of who acted lists them
    "accounts.logged_in": _("Logged in"),
    "accounts.locked": _("Locked after too many wrong passwords"),
    "accounts.unlocked": _("Unlocked"),
    "accounts.suspended": _("Account suspended"),
    "accounts.restored": _("Account restored"),
    "accounts.password_changed": _("Password changed"),
    "accounts.renamed": _("Name changed"),
    "accounts.phone_verified": _("Phone number verified"),
    "accounts.identity_linked": _("Log-in elsewhere added"),
    "accounts.identity_unlinked": _("Log-in elsewhere removed"),
    "accounts.membership_granted": _("Mandate given"),
    "accounts.membership_ended": _("Mandate ended"),
    "accounts.membership_handed_over": _("Mandate handed over"),
    "accounts.token_created": _("Token made"),
    "accounts.token_revoked": _("Token revoked"),
}


@lru_cache(maxsize=1)
def all_sentences() -> Mapping[str, str | Promise]:
    """Every code of every installed app, with its untranslated sentence."""
    gathered: dict[str, str | Promise] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("yuanqu.") and find_spec(f"{app.name}.wording"):
            gathered |= import_module(f"{app.name}.wording").SENTENCES
    return gathered


def sentence(code: str, facts: Mapping[str, str] | None = None) -> str:
    """The sentence for a refusal in the active language, with its facts filled in."""
    return str(all_sentences()[code]) % dict(facts or {})
