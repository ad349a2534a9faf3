"""The API's routes, under /api/v1/."""

from ninja import NinjaAPI

from yuanqu import __version__
from yuanqu.api import asking, cases, facts, knowledge, reading, register, webhooks
from yuanqu.api.bodies import PlainTextParser
from yuanqu.api.callers import TokenOrSession
from yuanqu.api.errors import declare_errors
from yuanqu.api.reference import Reference

api = NinjaAPI(
    title="Yuanqu",
    version=__version__,
    description=(
        "Organizations, facts, indicators with their lineage, cases, the register, knowledge, "
        "search."
    ),
    auth=TokenOrSession(),
    urls_namespace="api",
    docs=Reference(),
    parser=PlainTextParser(),
)
declare_errors(api)
api.add_router("", reading.router)
api.add_router("", asking.router)
api.add_router("", facts.router)
api.add_router("", cases.router)
api.add_router("", register.router)
api.add_router("", knowledge.router)
api.add_router("", webhooks.router)
