"""Sealed text: plain to its user, ciphertext everywhere else, bound to where it lies."""

from __future__ import annotations

import base64
import copy
import logging
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.operand import Path

from tests.therapy_core.table.sealed.items import (
    CANARY,
    INDEX,
    SCHEMA,
    Card,
    Entry,
    blob,
    card,
    entry,
    made,
    overwrite,
    read,
)
from tests.therapy_core.table.tables import Clock, rows
from therapy_core.table import Entity, Primary, SealedText, Table, cipher
from therapy_core.table.errors import (
    Erased,
    Misuse,
    NoSealer,
    RuleViolated,
    SchemaError,
    SealBroken,
    VersionConflict,
)
from therapy_core.table.plan import plan
from therapy_core.table.testing import (
    FaultyTransport,
    MemorySealer,
    answer_lost,
)


def test_text_comes_back_and_lies_sealed(table: Table) -> None:
    """What was given is read; what stands in the table is binary and doesn't hold it."""
    table.create(entry(remark="ŵ ✓ 🙂"))
    found = read(table)
    assert (found.words, found.remark) == (CANARY, "ŵ ✓ 🙂")
    raw = rows(table)["OWNER#o", "ENTRY#e"]
    assert raw["words"].keys() == raw["rmk"].keys() == {"B"}
    assert CANARY.encode() not in raw["words"]["B"]


def test_nothing_is_opened_until_it_is_asked_for(table: Table, sealer: MemorySealer) -> None:
    """Reading an item opens nothing; asking for a text opens it once."""
    table.create(entry(remark="r"))
    found = read(table)
    assert found.values()["words"] is not None
    assert sealer.opened == 0
    assert found.words == found.words == CANARY
    assert sealer.opened == 1


def test_an_entity_that_was_read_and_saved_writes_nothing(
    table: Table, faulty: FaultyTransport, sealer: MemorySealer
) -> None:
    """Neither opened text nor the same text set again is a change."""
    made = table.create(entry())
    before = blob(table)
    faulty.calls.clear()
    table.save(made)
    found = table.get(made.ref)
    assert found is not None
    table.save(found)
    assert sealer.opened == 0
    assert found.words == CANARY
    table.save(found)
    found.words = str(CANARY)
    table.save(found)
    made.words = str(CANARY)
    table.save(made)
    assert faulty.operations == ["GetItem"]
    assert blob(table) == before


def test_another_text_is_written_and_what_was_not_touched_keeps_its_bytes(table: Table) -> None:
    """A save seals what changed, alone."""
    table.create(entry(remark="r"))
    before = rows(table)["OWNER#o", "ENTRY#e"]
    found = read(table)
    found.words, found.level = "other", 3
    table.save(found)
    after = rows(table)["OWNER#o", "ENTRY#e"]
    assert (before["rmk"], int(after["version"]["N"])) == (after["rmk"], 2)
    assert before["words"] != after["words"]
    assert (found.words, read(table).words) == ("other", "other")


def test_optional_text_comes_and_goes(table: Table) -> None:
    """None removes it; a save and an update alike."""
    found = table.create(entry(remark="r"))
    found.remark = None  # type: ignore[assignment]
    table.save(found)
    assert "rmk" not in rows(table)["OWNER#o", "ENTRY#e"]
    table.update(found.ref, Entry.remark.set("s"))
    assert read(table).remark == "s"
    table.update(found.ref, Entry.remark.set(None))
    assert read(table).remark is None
    with pytest.raises(Misuse, match=r"Entry\.words"):
        table.update(found.ref, Entry.words.set(None))


