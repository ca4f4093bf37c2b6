"""What changed, told to open pages as it happens: server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from dateline.app.desk.desk import At

router = APIRouter(prefix="/api/v1", tags=["live"])

EVERY_SECONDS = 1.0
"""How often the database is asked for its version, which costs it one row."""
BEAT_SECONDS = 15.0
"""A line is sent at least so often, so that nobody on the way closes a quiet connection."""
Once = Annotated[bool, Query(description="End after the first event.")]
STREAMS = 64
"""Pages that are told at the same time; more are asked to come back later."""


@router.get(
    "/stream",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {}}, "description": "`version` events, the first one at once."},
        503: {"description": "Too many pages listen already."},
    },
)
async def stream(request: Request, desk: At, once: Once = False) -> StreamingResponse:
    """Server-sent events: `version`, whose data is the version of the database, at first and whenever it changed."""
    open_streams: set[object] = request.app.state.streams
    if len(open_streams) >= STREAMS:
        raise HTTPException(503, "Too many pages listen already; try again later.", headers={"Retry-After": "60"})
    ticket = object()
    open_streams.add(ticket)

    async def gone() -> bool:
        return bool(request.app.state.closing) or await request.is_disconnected()

    async def lines() -> AsyncIterator[str]:
        try:
            async for line in versions(lambda: run_in_threadpool(desk.store.version), gone):
                yield line
                if once:
                    return
        finally:
            open_streams.discard(ticket)

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def versions(
    version: Callable[[], Awaitable[str]],
    gone: Callable[[], Awaitable[bool]],
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[str]:
    """A server-sent event for each version that differs from the one before, comments in between; until `gone`."""
    told, quiet = None, 0.0
    while not await gone():
        now = await version()
        if now != told:
            told, quiet = now, 0.0
            yield f"event: version\nid: {now}\ndata: {now}\n\n"
        elif quiet >= BEAT_SECONDS:
            quiet = 0.0
            yield ": still here\n\n"
        await sleep(EVERY_SECONDS)
        quiet += EVERY_SECONDS
