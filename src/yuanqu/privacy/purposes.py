"""What people may consent to: `<app>/consents.yaml` of any app, read once.

A purpose whose text changes in substance gets the next version, and a consent to an earlier one
counts no more: 个人信息保护法 (2021-08-20), art. 14(2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

from yuanqu.accounts.errors import Refused
from yuanqu.engines.names import Names
from yuanqu.engines.workflow.definition import Basis


@dataclass(frozen=True, slots=True)
class ConsentPurpose:
    """One purpose: what is done with what, and what ends when the consent is withdrawn.

    `on_page`: it is given on the page of consents; another is given with an application alone.
    """

    code: str
    version: int
    names: Names
    text: Names
    after_withdrawal: Names
    basis: Basis
    on_page: bool


@cache
def all_purposes() -> Mapping[str, ConsentPurpose]:
    """Every purpose of the installed apps, by code."""
    files = [Path(app.path) / "consents.yaml" for app in apps.get_app_configs()]
    read = [
        purpose
        for file in files
        if file.is_file()
        for purpose in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    return {purpose["code"]: _purpose(purpose) for purpose in read}


def purpose_called(code: str) -> ConsentPurpose:
    """The purpose in its present version. Raises `Refused` where there is none."""
    if (purpose := all_purposes().get(code)) is None:
        raise Refused("privacy.no_such_purpose", purpose=code[:60])
    return purpose


def _purpose(read: Mapping[str, Any]) -> ConsentPurpose:
    basis = read["basis"]
    return ConsentPurpose(
        code=read["code"],
        version=read["version"],
        names=Names(**read["names"]),
        text=Names(**read["text"]),
        after_withdrawal=Names(**read["after_withdrawal"]),
        basis=Basis(
            basis["document"], str(basis["article"]), str(basis["date"]), verified=basis["verified"]
        ),
        on_page=read["on_page"],
    )
