"""Where reports come from: files, folders, patterns and standard input, in any supported format."""

from dateline.sources.read import read_inputs

__all__ = ["read_inputs"]
