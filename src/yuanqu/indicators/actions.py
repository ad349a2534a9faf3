"""The only writes of this app: indicators are files and values are computed, so only the search."""

from django.db import transaction

from yuanqu.indicators.definitions import Versions, all_definitions
from yuanqu.search.access import PUBLIC
from yuanqu.search.actions import publish_all
from yuanqu.search.drafts import DocumentDraft


@transaction.atomic
def publish_indicators() -> int:
    """Put every indicator before the search index; returns how many changed there.

    Called when the installed definitions may have changed: by the demonstration's loader and after
    an upgrade. Values are not in the index, for they change with the day asked about.
    """
    return publish_all(_document(versions) for versions in all_definitions().values())


def _document(versions: Versions) -> DocumentDraft:
    latest = versions[-1]
    return DocumentDraft(
        key=f"indicator:{latest.code}",
        kind="indicator",
        title=latest.names.zh,
        title_en=latest.names.en,
        names=(latest.names.zh, latest.names.en),
        body=f"{latest.source.zh} {latest.source.en}",
        url=f"/indicators/{latest.code}/",
        access=(PUBLIC,),
        valid_from=versions[0].since,
        valid_until=latest.until,
    )
