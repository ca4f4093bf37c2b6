"""Serving a desk with uvicorn until it is interrupted."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import cast

import uvicorn
from fastapi import FastAPI

from dateline.app.desk.api import warm_up
from dateline.app.desk.desk import Desk
from dateline.app.desk.notify import Notifier, post
from dateline.app.desk.server import create_app
from dateline.errors import UsageError


class _Server(uvicorn.Server):
    """Tells the application that it is to end, so that open streams do."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """What a signal to end does."""
        cast(FastAPI, self.config.app).state.closing = True
        super().handle_exit(sig, frame)


def serve(
    desk: Desk, *, host: str, port: int, on_ready: Callable[[str], None], tls: tuple[Path, Path] | None = None
) -> None:
    """Serve until interrupted.

    tls: certificate and key, as PEM files. Raises UsageError where the address cannot be listened at, or the files
    cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UsageError(f"cannot listen at {host}:{port}: {error.strerror}; choose another with --port") from error
    shown = f"[{host}]" if ":" in host else host
    app = create_app(replace(desk, hosts=tuple(dict.fromkeys((*desk.hosts, shown)))))
    certificate, key = tls or (None, None)
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    try:
        config.load()
    except OSError as error:  # ssl.SSLError is one
        listening.close()
        raise UsageError(f"{certificate}, {key}: cannot be used for TLS: {error}") from error
    warm_up(app, desk)
    server = _Server(config)
    scheme = "https" if tls else "http"
    on_ready(f"{desk.store.name} at {scheme}://{shown}:{listening.getsockname()[1]}/ until Ctrl-C")
    notifier = desk.searches and Notifier(desk.store, desk.searches, post, allowed=frozenset(desk.webhook_hosts))
    if notifier:
        notifier.start()
    server.run(sockets=[listening])
    if notifier:
        notifier.stop()
