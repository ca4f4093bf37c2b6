"""The stages that code one report: pure functions, value in, value out (order: `dateline.pipeline`)."""
