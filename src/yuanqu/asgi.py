"""The ASGI application that `yuanqu serve` hands to uvicorn."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanqu.settings")
application = get_asgi_application()
