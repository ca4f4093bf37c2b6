"""What dateline knows about actors, weapons and words of attribution: data beside its loaders."""

from dateline.catalogue.actors import (
    SECTORS,
    Actor,
    Catalogue,
    Name,
    NameMatch,
    Noun,
    Term,
    Years,
    load_catalogue,
    problems,
)

__all__ = ["SECTORS", "Actor", "Catalogue", "Name", "NameMatch", "Noun", "Term", "Years", "load_catalogue", "problems"]
