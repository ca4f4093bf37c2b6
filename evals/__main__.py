"""`python -m evals`: run the pipeline over examples/ and print, check or raise the figures.

Exit status 0; 1 where `--check` finds a figure below its floor, or `--update-floors` would lower one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from evals.corpus import corpus_digest, load_links, run_cases
from evals.floors import RegressionError, failures, load_floors, save_floors, updated
from evals.measure import measure
from evals.scores import Scores
from evals.sentences import load_sentences, score_sentences
from evals.synthetic import score_synthetic


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate with command line arguments; gives the exit status."""
    options = parser().parse_args(arguments)
    scores = evaluate()
    print_figures(scores, as_json=options.json)
    if options.errors:
        print("\n".join(scores.mistakes))
    if options.update_floors:
        return update(scores, options.allow_regression)
    return check(scores) if options.check else 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m evals", description="Accuracy on the bundled reports.")
    made.add_argument("--errors", action="store_true", help="list every mistake")
    made.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    made.add_argument("--check", action="store_true", help="fail where a figure is below its floor")
    made.add_argument("--update-floors", action="store_true", help="make the figures the new floors")
    made.add_argument("--allow-regression", metavar="REASON", help="why a floor may be lowered; kept in the file")
    return made


def evaluate() -> Scores:
    """The figures of the pipeline with default settings."""
    from dateline.settings import Settings
    from dateline.tools import load_tools

    settings = Settings()
    tools = load_tools(settings)
    scores = measure(run_cases(tools, settings), load_links())
    score_sentences(scores, load_sentences(), tools, settings)
    score_synthetic(scores)
    return scores


def print_figures(scores: Scores, *, as_json: bool) -> None:
    """A table, or one JSON object."""
    if as_json:
        print(json.dumps(scores.figures()))
        return
    for figure, right, total, share in scores.rows():
        print(f"{figure:28}{right:5}/{total:<5}{share:8.3f}")


def check(scores: Scores) -> int:
    """Exit status of a comparison with the floors; says on standard error what fell."""
    problems = failures(load_floors(), scores.figures(), scores.violations, corpus_digest())
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def update(scores: Scores, reason: str | None) -> int:
    """Make the figures the floors; gives the exit status."""
    try:
        save_floors(updated(load_floors(), scores.figures(), scores.violations, corpus_digest(), reason))
    except RegressionError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
