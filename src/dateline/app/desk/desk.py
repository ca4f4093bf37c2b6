"""`Desk`: what every part of the application is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from dateline.store import Store
from dateline.store.accounts import Accounts
from dateline.store.searches import Searches

THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
"""Names by which a machine calls itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page needs.

    hosts: names under which the desk may be asked for; others are refused, since a page elsewhere could have its own
    name lead here. read_only: nobody can log in, nothing is written. accounts: who may log in; None where nobody can.
    searches: what they saved; webhook_hosts: hosts of our own network that may be told what is new in it.
    blind: reviewers do not see what others said of an event before they have given a verdict themselves.
    """

    store: Store
    title: str
    hosts: tuple[str, ...] = THIS_MACHINE
    read_only: bool = False
    accounts: Accounts | None = None
    searches: Searches | None = None
    webhook_hosts: tuple[str, ...] = ()
    blind: bool = True


def desk_of(request: Request) -> Desk:
    """The desk that a request is for."""
    desk: Desk = request.app.state.desk
    return desk


At = Annotated[Desk, Depends(desk_of)]
"""A parameter that is the desk."""
