"""What the assistant can look for over everything that is published here."""

from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.engines.forms.schema import Field, Kind, Limits
from yuanqu.engines.names import Names
from yuanqu.engines.tools import Entry, Line, Tool, ToolAnswer
from yuanqu.search.access import viewer_tokens
from yuanqu.search.queries import Hit, search

MOST = 10


def search_park(user: Viewer, words: str) -> ToolAnswer:
    """What this viewer may open and that fits the words, best first."""
    found = search(words, viewer_tokens=viewer_tokens(user), on=timezone.localdate(), limit=MOST)
    return ToolAnswer.of(map(_entry, found.hits), found.total)


def _entry(hit: Hit) -> Entry:
    text = "".join(part.text for part in hit.snippet)
    lines = (Line(Names("摘录", "Excerpt"), text),) if text else ()
    return Entry(hit.title, hit.url, lines)


TOOLS = (
    Tool(
        name="search_park",
        title=Names("全园搜索", "Search the park"),
        description=Names(
            "在单位、事实、指标和文件中搜索。",
            "Searches organizations, facts, indicators and documents.",
        ),
        concept="search",
        fields=(
            Field(
                "words",
                Kind.TEXT,
                Names("要找的内容", "What to look for"),
                required=True,
                limits=Limits(longest=200),
            ),
        ),
        run=search_park,
    ),
)
