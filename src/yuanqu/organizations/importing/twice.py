"""Rows that stand twice: in the file itself, or in the register already."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import batched
from typing import TYPE_CHECKING

from yuanqu.accounts.errors import Refused
from yuanqu.engines.text import folded
from yuanqu.organizations.importing.columns import NAMES, Column
from yuanqu.organizations.importing.records import NUMBERS, Record, numbers_of
from yuanqu.organizations.models import Identifier, NameKind, OrganizationName, Scheme
