"""An indicator's definition as terms and descriptions."""

from django.utils.translation import gettext as _

from yuanqu.engines.aggregation import Computation, Count, Latest, Sum
from yuanqu.indicators.definitions import Definition, Measured
from yuanqu.ledger.kinds import all_units
from yuanqu.web.periods import day_in_words
from yuanqu.web.statements import Term, kind_name


def definition_terms(definition: Definition, language: str) -> list[Term]:
    """What the indicator means, where that comes from, and since when it is so."""
    kinds = tuple(kind_name(code, language) for code in sorted(definition.kinds))
    since = _("Version %(number)s, for periods from %(day)s on") % {
        "number": definition.version,
        "day": day_in_words(definition.since, language),
    }
    return [
        Term(_("Definition and source"), (definition.source.in_language(language),)),
        Term(_("How it is computed"), (computed_how(definition.computation),)),
        Term(_("From facts of the kind"), kinds),
        Term(_("Unit"), (all_units()[definition.unit].names.in_language(language),)),
        Term(_("Measured"), (measured_how(definition.measured),)),
        Term(_("Definition in force"), (since,)),
    ]


def computed_how(computation: Computation) -> str:
    """The computation in a sentence."""
    if isinstance(computation, Latest):
        return _("The latest verified figure as its source states it; nothing is added to it.")
    if isinstance(computation, Sum):
        return _("The sum of the verified facts.")
    if isinstance(computation, Count):
        return _("The number of verified facts on record, which may be fewer than there were.")
    return _("One figure divided by another of the same period.")


def measured_how(measured: Measured) -> str:
    """Over what the indicator is measured."""
    return {
        Measured.YEAR: _("over a calendar year"),
        Measured.MONTH: _("over a calendar month"),
        Measured.POINT: _("as of a day"),
    }[measured]
