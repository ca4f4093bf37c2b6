"""`python -m evals.scale`: how time and memory of linking grow, on synthetic corpora from small to large.

Each size is measured in a process of its own, at the same density (mentions a day, countries), so that only the number
grows: taking reports in, finding copies, clustering, putting events together, and linking a few more reports into the
same store.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from dateline.app import linking
from dateline.linking import groups_of, outlines_of, published_of
from dateline.settings import LinkSettings
from dateline.store import Basis, open_store
from evals.synthetic import corpus, scored

MORE = 20
"""Reports that are added to a store which was linked before."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run with command line arguments; gives the exit status."""
    options = parser().parse_args(arguments)
    if options.one:
        print(json.dumps(measured(options.one, options)))
        return 0
    rows = []
    for size in options.sizes:
        given = [f"--a-day={options.a_day}", f"--countries={options.countries}", f"--reports={options.reports}"]
        command = [sys.executable, "-m", "evals.scale", "--one", str(size), *given]
        rows.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
        print_table(rows)
    return 0


def measured(mentions: int, options: argparse.Namespace) -> dict[str, float]:
    """Seconds of each step and the highest memory, for a corpus of about so many mentions."""
    events = max(1, round(mentions / (1.4 * options.reports)))
    made = corpus(
        events=events,
        reports=options.reports,
        days=max(1, round(mentions / options.a_day)),
        countries=options.countries,
    )
    seconds: dict[str, float] = {}
    settings = LinkSettings()
    with TemporaryDirectory(prefix="dateline-scale-") as folder, open_store(Path(folder, "events.db")) as store:
        with timed(seconds, "store reports"):
            held = list(islice(made.reports, MORE))
            count = store.put_reports(made.reports)
        with timed(seconds, "take in"):
            linking.take_in(store)
        with timed(seconds, "read"):
            told = store.told()
        with timed(seconds, "copies"):
            copies = groups_of(store.sketches(), published_of(told), settings)
        with timed(seconds, "clusters"):
            outlines = outlines_of(told, copies, settings)
        with timed(seconds, "put together"):
            basis = Basis(told={one.report_id: one.version for one in told}, decisions=0)
            store.put_events(outlines, linking.maker(store), basis=basis)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        with timed(seconds, f"{MORE} more"):
            store.put_reports(held)
            linking.relink(store, settings)
        outcome = scored(made, list(store.events())) if len(made.truth) <= options.score else None
    return {
        "mentions": len(made.truth),
        "reports": count,
        "events": len(outlines),
        **{name: round(value, 1) for name, value in seconds.items()},
        "MB": round(memory),
        **({"B3": round(100 * outcome.f1, 1)} if outcome else {}),
    }


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    """Keep under a name how long what is done within takes."""
    start = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - start


def print_table(rows: Sequence[Mapping[str, float | str]], out: Callable[[str], None] = print) -> None:
    """The rows as a Markdown table."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out("| " + " | ".join(names) + " |")
    out("| " + " | ".join("---" for _ in names) + " |")
    for row in rows:
        out("| " + " | ".join(_cell(row.get(name, "")) for name in names) + " |")


def _cell(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,}"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m evals.scale", description=(__doc__ or "").split("\n\n")[0])
    made.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="numbers of mentions")
    made.add_argument("--a-day", type=float, default=100.0, help="mentions a day")
    made.add_argument("--countries", type=int, default=20)
    made.add_argument("--reports", type=float, default=4.0, help="reports on each event, on average")
    made.add_argument("--score", type=int, default=20_000, help="up to how many mentions B3 is computed")
    made.add_argument("--one", type=int, help=argparse.SUPPRESS)
    return made


if __name__ == "__main__":
    sys.exit(main())
