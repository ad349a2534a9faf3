"""The sentence for each refusal of privacy and for each act, and the last letter."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    # consents
    "privacy.no_such_purpose": _("There is nothing called “%(purpose)s” to consent to."),
    "privacy.text_changed": _("The text has changed since you opened it. Read it again."),
    "privacy.given_with_a_case": _("This consent is given with an application, not on this page."),
    "privacy.consent_withdrawn": _(
        "The person has withdrawn the consent that this rests on, so it is not done."
    ),
    # copies
    "privacy.copy_waits": _("Your last copy is from today. You can ask for another tomorrow."),
    "privacy.no_account": _("The applicant has no account, so nothing can be done by program."),
    # erasing
    "privacy.still_in_office": _(
        "This person works for the park. The role must be ended before the account is erased."
    ),
    "privacy.cases_open": _(
        "Open cases of the person: %(count)s. They must be decided or withdrawn before the account "
        "is erased."
    ),
    # looks
    "privacy.not_your_party": _("Who looked is shown to those whom the evidence is about."),
    # acts, as the log of who acted lists them
    "privacy.consented": _("Consent given"),
    "privacy.withdrew": _("Consent withdrawn"),
    "privacy.copied": _("Copy of personal data asked for"),
    "privacy.erased": _("Personal data erased"),
    "privacy.corrected": _("Name corrected"),
    # the last letter
    "privacy.farewell_subject": _("Your data was erased (%(number)s)"),
    "privacy.farewell": _(
        "Your request %(number)s was approved: your account and your data were erased on %(day)s. "
        "Erased: %(gone)s. Kept until a period prescribed by law is over: %(kept)s. What is left "
        "in the ledger and in the record of cases is an opaque id that no longer tells who you "
        "were. Copies in backups go when the backups do. If you do not agree, you may sue before "
        "a people's court (个人信息保护法, art. 50)."
    ),
}
