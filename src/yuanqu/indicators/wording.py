"""The words for the scoreboard's groups and for each reason to leave a fact out of a value."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUP_NAMES: dict[str, str | Promise] = {
    "economy": _("Economy"),
    "innovation": _("Innovation"),
    "platforms": _("Platforms and laboratories"),
    "consortia": _("Innovation consortia"),
    "clusters": _("Industrial clusters"),
    "talent": _("Institutes and talent"),
}

SENTENCES: dict[str, str | Promise] = {
    "indicators.unknown": _("There is no indicator called “%(code)s”."),
    "indicators.bad_day": _("“%(text)s” is not a day. Write it as 2024-12-31."),
    "indicators.later_than_as_of": _("It was not yet known on the day asked about."),
    "indicators.not_sealed": _("It is not sealed yet; this takes a moment."),
    "indicators.purpose": _("It may not be used for this purpose."),
    "indicators.withdrawn": _("It was withdrawn."),
    "indicators.corrected": _("A correction has taken its place."),
    "indicators.disputed": _("It is disputed."),
    "indicators.not_verified": _("It is claimed and not verified yet."),
    "indicators.outside_period": _("It belongs to another period."),
    "indicators.no_quantity": _("It holds no number."),
    "indicators.other_unit": _("Its number is in another unit."),
    "indicators.no_party": _("It does not name the party that is counted."),
    "indicators.superseded_by_later": _("A later figure has taken its place."),
    "indicators.different_periods": _("The two figures are of different periods."),
    "indicators.counterpart_unknown": _("The figure that it would be divided with is not known."),
    "indicators.zero_denominator": _("It cannot be divided by: it is zero."),
    "indicators.too_few_respondents": _(
        "Fewer than three stand behind it, so that the total would give one of them away."
    ),
}
