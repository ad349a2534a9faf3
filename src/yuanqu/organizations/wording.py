"""The sentence for each refusal of the register."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "organizations.name_missing": _("Give the organization's name."),
    "organizations.too_long": _("This text is too long; at most %(most)s characters are kept."),
    "organizations.two_current_names": _(
        "An organization has one current name in each language. Rename it instead."
    ),
    "organizations.same_name": _("The organization already has this name."),
    "organizations.current_name_has_no_end": _(
        "A current name has no last day. Enter it as a former name."
    ),
    "organizations.name_ends_before_it_begins": _("The name ends before it begins."),
    "organizations.renamed_before": _(
        "The present name holds since %(day)s; a new one can only begin after that day."
    ),
    "organizations.day_in_the_future": _("This day lies in the future."),
    "organizations.unknown_choice": _("One of the choices is not on its list. Choose again."),
    "organizations.another_sort_of_party": _(
        "An organization, a consortium and the park are different sorts of party. Register a new "
        "one instead."
    ),
    "organizations.identifier_taken": _("The number %(value)s already belongs to an organization."),
    "organizations.identifier_already_held": _(
        "The organization already has a number of this kind."
    ),
    "organizations.number_length": _("Give the number; at most %(most)s characters are kept."),
    "uscc.length": _("A credit code has %(expected)s characters; this one has %(found)s."),
    "uscc.character": _("The credit code cannot have “%(character)s” in place %(position)s."),
    "uscc.check_digit": _(
        "The check character of the credit code %(text)s is wrong. Compare it with the certificate."
    ),
    "lei.length": _("An LEI has %(expected)s characters; this one has %(found)s."),
    "lei.character": _("The LEI cannot have “%(character)s” in place %(position)s."),
    "lei.check_digit": _("The check digits of the LEI %(text)s are wrong. Compare it again."),
    "ror.length": _("A ROR has %(expected)s characters; this one has %(found)s."),
    "ror.character": _("The ROR cannot have “%(character)s” in place %(position)s."),
    "ror.check_digit": _("The check digits of the ROR %(text)s are wrong. Compare it again."),
    "industry.malformed": _(
        "“%(text)s” is not an industry code. Codes of GB/T 4754-2017 look like C2710."
    ),
    "industry.other_section": _(
        "The digits of the industry code %(text)s do not belong to its letter."
    ),
}
