"""The sentence for each refusal of the API itself."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "api.not_found": _("There is nothing here, or it is not for you to see."),
    "api.invalid": _("The request is not as the route asks for; the details name the fields."),
    "api.unreadable": _("The request's body cannot be read as JSON."),
    "api.not_logged_in": _("Send a token: Authorization: Bearer, then the token."),
    "api.bad_token": _("This token is not valid, has expired or was revoked. Make a new one."),
    "api.csrf": _("Send the CSRF token of your session, or use an API token."),
    "api.too_many_requests": _("Too many requests. Try again in %(seconds)s seconds."),
    "api.bad_idempotency_key": _("An idempotency key has 1 to %(most)s printable characters."),
    "api.idempotency_key_reused": _(
        "This idempotency key was used for another request. Use a new key for a new request."
    ),
    "api.bad_period": _("The period “%(text)s” cannot be read. Write 2023, 2023-08 or 2023-08-01."),
    "api.bad_quantity": _("The quantity cannot be read as a decimal number."),
    "api.bad_answers": _("These answers cannot be kept: %(fields)s"),
    "api.outcome_missing": _("Say how the case is decided: approved or rejected."),
    "api.unknown_party": _("There is no party with the id %(party)s."),
    "api.too_many_webhooks": _("You have %(most)s webhooks already. End one first."),
    "api.bad_webhook_url": _("The webhook's address must be an http or https address."),
    "api.webhook_host": _(
        "The park does not send to %(host)s. Ask its system administrator to allow the host."
    ),
}