def test_every_way_of_writing_seals(table: Table) -> None:
    """Create, put, load, update and upsert, alone and together."""
    table.create(entry("1"))
    table.load([entry("2")])
    table.update(Entry.at(owner_id="o", entry_id="1"), Entry.words.set(CANARY + "1"))
    table.upsert(
        Entry.at(owner_id="o", entry_id="3"), Entry.words.set(CANARY), Entry.state.set("s")
    )
    with table.transaction("all") as unit:
        unit.put(entry("2", words=CANARY + "2"))
        unit.create(entry("4"))
        unit.update(Entry.at(owner_id="o", entry_id="3"), Entry.words.set(CANARY + "3"))
        unit.upsert(
            Entry.at(owner_id="o", entry_id="5"), Entry.words.set(CANARY), Entry.state.set("s")
        )
    assert [read(table, str(n)).words[len(CANARY) :] for n in range(1, 6)] == [
        "1",
        "2",
        "3",
        "",
        "",
    ]
    assert CANARY not in repr(rows(table))


def test_a_copy_in_another_table_is_sealed_for_it(
    table: Table, faulty: FaultyTransport, clock: Clock
) -> None:
    """An entity of one table that is loaded into another opens there, and still here."""
    table.create(entry())
    other = made(faulty, f"{table.name}-2", clock, MemorySealer())
    found = read(table)
    other.load([found])
    assert read(other).words == found.words == CANARY
    assert blob(other) != blob(table)
    table.save(found)
    assert read(table).words == CANARY
    assert read(table).version == 1


@pytest.mark.exact
def test_what_a_lost_answer_repeats_is_the_same(table: Table, faulty: FaultyTransport) -> None:
    """A creation, a save and an update whose answers were lost are known again, and done once."""
    faulty.next("PutItem", answer_lost)
    made = table.create(entry())
    made.words = "other"
    faulty.next("UpdateItem", answer_lost)
    table.save(made)
    assert (made.version, read(table).version, read(table).words) == (2, 2, "other")
    faulty.next("TransactWriteItems", answer_lost)
    with table.transaction("two") as unit:
        unit.create(entry("f"))
        unit.update(made.ref, Entry.words.set("third"))
    assert (read(table).words, read(table, "f").words) == ("third", CANARY)


def test_a_stale_entity_is_not_saved(table: Table) -> None:
    """Sealing changes nothing about versions."""
    mine, theirs = table.create(entry()), read(table)
    theirs.words = "theirs"
    table.save(theirs)
    mine.words = "mine"
    with pytest.raises(VersionConflict):
        table.save(mine)
    table.delete(read(table))
    assert rows(table) == {}


# Whose it is


def test_an_action_can_say_whose_text_it_is(table: Table) -> None:
    """Where the key doesn't name the owner, the actions have to, and truly."""
    made = table.create(card())
    table.update(made.ref, Card.owner_id.set("o"), Card.words.set("w"))
    found = table.get(made.ref)
    assert found is not None
    assert found.words == "w"
    with pytest.raises(Misuse, match=r"Card\.owner_id"):
        table.update(made.ref, Card.words.set("x"))
    with pytest.raises(RuleViolated):
        table.update(made.ref, Card.owner_id.set("p"), Card.words.set("x"))


def test_text_that_changes_hands_is_sealed_anew(table: Table) -> None:
    """A save with another owner seals under that one's key."""
    made = table.create(card(words="w"))
    found = table.get(made.ref)
    assert found is not None
    found.owner_id = "p"
    table.save(found)
    again = table.get(made.ref)
    assert again is not None
    assert again.words == "w"


def test_a_destroyed_key_takes_its_text_along(table: Table, sealer: MemorySealer) -> None:
    """Reading and writing it are refused by name; what isn't sealed is there."""
    table.create(entry())
    found = read(table)
    sealer.lost.add("o")
    assert found.state == "open"
    with pytest.raises(Erased):
        _ = found.words
    with pytest.raises(Erased):
        table.create(entry("f"))


# Bound to where it lies


