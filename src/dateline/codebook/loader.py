"""From the codebook's TOML files to a `Codebook`.

A codebook is a folder: `types/*.toml` (one per PLOVER type), `frames.toml`, `classes.toml`, `composition.toml`,
`light.toml`, `figures.toml`, `status.toml`, `irregular.toml`, `crosswalk.toml` and `conventions/*.toml`.
docs/codebook.md tells how to write them. Whatever breaks the format raises DataError with file, entry and reason.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from dateline.codebook.inflection import Inflector, inflector
from dateline.codebook.model import (
    Codebook,
    CodeRow,
    Companion,
    Domain,
    Entry,
    Example,
    Frame,
    Item,
    LeaveOut,
    Listing,
    Modal,
    NounPattern,
    Operator,
    Pattern,
    Side,
    needed_words,
)
from dateline.errors import DataError
from dateline.records import EVENT_TYPES

BUNDLED = Path(__file__).parent
FRAME_RECIPIENT = (
    "dative",
    "into",
    "against",
    "on",
    "to",
    "with",
    "at",
    "from",
    "toward",
    "over",
    "for",
    "of",
    "in",
    "noun",
)
"""Where a frame looks for its recipient unless its row says otherwise."""
FRAME_KEYS = ("verbs", "subject_is", "subject_not")
"""What a frame has beside its rows, one for each class of the object."""
ENTRY_WORDS = ("verbs", "nouns", "adjectives", "adverbs")
ENTRY_SLOTS = ("actor", "recipient", "noun_actor", "noun_recipient")
ENTRY_SETS = (
    "requires", "object_is", "object_not", "subject_is", "subject_not", "noun_not", "noun_needs", "noun_object_not",
)  # fmt: skip
ENTRY_PLAIN = (
    "reciprocal", "object_optional", "object_known", "subject_known", "no_complement", "no_object", "needs_cause",
    "weight",
)  # fmt: skip

Table = dict[str, Any]


def load_codebook(path: Path | None = None, *, conventions: str = "plover") -> Codebook:
    """The codebook in folder `path` (None: the bundled one) under the named conventions.

    Raises DataError for a file that is missing or breaks the format, and for unknown conventions.
    """
    folder = path or BUNDLED
    if not (folder / "types").is_dir():
        raise DataError(f"{folder}: not a codebook (it has no folder types/)")
    rules = _read(folder / "conventions" / f"{conventions}.toml")
    frames = _merged(_read(folder / "frames.toml"), rules.get("frames", {}))
    composition = _read(folder / "composition.toml")
    entries = dict(_entries(folder))
    words = inflector(_read(folder / "irregular.toml"))
    return _Builder(folder, words, entries, frames, composition, rules).codebook(
        _version(folder, conventions), conventions
    )


def _version(folder: Path, conventions: str) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.toml")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return f"{'dateline' if folder == BUNDLED else folder.name}/{conventions} {digest.hexdigest()[:12]}"


def _read(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text(encoding="utf8"))
    except OSError as error:
        raise DataError(f"{file}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: not TOML: {error}") from error


def _merged(table: Table, changes: Table) -> Table:
    return {name: {**row, **changes.get(name, {})} for name, row in table.items()}


def split(words: str) -> list[str]:
    """The comma-separated words of a data string, in order."""
    return [word for part in words.split(",") if (word := " ".join(part.split()))]


# ---- entries


def _entries(folder: Path) -> Iterator[tuple[str, tuple[Entry, Table]]]:
    for file in sorted((folder / "types").glob("*.toml")):
        table = _read(file)
        if table.get("type") not in EVENT_TYPES or not table.get("source"):
            raise DataError(f"{file}: wants `type` (a PLOVER type) and `source`")
        seen: set[str] = set()
        for row in table.get("entries", []):
            name = f"{table['type']}.{row.get('name')}"
            if name in seen:
                raise DataError(f"{file}: {name}: two entries of this name")
            seen.add(name)
            yield name, (_entry(file, name, table["type"], row), row)


def _entry(file: Path, name: str, event_type: str, row: Table) -> Entry:
    known = {field.name for field in fields(Entry)} | set(ENTRY_WORDS) | {"mode", "requires_unless"}
    if unknown := sorted(set(row) - known):
        raise DataError(f"{file}: {name}: unknown key {unknown[0]!r}")
    values: Table = {key: row[key] for key in ENTRY_PLAIN if key in row}
    values |= {key: tuple(row[key].split()) for key in ENTRY_SLOTS if key in row}
    values |= {
        key: frozenset(split(row[key].replace(" ", ",") if key.endswith("needs") else row[key]))
        for key in ENTRY_SETS
        if key in row
    }
    try:
        examples = tuple(Example(**example) for example in row.get("examples", ()))
    except TypeError as error:
        raise DataError(f"{file}: {name}: example: {error}") from error
    return Entry(
        name=name, event_type=event_type, event_mode=row.get("mode") or None,
        contexts=tuple(row.get("contexts", ())), examples=examples, **values,
    )  # fmt: skip


def parse_pattern(text: str) -> tuple[str, tuple[Item, ...]]:
    """Head word and items of a verb pattern ("go +on hunger strike")."""
    head, *rest = text.split()
    items: list[Item] = []
    for word in rest:
        if word.startswith("+"):
            items.append(Item(prep=word[1:]))
        elif items:
            items[-1] = replace(items[-1], words=(*items[-1].words, word))
        else:
            items.append(Item(words=(word,)))
    return head, tuple(items)


def outcome(text: str) -> tuple[str, str | None]:
    """Type and mode of "TYPE/mode"; the mode is None where it is empty or missing."""
    event_type, _, mode = text.partition("/")
    return event_type, mode or None


class _Builder:
    """Collects patterns and forms; one use per codebook."""

    def __init__(
        self, folder: Path, words: Inflector, entries: Mapping[str, tuple[Entry, Table]],
        frames: Table, composition: Table, rules: Table,
    ) -> None:  # fmt: skip
        self.folder, self.words, self.rules = folder, words, rules
        self.source, self.frames, self.composition = entries, frames, composition
        self.verb_forms: dict[str, dict[str, None]] = defaultdict(dict)
        self.noun_forms: dict[str, dict[str, None]] = defaultdict(dict)
        self.classes: dict[str, dict[str, None]] = defaultdict(dict)

    def codebook(self, version: str, conventions: str) -> Codebook:
        """Everything put together."""
        class_table = _read(self.folder / "classes.toml")["classes"]
        for name, nouns in class_table.items():
            for noun in split(nouns):
                self.classes[noun][name] = None
        entries = {name: self._retyped(entry) for name, (entry, _) in self.source.items()}
        verbs, nouns, adjectives = self._entry_patterns(entries)
        verbs += self._frame_patterns()
        adverbs = {
            word: entries[name] for name, (_, row) in self.source.items() for word in split(row.get("adverbs", ""))
        }
        operators = self._operators()
        crosswalk = _read(self.folder / "crosswalk.toml")
        light = _read(self.folder / "light.toml")["light"]
        figures = _read(self.folder / "figures.toml")
        return Codebook(
            version=version, conventions=conventions, entries=entries,
            verbs=self._by_verb(verbs), nouns=self._by_noun(nouns), adjectives=_grouped(adjectives), adverbs=adverbs,
            verb_operators=self._by_verb(operators[0]), noun_operators=self._by_noun(operators[1]),
            adjective_operators=_grouped(operators[2]),
            light=_grouped(
                [(parse_pattern(text), text, kind) for kind, texts in light.items() for text in split(texts)]
            ),
            modals=self._modals(), modal_words=self._modal_words(),
            classes={noun: tuple(names) for noun, names in self.classes.items()},
            class_order={name: i for i, name in enumerate(class_table)},
            verb_forms={form: tuple(bases) for form, bases in self.verb_forms.items()},
            noun_forms={form: tuple(bases) for form, bases in self.noun_forms.items()},
            cues=_cues(_read(self.folder / "status.toml")),
            companions=tuple(_companions(self.composition.get("companions", {}))),
            crosswalk={name: {key: value for key, value in crosswalk[name].items() if key != "source"}
                       for name in ("quad", "score", "cameo", "goldstein")},
            sectors={name: frozenset(value.split()) for name, value in crosswalk["sectors"].items()},
            code_cues={name: frozenset(split(words.replace(" ", ",") if name == "weapons" else words))
                       for name, words in crosswalk["cues"].items() if name != "source"},
            domains=tuple(_domains(figures["domains"])),
            literal=frozenset(split(figures["literal"]["words"])),
            idioms=_idioms(figures["idioms"]["phrases"]),
            acled=tuple(_code_rows(self.folder, crosswalk["acled"], ("event", "sub_event"))),
            ucdp=tuple(_code_rows(self.folder, crosswalk["ucdp"], ("value",))),
            places_as_sides=bool(self.rules.get("arguments", {}).get("places_as_sides", False)),
            speakers=bool(self.rules.get("arguments", {}).get("speakers", False)),
            literal_sides=bool(self.rules.get("arguments", {}).get("literal", False)),
            leave_out=tuple(_leave_out(self.folder, self.rules)),
            no_role={role: frozenset(self.rules.get("participants", {}).get(f"no_{role}", "").split())
                     for role in ("actors", "recipients")},
            sides={name: _side(row) for name, row in self.rules.get("sides", {}).items()},
            member_groups=self.rules.get("participants", {}).get("member_groups", False),
            listing=_listing(self.rules.get("listing", {})),
            residents=self.rules.get("participants", {}).get("residents", False),
            said_means=self.rules.get("means", {}).get("said", False),
            forms=frozenset((
                *self.verb_forms, *self.noun_forms, *self._modal_words(),
                *(head for (head, _), _, _ in [*adjectives, *operators[2]]), *adverbs,
            )),
        )  # fmt: skip

    def _retyped(self, entry: Entry) -> Entry:
        changed = self.rules.get("entries", {}).get(entry.name)
        if changed is None:
            return entry
        event_type, mode = outcome(changed)
        return replace(entry, event_type=event_type, event_mode=mode)

    def _entry_patterns(self, entries: Mapping[str, Entry]) -> tuple[list[Any], list[Any], list[Any]]:
        verbs: list[Any] = []
        nouns: list[Any] = []
        adjectives: list[Any] = []
        for name, (_, row) in self.source.items():
            entry = entries[name]
            verbs += [(parse_pattern(text), text, entry) for text in split(row.get("verbs", ""))]
            nouns += [(text, entry) for text in split(row.get("nouns", ""))]
            adjectives += [(parse_pattern(text), text, entry) for text in split(row.get("adjectives", ""))]
        return verbs, nouns, adjectives

    def _frame_patterns(self) -> list[Any]:
        patterns: list[Any] = []
        for name, row in self.frames.items():
            by_class = {
                key: self._frame_entry(name, key, value, row)
                for key, value in row.items()
                if value and key not in FRAME_KEYS
            }
            frame = Frame(name=name, by_class=by_class)
            patterns += [(parse_pattern(text), text, frame) for text in split(row["verbs"])]
        return patterns

    def _frame_entry(self, frame: str, noun_class: str, text: str, row: Table) -> Entry:
        code, *words = text.split()
        slots = [word for word in words if not word.startswith("<")]
        event_type, mode = outcome(code)
        if event_type not in EVENT_TYPES:
            raise DataError(f"{self.folder / 'frames.toml'}: {frame}.{noun_class}: {event_type!r} is no PLOVER type")
        recipient = tuple(slots) or FRAME_RECIPIENT
        return Entry(
            name=f"{frame}.{noun_class}", event_type=event_type, event_mode=mode, recipient=recipient,
            actor=tuple(word[1:] for word in words if word.startswith("<")) or ("subj",),
            subject_is=frozenset(split(row.get("subject_is", ""))),
            subject_not=frozenset(split(row.get("subject_not", ""))),
        )  # fmt: skip

    def _operators(self) -> tuple[list[Any], list[Any], list[Any]]:
        verbs: list[Any] = []
        nouns: list[Any] = []
        adjectives: list[Any] = []
        changes = self.rules.get("operators", {})
        for name, row in self.composition["operators"].items():
            operator = Operator(
                name=name, complements=tuple(row["complement"].split()), status=row["status"],
                outcomes={**row["outcomes"], **changes.get(name, {})}, modes=row.get("modes", {}),
                coded_only=_all_words(row.get("no_unlisted", {})), keeping=_all_words(row.get("keep", {})),
                over=frozenset(row.get("over", "").split()),
            )  # fmt: skip
            verbs += [(parse_pattern(text), text, operator) for text in split(row.get("verbs", ""))]
            nouns += [(text, operator) for text in split(row.get("nouns", ""))]
            adjectives += [(parse_pattern(text), text, operator) for text in split(row.get("adjectives", ""))]
        return verbs, nouns, adjectives

    def _modals(self) -> dict[str, Modal]:
        changes = self.rules.get("modals", {})
        return {
            name: Modal(
                name=name,
                status=row["status"],
                outcomes={**row["outcomes"], **changes.get(name, {})},
                modes=row.get("modes", {}),
            )
            for name, row in self.composition["modals"].items()
        }

    def _modal_words(self) -> dict[str, str]:
        return {word: name for name, row in self.composition["modals"].items() for word in split(row.get("words", ""))}

    def _by_verb(self, patterns: Iterable[Any]) -> dict[str, tuple[Pattern, ...]]:
        patterns = list(patterns)
        for (head, _), _, _ in patterns:
            for form in self.words.verb_forms(head):
                self.verb_forms[form][head] = None
        return _grouped(patterns)

    def _by_noun(self, patterns: Iterable[Any]) -> dict[str, tuple[NounPattern, ...]]:
        table: dict[str, list[NounPattern]] = defaultdict(list)
        for text, meaning in patterns:
            *before, head = text.replace("-", " ").split() if "-" in text else text.split()
            for base in {head, text.split()[-1]}:
                for form in self.words.noun_forms(base):
                    self.noun_forms[form][base] = None
            kept = tuple(before)
            table[head].append(NounPattern(text=text, before=kept, meaning=meaning))
            if "-" in text.split()[-1]:
                table[text.split()[-1]].append(NounPattern(text=text, before=tuple(text.split()[:-1]), meaning=meaning))
        return {head: tuple(sorted(rows, key=lambda row: -len(row.before))) for head, rows in table.items()}


def _all_words(row: Mapping[str, str]) -> frozenset[str]:
    return frozenset(word for words in row.values() for word in split(words))


def _grouped(patterns: Iterable[Any]) -> dict[str, tuple[Pattern, ...]]:
    """Patterns by head word: those with more items first, then those with conditions, then as in the data."""
    table: dict[str, list[Pattern]] = defaultdict(list)
    for (head, items), text, meaning in patterns:
        table[head].append(Pattern(text=text, items=items, meaning=meaning, needs=needed_words(items)))
    return {head: tuple(sorted(rows, key=_demands, reverse=True)) for head, rows in table.items()}


def _demands(pattern: Pattern) -> tuple[int, int]:
    size = sum(bool(item.prep) + 2 * len(item.words) for item in pattern.items)
    meaning = pattern.meaning
    if isinstance(meaning, Frame):
        return size + 1, 2
    return size, 1 if isinstance(meaning, Entry) and (meaning.object_is or meaning.subject_is) else 0


def _domains(table: Table) -> Iterator[Domain]:
    for name, row in table.items():
        yield Domain(
            name=name, types=frozenset(split(row["types"])), words=frozenset(split(row["words"])),
            sentence=row["sentence"], report=row["report"],
        )  # fmt: skip


def _idioms(phrases: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    table: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in split(phrases):
        first, *rest = phrase.split()
        table[first].append((first, *rest))
    return {first: tuple(rows) for first, rows in table.items()}


def _companions(table: Table) -> Iterator[Companion]:
    for name, row in table.items():
        modes = frozenset(mode.strip() for mode in row["modes"].split(",")) if "modes" in row else frozenset()
        yield Companion(
            name=name, event_type=row["type"], modes=modes, words=frozenset(split(row.get("words", ""))),
            means=frozenset(split(row.get("means", ""))), becomes=row["becomes"], actors=row.get("actors", 0),
        )  # fmt: skip


def _cues(table: Table) -> dict[str, dict[str, frozenset[str]]]:
    return {name: {key: frozenset(split(words)) for key, words in row.items()} for name, row in table.items()}


def _code_rows(folder: Path, rows: Iterable[Table], values: tuple[str, ...]) -> Iterator[CodeRow]:
    for number, row in enumerate(rows, 1):
        if not row.get("source") or any(key not in row for key in ("type", *values)):
            raise DataError(f"{folder / 'crosswalk.toml'}: row {number} wants source, type, {', '.join(values)}")
        conditions = {
            key: frozenset(row.get(key, "").split())
            for key in ("modes", "means", "actors", "other_actors", "recipients", "entries", "traits", "needs", "lacks")
        }
        yield CodeRow(
            event_type=row["type"], reciprocal=row.get("reciprocal", False),
            values=tuple(row[key] or None for key in values), **conditions,
        )  # fmt: skip


# ---- conventions: what they have no place for

NOBODY = "nobody"
"""The side of which the text tells no participant."""


def _side(row: Table) -> Side:
    return Side(
        types=frozenset(split(row.get("types", ""))), sectors=frozenset(row.get("sectors", "").split()),
        words=frozenset(split(row.get("words", ""))), but=frozenset(split(row.get("but", ""))),
    )  # fmt: skip


def _listing(row: Table) -> Listing:
    return Listing(
        no_actors=frozenset(row.get("no_actors", "").split()),
        no_recipients=frozenset(row.get("no_recipients", "").split()),
        no_means=frozenset(row.get("no_means", "").split()),
        no_means_words=frozenset(split(row.get("no_means_words", ""))),
        one_description=row.get("one_description", False), short_names=row.get("short_names", False),
        vague=frozenset(split(row.get("vague", ""))),
    )  # fmt: skip


def _leave_out(folder: Path, rules: Table) -> Iterator[LeaveOut]:
    sets = ("types", "modes", "not_modes", "statuses", "entries", "actors", "recipients")
    plain = ("reciprocal", "placeless", "undated", "unnamed", "once", "no_means", "older_than")
    for number, row in enumerate(rules.get("leave_out", ()), 1):
        where = f"{folder / 'conventions'}: {rules.get('name')}: leave_out row {number}"
        if not row.get("reason"):
            raise DataError(f"{where} wants a reason")
        if unknown := sorted(set(row) - {"reason", *sets, *plain}):
            raise DataError(f"{where}: unknown key {unknown[0]!r}")
        for side in (*row.get("actors", "").split(), *row.get("recipients", "").split()):
            if side != NOBODY and side not in rules.get("sides", {}):
                raise DataError(f"{where}: no side {side!r}")
        values: Table = {key: frozenset(row[key].split()) for key in sets if key in row}
        values |= {key: row[key] for key in plain if key in row}
        yield LeaveOut(reason=row["reason"], **values)
