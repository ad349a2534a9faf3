"""Documents, figures, organizations and facts, as resources that a program may read."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from mcp_types import Resource, ResourceTemplate, TextResourceContents

from yuanqu.engines.tools import ToolAnswer
from yuanqu.indicators.tools import indicators_offered, read_indicator
from yuanqu.knowledge.models import Version
from yuanqu.knowledge.queries import documents_in, version_to_open
from yuanqu.ledger.access import visible_to as facts_visible_to
from yuanqu.ledger.queries import public_sources_of, with_content
from yuanqu.ledger.tools import entry_of as fact_entry
from yuanqu.mcp.callers import Caller
from yuanqu.mcp.values import as_json, entry_as_json
from yuanqu.organizations.queries import organization_to_open
from yuanqu.organizations.tools import entry_of as organization_entry

ROOT = "yuanqu://"
PER_PAGE = 50
JSON, TEXT = "application/json", "text/plain"


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of resource: what a token needs, and what reads it."""

    scope: str
    media_type: str
    description: str
    read: Callable[[Caller, str], str | None]


def resource_templates(caller: Caller) -> list[ResourceTemplate]:
    """How the address of each sort is written."""
    return [
        ResourceTemplate(
            name=name,
            uri_template=f"{ROOT}{name}/{{id}}",
            description=sort.description,
            mime_type=sort.media_type,
        )
        for name, sort in SORTS.items()
        if caller.has(sort.scope)
    ]


def resources(caller: Caller, start: int) -> tuple[list[Resource], int | None]:
    """Figures first, then documents, a page of them; and where the next page begins."""
    figures = list(_figures(caller)) if caller.has(SORTS["indicators"].scope) else []
    shown = figures[start : start + PER_PAGE]
    rest = PER_PAGE - len(shown)
    if not rest or not caller.has(SORTS["documents"].scope):
        after = start + len(shown)
        return shown, after if after < len(figures) else None
    after = max(start - len(figures), 0)
    documents = list(documents_in(caller.person)[after : after + rest + 1])
    shown += [_document(version) for version in documents[:rest]]
    return shown, start + len(shown) if len(documents) > rest else None


def read_resource(caller: Caller, uri: str) -> TextResourceContents | None:
    """What stands there, as far as this person may open it; None for what is hidden or unknown.

    Raises `Forbidden` where the token does not reach so far.
    """
    name, _, key = uri.removeprefix(ROOT).partition("/")
    sort = SORTS.get(name) if uri.startswith(ROOT) else None
    if sort is None or not key:
        return None
    caller.demand(sort.scope)
    text = sort.read(caller, key)
    if text is None:
        return None
    return TextResourceContents(uri=uri, mime_type=sort.media_type, text=text)


def _figures(caller: Caller) -> Iterable[Resource]:
    for offer in indicators_offered(caller.person):
        yield Resource(
            uri=f"{ROOT}indicators/{offer.code}",
            name=offer.code,
            title=offer.names.in_language(caller.language),
            mime_type=JSON,
        )


def _document(version: Version) -> Resource:
    return Resource(
        uri=f"{ROOT}documents/{version.pk}",
        name=version.document.key,
        title=version.title,
        description=" · ".join(filter(None, (version.issuer, version.document_number))),
        mime_type=TEXT,
    )


def _read_document(caller: Caller, id: str) -> str | None:
    """Its particulars, an empty line, and the text as it stands in the source."""
    version = version_to_open(caller.person, key).first() if (key := _uuid(id)) else None
    if version is None:
        return None
    particulars = {
        "title": version.title,
        "issuer": version.issuer,
        "number": version.document_number,
        "status": version.status,
        "effective_from": version.effective_from,
        "effective_to": version.effective_to,
        "version": version.number,
        "source": version.address,
    }
    head = "\n".join(f"{name}: {value}" for name, value in particulars.items() if value)
    return f"{head}\n\n{version.text}"


def _read_indicator(caller: Caller, id: str) -> str | None:
    if id not in {offer.code for offer in indicators_offered(caller.person)}:
        return None
    return _written(caller, read_indicator(caller.person, id))


def _read_organization(caller: Caller, id: str) -> str | None:
    found = organization_to_open(caller.person, key).first() if (key := _uuid(id)) else None
    return _written(caller, ToolAnswer.of([organization_entry(found)])) if found else None


def _read_fact(caller: Caller, id: str) -> str | None:
    """With the public documents that it rests on; restricted evidence is for its page alone."""
    key = _uuid(id)
    seen = facts_visible_to(caller.person).filter(pk=key) if key else None
    fact = with_content(seen, caller.person).first() if seen is not None else None
    if fact is None:
        return None
    sources = public_sources_of([fact.pk]).get(fact.pk, ())
    said = entry_as_json(fact_entry(fact), caller.language, caller.page)
    said["sources"] = [{"title": title, "issuer": issuer} for title, issuer in sources]
    return json.dumps(said, ensure_ascii=False, indent=1)


def _written(caller: Caller, answer: ToolAnswer) -> str:
    return json.dumps(as_json(answer, caller.language, caller.page), ensure_ascii=False, indent=1)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


SORTS: Mapping[str, Sort] = {
    "documents": Sort("knowledge:read", TEXT, "A document's text in one version", _read_document),
    "indicators": Sort("indicators:read", JSON, "A figure and its period", _read_indicator),
    "organizations": Sort(
        "organizations:read", JSON, "An entry of the register", _read_organization
    ),
    "facts": Sort("facts:read", JSON, "A fact of the ledger", _read_fact),
}
