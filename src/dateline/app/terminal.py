"""Standard error and standard output: messages, progress, and text from outside made safe to print."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from dateline.errors import DatelineError, InputError

T = TypeVar("T")

EXIT_INPUT_FAILED = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells report it
EXIT_BROKEN_PIPE = 141  # 128 + SIGPIPE

_HARMLESS = {ord("\n"), ord("\t")}
_STEERING = {*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - _HARMLESS
"""Control characters, and those that change the direction of writing."""
_SAFE = dict.fromkeys(_STEERING, "\N{REPLACEMENT CHARACTER}")


def printable(text: str) -> str:
    """Text of the same length in which nothing can steer a terminal: no controls, no change of direction."""
    return text.translate(_SAFE)


class Messages:
    """What is said on standard error, a line each, and whether an input failed."""

    def __init__(self) -> None:
        self.failed = False

    def say(self, text: str) -> None:
        """One line."""
        print(f"dateline: {printable(' '.join(text.split()))}", file=sys.stderr, flush=True)  # noqa: T201

    def failure(self, error: InputError) -> None:
        """An input that could not be coded."""
        self.failed = True
        self.say(str(error))

    def ignored(self, source: str, fields: Iterable[str]) -> None:
        """Fields of rows that are not used."""
        self.say(f"{source}: fields not used: {', '.join(fields)}")

    def status(self, text: str) -> None:
        """What is going on, where somebody watches."""
        if sys.stderr.isatty():
            self.say(text)


@contextmanager
def exit_statuses(messages: Messages) -> Iterator[None]:
    """Turn what can end a command into its exit status and at most one line on standard error."""
    try:
        yield
        sys.stdout.flush()
        status = EXIT_INPUT_FAILED if messages.failed else 0
    except DatelineError as error:
        messages.say(str(error))
        status = EXIT_INPUT_FAILED if isinstance(error, InputError) else EXIT_UNUSABLE
    except BrokenPipeError:
        # Whoever read has gone: nothing more is written, not even by the interpreter at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = EXIT_BROKEN_PIPE
    except KeyboardInterrupt:
        messages.say("interrupted")
        status = EXIT_INTERRUPTED
    if status:
        raise SystemExit(status)


def write_lines(lines: Iterable[str]) -> None:
    """Lines to standard output, as UTF-8 with line feeds wherever it goes."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", newline="\n")
    for line in lines:
        sys.stdout.write(line + "\n")


def watched(items: Iterable[T], count: Callable[[], int | None]) -> Iterator[T]:
    """The same items; on a terminal with a bar on standard error: how many, how fast, how long still.

    count: tells how many there will be; only called where a bar is shown.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("coding"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]} reports/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("coding", total=count(), rate="–")
        for item in items:
            speed = progress.tasks[0].speed
            progress.update(task, advance=1, rate=f"{speed:.1f}" if speed else "–")
            yield item
