"""The desk: an analyst's pages and an API over one database (docs/desk.md)."""
