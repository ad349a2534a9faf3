"""The sentence for each refusal of tools, cards and devices, and for the acts that they are."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "assistant.no_such_tool": _("There is no tool called “%(tool)s”, or it is not for you."),
    "assistant.needs_a_card": _(
        "This changes something: it becomes a card, which the person confirms on the pages."
    ),
    "assistant.needs_no_card": _("This only reads; there is nothing to confirm."),
    "assistant.bad_arguments": _("Something is missing or cannot be so: %(names)s."),
    "assistant.too_many_cards": _(
        "%(most)s cards wait for you already. Confirm or decline some of them first."
    ),
    "assistant.not_your_card": _("This card is somebody else's."),
    "assistant.too_many_calls": _(
        "That was a lot of calls in one minute. Call again in %(seconds)s seconds."
    ),
    "assistant.confirm_there": _(
        "Nothing is done yet: the person confirms it at %(address)s, within half an hour."
    ),
    # devices
    "assistant.devices_not_allowed": _(
        "Whoever keeps this pack has not allowed it to act on devices, or has changed what it "
        "does since."
    ),
    "assistant.no_broker": _("No message broker is set up here, so devices cannot be reached."),
    "assistant.device_unreachable": _(
        "The message broker did not answer in time. It is not known whether the device was set; "
        "look at it before you try again."
    ),
    # acts, as the log of who acted lists them
    "assistant.card_confirmed": _("Confirmed a card of the assistant"),
    "assistant.card_refused": _("A confirmed card could not be done"),
    "assistant.devices_allowed": _("Allowed a pack to act on devices"),
    "assistant.devices_forbidden": _("Forbade a pack to act on devices"),
}
