"""Where reports come from: files, folders, patterns and standard input, in any supported format."""

from dateline.sources.read import raw_report, read_bytes, read_inputs

__all__ = ["raw_report", "read_bytes", "read_inputs"]