@pytest.mark.parametrize(
    "change",
    [
        {"SK": {"S": "ENTRY#f"}},
        {"SK": {"S": "ENTRY#f"}, "entry_id": {"S": "f"}},
        {"PK": {"S": "OWNER#p"}, "owner_id": {"S": "p"}},
    ],
)
def test_text_that_was_moved_to_another_row_is_refused(
    table: Table, change: dict[str, Any]
) -> None:
    """Whether or not the item's attributes were changed to match."""
    table.create(entry())
    raw = rows(table)["OWNER#o", "ENTRY#e"] | change
    overwrite(table, raw)
    found = table.parse(rows(table)[raw["PK"]["S"], raw["SK"]["S"]])
    assert isinstance(found, Entry)
    with pytest.raises(SealBroken):
        _ = found.words


def test_text_that_was_moved_to_another_field_or_table_is_refused(
    table: Table, faulty: FaultyTransport, clock: Clock, sealer: MemorySealer
) -> None:
    """Even under the same key."""
    sealer.keys["o", "own"] = sealer.keys["o", "record"] = b"k" * 32
    table.create(entry(remark="r"))
    raw = rows(table)["OWNER#o", "ENTRY#e"]
    overwrite(table, raw | {"words": raw["rmk"]})
    with pytest.raises(SealBroken):
        _ = read(table).words
    other = made(faulty, f"{table.name}-2", clock, sealer)
    overwrite(other, raw)
    with pytest.raises(SealBroken):
        _ = read(other).words


def test_what_was_broken_can_be_written_over(table: Table) -> None:
    """A text that doesn't open is no reason to refuse a new one."""
    table.create(entry())
    raw = rows(table)["OWNER#o", "ENTRY#e"]
    overwrite(table, raw | {"words": {"B": b"\x01" + bytes(60)}})
    found = read(table)
    found.words = "new"
    table.save(found)
    assert read(table).words == "new"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 2**32 - 1), st.data())
