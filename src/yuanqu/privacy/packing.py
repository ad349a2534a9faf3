"""A person's copy: one ZIP with everything held about them, for people and for programs.

`personal-information.json` holds every rule with its rows; `files/` what they sent and were sent;
`README.txt` says in both languages what is what.
"""

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from yuanqu.accounts.holdings import HeldFile
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.engines.workflow.definition import Basis
from yuanqu.privacy.rules import Keep, Rule, all_rules

FORMAT = "yuanqu-personal-information/1"
# Files beyond this are named in the copy, and fetched one by one from the pages of the cases.
MOST_BYTES = 100 * 2**20
IN_MEMORY = 8 * 2**20
README = """{park}

这是园区持有的关于您的全部个人信息的副本（个人信息保护法第四十五条）。
personal-information.json：逐类列出持有的内容、目的、依据和保存期限，机器可读。
files/：您提交或收到的文件。口令、密钥等只存摘要，不在其中。

This is a copy of all personal information that the park holds about you (个人信息保护法, art. 45).
personal-information.json: by kind what is held, why, by which law and how long; machines read it.
files/: what you sent and were sent. Passwords and keys are stored as digests alone; left out.

{made_at}
"""


def packed(person: User) -> bytes:
    """The copy as it is now. Reads much and writes nothing: no part of a transaction."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
        _pack(spool, person, timezone.localtime())
        spool.seek(0)
        return spool.read()


def _pack(target: IO[bytes], person: User, now: datetime) -> None:
    park = Party.objects.filter(kind=PartyKind.PARK).first()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        left_out = _pack_files(archive, person)
        content = {
            "format": FORMAT,
            "made_at": now,
            "park": park.label if park else "",
            "person": person.party_id,
            "held": [_under(rule, person) for rule in all_rules().values()],
            "files_left_out": left_out,
        }
        written = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("personal-information.json", written)
        said = README.format(park=park.label if park else "", made_at=now.isoformat("T", "minutes"))
        archive.writestr("README.txt", said)


def _pack_files(archive: zipfile.ZipFile, person: User) -> list[str]:
    """Pack the files as far as they fit; returns the names of those that are not there."""
    room, left_out = MOST_BYTES, []
    for name, file in _files(person):
        if file.size > room:
            left_out.append(name)
            continue
        try:
            archive.writestr(name, file.read())
            room -= file.size
        except FileNotFoundError:  # the store has lost it: the rest is still the person's
            left_out.append(name)
    return left_out


def _files(person: User) -> Iterator[tuple[str, HeldFile]]:
    for rule in all_rules().values():
        if rule.holding is not None:
            for file in rule.holding.files(person):
                yield f"files/{rule.code}/{file.name}", file


def _under(rule: Rule, person: User) -> dict[str, Any]:
    return {
        "code": rule.code,
        "names": {"zh": rule.names.zh, "en": rule.names.en},
        "why": {"zh": rule.why.zh, "en": rule.why.en},
        "basis": _cited(rule.basis),
        "keep": _kept(rule.keep),
        "rows": list(rule.rows(person)),
    }


def _cited(basis: Basis) -> str:
    return f"{basis.document} ({basis.date}) {basis.article}"


def _kept(keep: Keep) -> dict[str, Any]:
    return {
        "until": keep.until.zh if keep.until else None,
        "days": keep.days,
        "since": keep.since.zh if keep.since else None,
    }
