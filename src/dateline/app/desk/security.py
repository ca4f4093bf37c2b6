"""What keeps a desk safe to leave open in a browser: headers, hosts, sessions, tokens in forms, limits.

Every request that could write passes `Guard`, whatever its route: none gets through to a read-only desk, none that a
page elsewhere sent, none that is too large. A route that writes takes `Writing`, which also needs a session, the token
of its form, and a rate that a person can type at.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.app.desk.desk import Desk
from dateline.records import content_id
from dateline.store.accounts import SESSION_SECONDS

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Sent with every answer: nothing from elsewhere, no inline script or style, no frame around the desk."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BODY = 256 * 1024
"""Bytes of a request; the longest form of ours is far shorter."""
LOGINS = (parse("10/5minutes"), parse("50/5minutes"))
"""How often somebody may try to log in: to one account from one address, and from one address."""
WRITES = parse("240/minute")
"""How often a user may write: four times a second is faster than anybody reads."""
LOCAL = ("127.0.0.1", "localhost", "::1", "[::1]")
"""Addresses that only this machine reaches."""


def secure(app: FastAPI, desk: Desk) -> None:
    """Put the guard before an application."""
    app.state.limits = Limits()
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(desk.hosts))
    app.add_middleware(Guard, read_only=desk.read_only, session_cookie=cookie_name(desk, "session"))


class Guard:
    """Refuses what no route should see, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, *, read_only: bool, session_cookie: str) -> None:
        self._app = app
        self._read_only = read_only
        self._cookie = session_cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known = f"{self._cookie}=" in headers.get("cookie", "")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer.setdefault(name, value)
                if known and not scope["path"].startswith("/static/"):
                    page = answer.get("content-type", "").startswith("text/html")
                    answer.setdefault("Cache-Control", "private, no-store" if page else "private, no-cache")
            await send(message)

        refused = self._refusal(scope["method"], headers)
        if refused is not None:
            await refused(scope, receive, with_headers)
            return
        await self._app(scope, _at_most(receive, LARGEST_BODY), with_headers)

    def _refusal(self, method: str, headers: Headers) -> Response | None:
        if method in READING:
            return None
        if self._read_only:
            return PlainTextResponse("This desk is for reading only.", status_code=403)
        if from_elsewhere(headers):
            return PlainTextResponse("This came from another site.", status_code=403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return PlainTextResponse("That is too long.", status_code=413)
        return None


def _at_most(receive: Receive, limit: int) -> Receive:
    """Receives no more than so many bytes, whatever the request said of its length."""
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > limit:
            raise HTTPException(413, "That is too long.")
        return message

    return limited


def from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that another site's page sent this; what is no browser says nothing."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    except ValueError:
        return True


class Limits:
    """Counts what is limited, in the memory of this process."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def check(self, limit: RateLimitItem, *whose: str) -> None:
        """Count one more. Raises HTTPException 429 where it is one too many."""
        if not self._limiter.hit(limit, *whose):
            wait = str(limit.get_expiry())
            raise HTTPException(429, "Too often: wait a little and try again.", headers={"Retry-After": wait})


# ---- who is there


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who is logged in, and the token that goes with every form of theirs."""

    name: str
    csrf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A form that was sent by somebody who may."""

    viewer: Viewer
    form: Mapping[str, Sequence[str]]

    def get(self, name: str) -> str:
        """The first value of a field without the white space around it, empty where there is none."""
        return next(iter(self.form.get(name, ())), "").strip()

    def all(self, name: str) -> Sequence[str]:
        """All values of a field."""
        return self.form.get(name, ())


def viewer_of(desk: Desk, request: Request) -> Viewer | None:
    """Who is logged in, if anybody is."""
    if desk.accounts is None or desk.read_only:
        return None
    if not hasattr(request.state, "viewer"):
        token = request.cookies.get(cookie_name(desk, "session"))
        name = desk.accounts.user_of(token) if token else None
        request.state.viewer = Viewer(name=name, csrf=token_for(token)) if name and token else None
    found: Viewer | None = request.state.viewer
    return found


def reader(request: Request) -> Viewer:
    """Who is logged in; nobody is sent to log in. Raises HTTPException."""
    desk: Desk = request.app.state.desk
    _check_open(desk)
    viewer = viewer_of(desk, request)
    if viewer is None:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise HTTPException(303, headers={"Location": f"/login?next={quote(here, safe='')}"})
    return viewer


async def form_of(request: Request) -> Mapping[str, Sequence[str]]:
    """The fields of a form that was sent, each with its values; files are left out."""
    found: dict[str, list[str]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


Form = Annotated[Mapping[str, Sequence[str]], Depends(form_of)]
"""A parameter that holds the fields of a form."""


def writer(request: Request, form: Form) -> Written:
    """A form of somebody who is logged in, with its token. Raises HTTPException."""
    desk: Desk = request.app.state.desk
    _check_open(desk)
    viewer = viewer_of(desk, request)
    if viewer is None:
        raise HTTPException(403, "Your session has ended: log in, go back and send it again.")
    written = Written(viewer=viewer, form=form)
    check_token(written.get("csrf"), viewer.csrf)
    request.app.state.limits.check(WRITES, "write", viewer.name)
    return written


Reading = Annotated[Viewer, Depends(reader)]
"""A parameter that is who is logged in."""
Writing = Annotated[Written, Depends(writer)]
"""A parameter that is a form which somebody sent who may write."""


def _check_open(desk: Desk) -> None:
    if desk.read_only:
        raise HTTPException(403, "This desk is for reading only.")
    if desk.accounts is None:
        raise HTTPException(403, "Reviewing needs users: start the desk with --accounts FILE.")


# ---- cookies, tokens, addresses


def cookie_name(desk: Desk, what: str) -> str:
    """The name of a cookie; desks on other ports of one machine share its cookies, so it names the users' file."""
    path = desk.accounts.path if desk.accounts else Path()
    return f"dateline_{what}_{content_id(str(path.absolute()))[:8]}"


def set_cookie(response: Response, request: Request, name: str, value: str, seconds: int = SESSION_SECONDS) -> None:
    """A cookie that no script sees and no other site sends along with a form."""
    secure_only = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure_only)


def token_for(secret: str) -> str:
    """The token of the forms of whoever holds a cookie with this secret."""
    return hmac.digest(secret.encode(), b"form", "sha256").hex()


def check_token(given: str, expected: str) -> None:
    """Raises HTTPException 403 where a form does not have the token that it was given."""
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(403, "This form is not from this session: load the page again.")


def safe_next(target: str, default: str = "/") -> str:
    """A path of this desk to go on to; anything that could lead elsewhere becomes the default."""
    plain = target.isprintable() and "\\" not in target and target.isascii()
    return target if plain and target.startswith("/") and not target.startswith("//") else default


def exposure(host: str, *, users: bool, tls: bool, read_only: bool) -> list[str]:
    """What should be said where a desk listens at an address that others can reach."""
    if host in LOCAL or host.startswith("127."):
        return []
    found = [] if users or read_only else ["anybody who reaches this address sees every report; nobody can log in yet"]
    if not tls:
        found.append(
            "without TLS whoever is on the way can read along"
            + ("" if read_only else ", passwords too")
            + ": give --tls-certificate and --tls-key, or put a proxy with TLS before it"
        )
    return found
