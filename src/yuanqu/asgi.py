"""The ASGI application that `yuanqu serve` hands to uvicorn."""

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanqu.settings")
# WhiteNoise answers with whole small files; that Django reads those at once is as it should be.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
application = get_asgi_application()
