"""The accuracy gate: what the pipeline makes of examples/, held against records written by hand."""
