"""Linking again in the background after a reviewer split or merged: one run at a time, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Condition, Thread

from dateline.app.link_views import tally
from dateline.app.linking import overruled, relink
from dateline.errors import DatelineError
from dateline.settings import LinkSettings
from dateline.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How far linking is: whether a run is pending, how many are done, and what came of the last one."""

    pending: bool = False
    runs: int = 0
    said: str = ""


class Relinking:
    """Links a store again when asked to; what is asked for during a run is done by one more run after it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changed = Condition()
        self._asked = False
        self._working = False
        self._outcome = Outcome()

    def ask(self) -> None:
        """Have the events computed anew soon; returns at once."""
        with self._changed:
            self._asked = True
            if not self._working:
                self._working = True
                Thread(target=self._work, name="relinking", daemon=True).start()

    def outcome(self) -> Outcome:
        """How far linking is."""
        with self._changed:
            return Outcome(pending=self._working, runs=self._outcome.runs, said=self._outcome.said)

    def wait(self, seconds: float) -> Outcome:
        """The outcome when nothing is pending any more, or when the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: not self._working, seconds)
        return self.outcome()

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._asked:
                    self._working = False
                    self._changed.notify_all()
                    return
                self._asked = False
            said = self._linked()
            with self._changed:
                self._outcome = Outcome(runs=self._outcome.runs + 1, said=said)

    def _linked(self) -> str:
        try:
            changes = relink(self._store, LinkSettings())
            against = len(overruled(self._store))
        except DatelineError as error:
            return f"Linking failed: {error}"
        except Exception as error:  # a thread that dies silently would leave the page waiting
            return f"Linking failed: {type(error).__name__}: {error}"
        left = f"; {against} earlier decisions contradict later ones or lead nowhere" if against else ""
        return f"Linked again: {tally(changes)}{left}."
