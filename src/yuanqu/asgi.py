"""The ASGI application that `yuanqu serve` hands to uvicorn."""

import os
import warnings

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanqu.settings")
# WhiteNoise answers with whole small files; that Django reads those at once is as it should be.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
application = get_asgi_application()


def pool_connections() -> None:
    """Let this process keep its connections to PostgreSQL.

    Each request comes in a thread of its own, so a connection that belongs to a thread is never
    used again. A pool belongs to the process, and bounds what it asks of the server.
    """
    parameters = settings.DATABASES["default"]
    if parameters["ENGINE"].endswith("postgresql") and settings.DATABASE_POOL:
        pool = {"min_size": 0, "max_size": settings.DATABASE_POOL, "timeout": 10}
        parameters["OPTIONS"] = {**parameters.get("OPTIONS", {}), "pool": pool}
        parameters["CONN_HEALTH_CHECKS"] = True  # a server that was restarted is noticed


pool_connections()
