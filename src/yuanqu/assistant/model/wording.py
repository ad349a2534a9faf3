"""Why a sentence that a model wrote is not shown: one sentence for each verdict of the check."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "support.empty": _("The sentence says nothing that could be checked."),
    "support.uncited": _("The sentence names no passage that it follows from."),
    "support.words": _("“%(word)s” is not in the passage that the sentence names."),
    "support.coverage": _("Too little of the sentence is in the passage that it names."),
    "support.date": _("The passage does not give this date, or gives it for something else."),
    "support.number": _("The passage does not give this number, or gives it for something else."),
    "support.bound": _("The passage bounds this number or date in another way."),
    "support.negation": _(
        "The passage negates or exempts what the sentence does not, or the reverse."
    ),
    "support.modality": _("What must, may or must not be done is not what the passage says."),
    "support.scope": _("The sentence speaks of more, or of less, than the passage does."),
    "support.direction": _("More and less, or before and after, are not as the passage says."),
}
