"""Logging in and out."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.app.desk.desk import At, Desk
from dateline.app.desk.render import page
from dateline.app.desk.security import (
    LOGINS,
    Form,
    check_token,
    cookie_name,
    safe_next,
    set_cookie,
    token_for,
    viewer_of,
    writer,
)
from dateline.store.accounts import Accounts

router = APIRouter(include_in_schema=False)
FORM_SECONDS = 60 * 60
"""How long a login page can stand open."""


@router.get("/login")
def login(request: Request, desk: At, next: str = "/") -> HTMLResponse:
    """The form to log in with."""
    _accounts(desk)
    return _login_page(desk, request, next)


@router.post("/login")
def log_in(request: Request, desk: At, form: Form) -> Response:
    """Begin a session, which is always a new one."""
    accounts = _accounts(desk)
    name, password, target = (next(iter(form.get(field, ())), "") for field in ("name", "password", "next"))
    check_token(next(iter(form.get("csrf", ())), ""), token_for(request.cookies.get(cookie_name(desk, "form"), "")))
    address = request.client.host if request.client else ""
    one_account, one_address = LOGINS
    request.app.state.limits.check(one_account, "login", address, name)
    request.app.state.limits.check(one_address, "login", address)
    if not accounts.matches(name, password):
        return _login_page(desk, request, target, name=name, status_code=403)
    before = request.cookies.get(cookie_name(desk, "session"))
    if before:
        accounts.end_session(before)
    response = RedirectResponse(safe_next(target), status_code=303)
    set_cookie(response, request, cookie_name(desk, "session"), accounts.start_session(name))
    response.delete_cookie(cookie_name(desk, "form"), path="/")
    return response


@router.post("/logout", dependencies=[Depends(writer)])
def log_out(request: Request, desk: At) -> RedirectResponse:
    """End the session."""
    name = cookie_name(desk, "session")
    _accounts(desk).end_session(request.cookies.get(name, ""))
    response = RedirectResponse("/", status_code=303)
    response.delete_cookie(name, path="/")
    return response


def _accounts(desk: Desk) -> Accounts:
    if desk.read_only:
        raise HTTPException(403, "This desk is for reading only: nobody can log in.")
    if desk.accounts is None:
        raise HTTPException(403, "Nobody can log in: start the desk with --accounts FILE.")
    return desk.accounts


def _login_page(desk: Desk, request: Request, target: str, *, name: str = "", status_code: int = 200) -> HTMLResponse:
    """The form, with a token that goes with a cookie of its own, since there is no session yet."""
    cookie = cookie_name(desk, "form")
    secret = request.cookies.get(cookie) or secrets.token_urlsafe(32)
    response = page(
        desk, request, "login.html", status_code,
        next=safe_next(target), name=name, failed=status_code != 200, token=token_for(secret),
        viewer=viewer_of(desk, request), users=bool(_accounts(desk).names()),
    )  # fmt: skip
    set_cookie(response, request, cookie, secret, FORM_SECONDS)
    response.headers["Cache-Control"] = "private, no-store"
    return response
