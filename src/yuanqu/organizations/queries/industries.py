"""Finding an industry of GB/T 4754-2017 by words or by its code."""

from dataclasses import dataclass

from django.db.models import Q

from yuanqu.engines.industries import completed, parent_code
from yuanqu.engines.text import folded
from yuanqu.organizations.models import Industry

MOST_FOUND = 30
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """An industry to choose, with what it belongs to, the section first."""

    code: str
    name: str
    above: tuple[str, ...]


def list_is_loaded() -> bool:
    """Whether codes are checked against the list, and not by their form alone."""
    return Industry.objects.exists()


def industries_found(text: str) -> tuple[Choice, ...]:
    """The industries whose name or code fits the words, the broadest first. Two queries."""
    words = folded(text).split()[:MOST_WORDS]
    if not words:
        found = Industry.objects.filter(level=1)
    else:
        fits = Q()
        for word in words:
            code = completed(word).upper()
            fits &= Q(name__icontains=word) | Q(code__startswith=code)
        found = Industry.objects.filter(fits)
    rows = list(found.order_by("level", "code").values_list("code", "name")[:MOST_FOUND])
    names = _names({above for code, _name in rows for above in _above(code)})
    return tuple(
        Choice(code, name, tuple(names[above] for above in _above(code) if above in names))
        for code, name in rows
    )


def industry_path(code: str) -> tuple[str, ...]:
    """The names of an industry and of what it belongs to, the section first; empty if unknown."""
    if not code:
        return ()
    path = (*_above(code), code)
    names = _names(set(path))
    return tuple(names[each] for each in path if each in names)


def _above(code: str) -> tuple[str, ...]:
    above: list[str] = []
    while code := parent_code(code):
        above.insert(0, code)
    return tuple(above)


def _names(codes: set[str]) -> dict[str, str]:
    return dict(Industry.objects.filter(code__in=codes).values_list("code", "name"))
