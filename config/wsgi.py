"""What a web server loads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from config import start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

start.read_settings(start.GUNICORN_GIVES_UP)
application = get_wsgi_application()
start.look_for_errors(start.GUNICORN_GIVES_UP)