def test_any_flipped_bit_is_found(text: str, generation: int, data: st.DataObject) -> None:
    """A text opens whole, or not at all; under its own key, about its own place."""
    key, about = b"k" * 32, cipher.framed("table", "PK", "SK", "name")
    sealed = cipher.encrypt(key, generation, about, text)
    assert cipher.decrypt(key, about, sealed) == text
    assert cipher.generation_of(sealed) == generation
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    flipped = bytearray(sealed)
    flipped[bit // 8] ^= 1 << bit % 8
    for broken in (bytes(flipped), sealed[: bit // 8], sealed + b"x"):
        with pytest.raises(SealBroken):
            cipher.decrypt(key, about, broken)
    for other in (cipher.framed("table", "PKS", "K", "name"), b""):
        with pytest.raises(SealBroken):
            cipher.decrypt(key, other, sealed)
    with pytest.raises(SealBroken):
        cipher.decrypt(b"l" * 32, about, sealed)


# Nothing gets out


def test_a_text_shows_nowhere(table: Table, caplog: pytest.LogCaptureFixture) -> None:
    """Not in a repr, an item, an action, a log or an error."""
    with caplog.at_level(logging.DEBUG):
        made = table.create(entry())
        action = Entry.words.set(CANARY)
        table.update(made.ref, action)
    shown = [repr(made), repr(made.values()), repr(made.serialize()), repr(made.stored)]
    shown += [repr(made.__dict__), repr(copy.deepcopy(made).__dict__), caplog.text]
    shown += [repr(action), str(made.to_dynamodb_dict())]
    fresh = entry()
    with pytest.raises(NoSealer) as caught:
        fresh.serialize()
    shown += [repr(fresh.values()), repr(fresh), str(caught.value)]
    with pytest.raises(Misuse) as refused:
        table.create(entry("f", words=CANARY + "\ud800"))
    shown += [repr(refused.value), repr(refused.value.__cause__)]
    encoded = base64.b64encode(CANARY.encode()).decode()[:16]
    assert not any(CANARY in text or encoded in text for text in shown)


@pytest.mark.parametrize(
    "look",
    [
        lambda: Entry.words == "x",
        lambda: Entry.words != "x",
        lambda: Entry.words < "x",
        lambda: Entry.words.is_in("x"),
        lambda: Entry.words.between("a", "b"),
        lambda: Entry.words.contains("x"),
        lambda: Entry.words.startswith("x"),
        lambda: Entry.words | "x",
        lambda: Path(Entry.words) == "x",
    ],
)
def test_no_condition_can_be_made_of_it(look: Any) -> None:
    """An expression on a sealed attribute is refused as it is written."""
    with pytest.raises(Misuse):
        look()


def test_no_condition_looks_into_it(table: Table) -> None:
    """A raw path is no way around; that there is a text can be asked."""
    made = table.create(entry())
    for when in (
        Path("words") == "x",
        (Entry.level == 1) | ~(Path("rmk") == "x"),
        Entry.state == Path("words"),
    ):
        with pytest.raises(Misuse):
            table.update(made.ref, Entry.level.set(1), when=when)
        with pytest.raises(Misuse), table.transaction("t") as unit:
            unit.check(made.ref, when)
    table.update(made.ref, Entry.level.set(1), when=Entry.remark.does_not_exist())
    table.update(made.ref, Entry.level.set(2), when=Entry.words.exists())
    assert read(table).level == 2


def test_no_action_writes_it_in_the_clear(table: Table) -> None:
    """Only the attribute itself sets it, and only to text."""
    made = table.create(entry())
    actions: list[Any] = [
        Path("words").set("x"),
        Path("words").set({"B": b"x"}),
        Path("rmk").set(Path("words")),
        Path("words").add({"N": "1"}),
    ]
    for action in actions:
        with pytest.raises(Misuse):
            table.update(made.ref, action)
    for value in (1, b"x", Entry.state):
        with pytest.raises(Misuse):
            Entry.words.set(value)
    with pytest.raises(Misuse):
        made.words = b"x"  # type: ignore[assignment]
    assert read(table).words == CANARY


def test_a_table_without_a_sealer_neither_reads_nor_writes_it(table: Table) -> None:
    """What is not sealed is read as ever."""
    made = table.create(entry())
    bare = copy.copy(table)
    bare.sealer = None
    found = read(bare)
    assert found.state == "open"
    with pytest.raises(NoSealer):
        _ = found.words
    for write in (
        lambda: bare.create(entry("f")),
        lambda: bare.load([entry("f")]),
        lambda: bare.update(made.ref, Entry.words.set("x")),
        lambda: bare.save(found),
    ):
        with pytest.raises(NoSealer):
            write()
    bare.create(card())


def test_a_stream_record_stays_sealed(table: Table, sealer: MemorySealer) -> None:
    """Its entities are there, their texts are not."""
    table.create(entry())
    raw = rows(table)["OWNER#o", "ENTRY#e"]
    raw["words"] = {"B": base64.b64encode(raw["words"]["B"]).decode()}
    change = SCHEMA.change({"eventName": "INSERT", "dynamodb": {"NewImage": raw}})
    assert isinstance(change.new, Entry)
    assert (change.new.state, sealer.opened) == ("open", 0)
    with pytest.raises(NoSealer):
        _ = change.new.words


def test_sealed_text_belongs_to_somebody_and_stands_in_no_key() -> None:
    """A schema that would leave it to nobody, or put it into a key, is refused."""

    class Nobodys(Entity, discriminator="s_nobodys"):
        """Say not whose the text is."""

        primary = Primary("N#{n_id}", "N")

        n_id = UnicodeAttribute()
        words = SealedText("own")

    class InKey(Entity, discriminator="s_in_key"):
        """Put text into an index."""

        primary = Primary("K#{k_id}", "K")
        by_words = INDEX.key("WORDS#{words}", "{k_id}")
        sealed_for: ClassVar[str] = "k_id"

        k_id = UnicodeAttribute()
        words = SealedText("own")

    for entity in (Nobodys, InKey):
        with pytest.raises(SchemaError):
            plan(entity)
