"""The sentence for each refusal and each broken link of the ledger."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "ledger.unknown_kind": _("There is no kind of fact called “%(kind)s”. Choose one of the list."),
    "ledger.needs_a_day": _("This kind of fact happens on one day. Give a day, not a period."),
    "ledger.quantity_required": _("This kind of fact needs a number with its unit."),
    "ledger.quantity_forbidden": _("This kind of fact has no number. Leave the number empty."),
    "ledger.unknown_unit": _("The unit “%(unit)s” does not fit this kind of fact."),
    "ledger.negative": _("This number cannot be below zero."),
    "ledger.not_whole": _("What is counted in “%(unit)s” is a whole number."),
    "ledger.out_of_range": _("This number is beyond what can be recorded."),
    "ledger.unknown_role": _("No party takes the part “%(role)s” in this kind of fact."),
    "ledger.role_not_for_party": _("The part “%(role)s” is not for a party of this kind."),
    "ledger.role_missing": _("Say which party is the “%(role)s” of this fact."),
    "ledger.party_twice": _("The same party is named twice in the same part."),
    "ledger.shares_do_not_sum_to_one": _("The shares of the parties must sum to one."),
    "ledger.attributes_invalid": _("The field “%(field)s” is not as it should be: %(problem)s"),
    "ledger.purpose_missing": _("Say what this fact may be used for."),
    "ledger.statistical_return_stays_aggregate": _(
        "A statistical return is used for statistics alone and opens only as an aggregate."
    ),
    "ledger.evidence_missing": _("A fact needs evidence: a quotation, a file or an address."),
    "ledger.evidence_without_title": _("Give the title of the document that is the evidence."),
    "ledger.evidence_empty": _("The evidence needs a quotation, a file or an address."),
    "ledger.evidence_too_long": _("The title, the issuer or the address is too long."),
    "ledger.quote_too_long": _(
        "The quotation has %(length)s characters; at most %(most)s are kept. Shorten it."
    ),
    "ledger.file_name": _("The file's name contains a path. Rename the file and try again."),
    "ledger.file_empty": _("The file is empty. Choose the right file."),
    "ledger.file_too_large": _("The file is larger than %(most)s MB. Send a smaller one."),
    "ledger.file_not_what_it_says": _(
        "The content of the file does not match its ending “%(ending)s”."
    ),
    "ledger.file_kind": _(
        "Files ending in “%(ending)s” are not accepted. Send PDF, OFD, an image, text or an "
        "office document."
    ),
    "ledger.may_not_record": _(
        "You may record facts only about an organization that you speak for. Ask its "
        "administrator for an authorization."
    ),
    "ledger.own_claim": _("You recorded this fact; somebody else must verify or dispute it."),
    "ledger.own_party": _(
        "This fact is about an organization that you belong to; somebody else must settle it."
    ),
    "ledger.may_not_withdraw": _(
        "Only an official of the park may withdraw this fact, or whoever claimed it, as long as "
        "it is a claim and they still speak for its organization."
    ),
    "ledger.reason_missing": _("Give the reason; it is kept with the fact."),
    "ledger.move_not_allowed": _(
        "This fact has moved on since you opened it. Look at it again before you decide."
    ),
    "ledger.correction_of_another_kind": _("A correction is of the same kind as what it corrects."),
    "ledger.correction_waits": _(
        "A correction of this fact already waits to be verified. Verify or withdraw it first."
    ),
    "ledger.not_empty": _("Import needs an empty ledger; this one already holds facts."),
    "ledger.import_line": _("Line %(line)s cannot be read: %(problem)s"),
    "ledger.import_differs": _("The imported chain breaks at link %(seq)s; nothing was imported."),
    "ledger.link_missing": _("A link of the chain is missing."),
    "ledger.previous_differs": _("The link does not join the one before it."),
    "ledger.fact_differs": _("The fact was changed after it was recorded."),
    "ledger.evidence_differs": _("The evidence was changed after it was recorded."),
    "ledger.content_missing": _("The content of the evidence is gone without being erased."),
    "ledger.content_differs": _("The quotation or file was changed after it was recorded."),
    "ledger.erased_without_record": _(
        "The content of the evidence is gone as if it had been erased, but no fact of the chain "
        "says that it was."
    ),
    "ledger.erased_is_back": _(
        "The content of the evidence is there although the chain says that it was erased."
    ),
    "ledger.seal_differs": _("The seal was changed after it was made."),
    "ledger.fact_outside_chain": _("A fact stands in the table that was never recorded."),
    "ledger.standing_differs": _("The fact stands as no other fact has made it stand."),
    "ledger.chain_recomputed": _("The chain was recomputed: it no longer holds the given link."),
    "ledger.chain_cut": _("The chain was cut: it ends before the given link."),
    "period.malformed": _(
        "“%(text)s” is not a date we can read. Write 2024, 2024-08, 2024-Q3 or 2024-08-01."
    ),
    "period.not_a_date": _("“%(text)s” has a time of day; a period is made of whole days."),
    "period.out_of_range": _("There is no such date: “%(text)s”."),
    "period.end_before_start": _("The end %(end)s must come after the start %(start)s."),
    "quantity.malformed": _("“%(text)s” is not a number we can read."),
    "quantity.unknown_unit": _("There is no unit “%(text)s”."),
    "quantity.out_of_range": _("This number is beyond what can be kept."),
    "quantity.other_unit": _("The number is in %(found)s, not in %(expected)s."),
    "quantity.nothing_to_add": _("There is no number to add up."),
    "quantity.zero_denominator": _("It cannot be divided by: it is zero."),
    "quantity.threshold_not_exact": _("A threshold is an exact number."),
}
