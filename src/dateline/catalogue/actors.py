"""Who acts: states, organs of states, groups, organisations, people and common nouns, as data beside this file.

Names are found with one Aho-Corasick pass, whatever their number. The files and the scheme of ids are
described in docs/catalogue.md; a user's own file, TOML or a table with the columns of `groups.tsv`, is read after
the others.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import ahocorasick

from dateline.errors import DataError
from dateline.records import ENTITY_TYPES, content_id

SECTORS = frozenset({
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "OPP", "PRE", "REF", "REL", "SOC", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC",
})  # fmt: skip
"""PLOVER's codes for kinds of actors."""
FOLDED = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "–": "-", "\n": " ", "\t": " ", "\u00a0": " "})
"""Characters that are read as others when names are looked for; one for one, so that offsets hold."""


@dataclass(frozen=True, slots=True)
class Term:
    """When somebody held offices (people.tsv names them), first and last day; None where open or not known."""

    offices: frozenset[str]
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Years:
    """The first and last year in which somebody was active; None where not known, `last` also where not over."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An entry: `type` is an entity type of the record, `affiliation` ids of backers or parents.

    alpha2 is the state's ISO code, empty for all others: it tells a state from its organs, which share its id.
    `active` are the years of a group or body under this name and as this kind of actor.
    """

    id: str
    name: str
    type: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    affiliation: tuple[str, ...] = ()
    alpha2: str = ""
    terms: tuple[Term, ...] = ()
    active: Years = Years()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a string may stand for; `use` is one of name, adjective, people, capital."""

    actor: Actor
    use: str = "name"
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What a common noun names. organ: with a state it is that state's; owner: what a state before it is to it."""

    type: str
    sectors: tuple[str, ...]
    organ: bool = False
    owner: str = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """Names found at characters [start, end) of a text; several where the string is ambiguous."""

    start: int
    end: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All entries, by id and by name. `version` changes with any of the data."""

    version: str
    states: Mapping[str, Actor]
    names: Mapping[str, tuple[Name, ...]]
    nouns: Mapping[str, Noun]
    offices: Mapping[str, tuple[str, ...]]
    participles: frozenset[str]
    adjectives: frozenset[str]
    prefixes: frozenset[str]
    given: frozenset[str]
    """Given names of people, folded (given_names.toml)."""
    peoples: frozenset[str]
    """Names of peoples and faiths and of those who belong to them."""
    automaton: Any
    any_case: Any
    """Finds names of several words whatever the case of their letters."""

    def find(self, text: str) -> list[NameMatch]:
        """Names that stand in `text` as whole words, the longest where they overlap, in order.

        A name of several words that is unmarked in one entry alone is known in any case ("shining path"); of others
        than armed groups one word must then be capitalised.
        """
        folded = text.translate(FOLDED)
        low = folded.lower()
        if len(low) != len(folded):  # letters that grow in lower case would shift the offsets
            low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in folded)
        exact = [(last - len(alias) + 1, last + 1, alias) for last, alias in self.automaton.iter(folded)]
        other = [(last - len(alias) + 1, last + 1, alias) for last, alias in self.any_case.iter(low)]
        named = [(a, b, alias) for a, b, alias in other if self._is_written_as_name(folded[a:b], alias)]
        return list(self._longest([(a, b, alias) for a, b, alias in (*exact, *named) if _is_word(folded, a, b)]))

    def _is_written_as_name(self, text: str, alias: str) -> bool:
        armed = any(name.actor.type == "armed-group" and not name.ambiguous for name in self.names[alias])
        return armed or any(word[:1].isupper() for word in text.split())

    def _longest(self, found: list[tuple[int, int, str]]) -> Iterator[NameMatch]:
        reached = 0
        for start, end, alias in sorted(found, key=lambda hit: (hit[0], -hit[1], hit[2])):
            if start >= reached:
                reached = end
                yield NameMatch(start=start, end=end, names=self.names[alias])


def _is_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())


TABLES = ("states.tsv", "organs.tsv", "groups.tsv", "organizations.tsv", "people.tsv")
"""The bundled tables of actors."""


@cache
def load_catalogue(extra: Path | None = None) -> Catalogue:
    """The bundled catalogue, with the user's own entries where `extra` names a file of them.

    Raises DataError, naming file and entry, for a broken line, an unknown code, or a name given to two
    entries that none of them marks as ambiguous.
    """
    texts = [(name, _bundled(name)) for name in TABLES]
    if extra is not None:
        texts.append((str(extra), _read(extra)))
    nouns, given = _bundled("nouns.toml"), _bundled("given_names.toml")
    names = _index(entry for file, text in texts for entry in read_names(file, text))
    fingerprint = content_id(nouns, given, *(text for _, text in texts))
    return _catalogue(names, _toml("nouns.toml", nouns), _toml("given_names.toml", given), fingerprint)


def _catalogue(
    names: dict[str, tuple[Name, ...]], words: dict[str, Any], given: dict[str, str], fingerprint: str
) -> Catalogue:
    automaton = ahocorasick.Automaton()
    for alias in names:
        automaton.add_word(alias, alias)
    automaton.make_automaton()
    any_case = ahocorasick.Automaton()
    for alias, known in names.items():
        if " " in alias and _is_sure(known):
            any_case.add_word(alias.lower(), alias)
    any_case.make_automaton()
    states = {name.actor.id: name.actor for known in names.values() for name in known if name.actor.alpha2}
    return Catalogue(
        version=f"dateline-catalogue {fingerprint}",
        states=states,
        names=names,
        nouns={word: _noun(block) for block in words["nouns"] for word in block["words"]},
        offices={word: tuple(block["sectors"]) for block in words["offices"] for word in block["words"]},
        participles=frozenset(words["affiliation"]["participles"]),
        adjectives=frozenset(words["affiliation"]["adjectives"]),
        prefixes=frozenset(words["affiliation"]["prefixes"]),
        given=frozenset(name.strip() for text in given.values() for name in text.split(",")),
        peoples=frozenset(form for word in words["peoples"]["words"] for form in (word, f"{word}s")),
        automaton=automaton,
        any_case=any_case,
    )


def _is_sure(known: Sequence[Name]) -> bool:
    """Whether a string needs no capitals to be known: no bearer marks it, or only the namesakes of the one it names."""
    meant = {name.actor.id for name in known if not name.ambiguous}
    return len(meant) == 1 and not any(name.ambiguous for name in known if name.actor.id in meant)


def _noun(block: Mapping[str, Any]) -> Noun:
    sectors = _checked("nouns.toml", str(block["words"][0]), block["sectors"], SECTORS)
    (kind,) = _checked("nouns.toml", str(block["words"][0]), [block["type"]], ENTITY_TYPES)
    return Noun(type=kind, sectors=sectors, organ=block.get("organ", False), owner=block.get("owner", "country"))


# ---- reading the tables

Row = dict[str, str]
"""The cells of one entry by column."""

Entry = tuple[str, str, Name]
"""File and line, the string, and what it stands for."""


def read_names(file: str, text: str) -> Iterator[Entry]:
    """Every name that a table holds. `file` serves messages; where it ends in .toml the text is TOML."""
    for where, row in read_entries(file, text):
        yield from _row_names(where, row())


def read_entries(file: str, text: str) -> Iterator[tuple[str, Callable[[], Row]]]:
    """Where each entry of a file stands, and what reads it: that raises DataError where the entry is broken."""
    return (_blocks if file.endswith(".toml") else _lines)(file, text)


def _blocks(file: str, text: str) -> Iterator[tuple[str, Callable[[], Row]]]:
    blocks = _toml(file, text).get("actor", [])
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise DataError(f"{file}: actors stand in blocks [[actor]]")
    for number, block in enumerate(blocks, 1):
        where = f"{file}: actor {number}"
        yield where, partial(_row_of_block, where, block)


def _row_of_block(where: str, block: Mapping[str, object]) -> Row:
    """A block [[actor]] as a row of a table; lists become cells."""
    unknown = sorted(set(block) - COLUMNS.keys())
    if unknown:
        raise DataError(f"{where}: no key {unknown[0]!r}; there are {', '.join(COLUMNS)}")
    return {key: _cell(where, key, _text_of_year(key, block.get(key, default))) for key, default in COLUMNS.items()}


COLUMNS = {
    "id": "", "name": "", "aliases": "", "type": "organization", "country": "", "sectors": "", "affiliation": "",
    "ambiguous": "", "from": "", "to": "", "office": "", "active_from": "", "active_to": "",
}  # fmt: skip
"""What a file of a user's own may say of an actor, each with what holds where it is left out."""


