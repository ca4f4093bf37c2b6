"""Compression of what has no secrets in it."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

COMPRESSED = ("/api/", "/static/", "/swagger/")
"""Pages are left out: they hold tokens beside what a visitor typed, and the length would tell of both."""
LEVEL = 5


class Compress:
    """Sends the API's answers and static files with gzip where the client takes it."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._gzip = GZipMiddleware(app, minimum_size=1000, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        wanted = scope["type"] == "http" and scope["path"].startswith(COMPRESSED)
        await (self._gzip if wanted else self._plain)(scope, receive, send)