def _text_of_year(key: str, value: object) -> object:
    """A year may be a number in TOML."""
    is_number = key in {"active_from", "active_to"} and isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value


def _cell(where: str, key: str, value: object) -> str:
    values = list(value) if isinstance(value, list) else [value]
    texts = [item for item in values if isinstance(item, str)]
    if len(texts) < len(values):
        raise DataError(f"{where}: {key} must be a string or a list of strings")
    return "|".join(texts)


def _lines(file: str, text: str) -> Iterator[tuple[str, Callable[[], Row]]]:
    lines = [
        (number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")
    ]
    if not lines:
        return
    header = lines[0][1].split("\t")
    for number, line in lines[1:]:
        where = f"{file}:{number}"
        yield where, partial(_row_of_line, where, header, line)


def _row_of_line(where: str, header: Sequence[str], line: str) -> Row:
    cells = line.split("\t")
    if len(cells) != len(header):
        raise DataError(f"{where}: {cells[0]!r} has {len(cells)} columns, not {len(header)}")
    return dict(zip(header, cells, strict=True))


def problems(path: Path) -> list[str]:
    """Everything that keeps a user's file from being used with the bundled catalogue; [] where it can be."""
    file, text = str(path), _read(path)
    found: list[str] = []
    named: list[tuple[str, str]] = []
    index: defaultdict[str, list[Name]] = defaultdict(list)
    _add(index, (entry for name in TABLES for entry in read_names(name, _bundled(name))))
    known = {name.actor.id for names in index.values() for name in names}
    try:
        for where, read in read_entries(file, text):
            try:
                row = read()
                _add(index, _row_names(where, row))
            except DataError as error:
                found.append(str(error))
            else:
                known.add(row["id"])
                named += [(where, other) for other in split(row.get("affiliation", ""))]
    except DataError as error:
        found.append(str(error))
    return found + [f"{where}: affiliation {other!r} is no entry" for where, other in named if other not in known]


def _row_names(where: str, row: Mapping[str, str]) -> Iterator[Entry]:
    missing = [column for column in ("id", "name", "aliases", "sectors", "country", "ambiguous") if column not in row]
    if missing and "alpha2" not in row:
        raise DataError(f"{where}: no column {missing[0]!r}")
    actor = _actor(where, row)
    uncertain = frozenset(split(row["ambiguous"]))
    uses = {
        "name": [row["name"], *split(row["aliases"])], "adjective": split(row.get("adjectives", "")),
        "people": split(row.get("people", "")), "capital": split(row.get("capitals", "")),
    }  # fmt: skip
    for use, aliases in uses.items():
        for alias in aliases:
            name = Name(actor=actor, use=use, ambiguous=alias in uncertain)
            yield from ((where, variant, name) for variant in spellings(alias))


def _actor(where: str, row: Mapping[str, str]) -> Actor:
    if not row["id"] or not row["name"]:
        raise DataError(f"{where}: an entry needs an id and a name")
    is_state, is_person = "alpha2" in row, row["id"].startswith("per:")
    kind = "government" if is_state else "person" if is_person else row["type"]
    _checked(where, row["id"], [kind], ENTITY_TYPES)
    return Actor(
        id=row["id"],
        name=row["name"],
        type=kind,
        country=row["id"] if is_state else row["country"] or None,
        sectors=("GOV",) if is_state else _checked(where, row["id"], split(row["sectors"]), SECTORS),
        affiliation=split(row.get("affiliation", "")),
        alpha2=row.get("alpha2", ""),
        terms=_terms(where, row) if is_person else (),
        active=_years(where, row),
    )


def _years(where: str, row: Mapping[str, str]) -> Years:
    """The years of activity, in four digits, the first not after the last."""
    texts = [row.get(column, "").strip() for column in ("active_from", "active_to")]
    for text in texts:
        if text and not (len(text) == 4 and text.isascii() and text.isdigit()):
            raise DataError(f"{where}: {row['id']}: {text!r} is no year; four digits are needed")
    first, last = (int(text) if text else None for text in texts)
    if first is not None and last is not None and first > last:
        raise DataError(f"{where}: {row['id']}: active_from {first} is after active_to {last}")
    return Years(first, last)


def _terms(where: str, row: Mapping[str, str]) -> tuple[Term, ...]:
    """Terms of a person: one for each office where as many days are given, else one for all of them together."""
    offices, starts, ends = split(row.get("office", "")), row.get("from", "").split("|"), row.get("to", "").split("|")
    if len(starts) != len(ends):
        raise DataError(f"{where}: {row['id']}: as many first days as last days are needed")
    if len(starts) > 1 and len(starts) != len(offices):
        raise DataError(f"{where}: {row['id']}: one term, or one for each office, is needed")
    held = [frozenset({office}) for office in offices] if len(starts) > 1 else [frozenset(offices)]
    if not offices:
        return ()
    return tuple(Term(those, start or None, end or None) for those, start, end in zip(held, starts, ends, strict=True))


def spellings(alias: str) -> list[str]:
    """The ways in which news writes a name: capitals in headlines, "Al-", "al ", no apostrophe."""
    forms = [alias]
    if alias.startswith(("al-", "Al-")):
        forms += [f"{article}{alias[3:]}" for article in ("al-", "Al-", "al ", "Al ")]
    if "'" in alias and not alias.endswith("'s"):
        forms += [form.replace("'", "") for form in list(forms)]
    if len(alias) > 3:  # shorter words in capitals are mostly acronyms of something else
        forms += [form.upper() for form in list(forms)]
    return list(dict.fromkeys(forms))


def _index(entries: Iterable[Entry]) -> dict[str, tuple[Name, ...]]:
    """Names by string."""
    index: defaultdict[str, list[Name]] = defaultdict(list)
    _add(index, entries)
    return {alias: tuple(names) for alias, names in index.items()}


def _add(index: defaultdict[str, list[Name]], entries: Iterable[Entry]) -> None:
    """Add names to an index. Two entries may share one only where one of them marks it as ambiguous."""
    for where, alias, name in entries:
        others = [other for other in index[alias] if other.actor.id != name.actor.id]
        if others and not (name.ambiguous or any(other.ambiguous for other in others)):
            of = f"{where}: {alias!r} of {name.actor.id!r} is also a name of {others[0].actor.id!r}"
            raise DataError(f"{of}; mark it as ambiguous in one")
        if name not in index[alias]:
            index[alias].append(name)


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell: "a|b" is ("a", "b")."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _checked(where: str, entry: str, values: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    for value in values:
        if value not in known:
            raise DataError(f"{where}: {entry!r} has {value!r}, which is no known code")
    return tuple(values)


def _toml(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{file}: {error}") from error


def _bundled(name: str) -> str:
    return files("dateline.catalogue").joinpath(name).read_text(encoding="utf-8")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from error
