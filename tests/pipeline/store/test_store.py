"""History is append-only, and what a document says now or said then can be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.operations import Operations
from sqlalchemy import inspect
from sqlalchemy.exc import StatementError

from extractors.core.document import InputError
from pipeline.store import BusyError, Result, Store, engine, lines_of, open_engine, store_url, writing
from pipeline.store.schema import Base


def record(number: int, confidence: float = 0.9) -> dict[str, Any]:
    return {"record_id": f"{number:016x}", "kind": "dose", "confidence": confidence, "text": "µg ≥ 3 – été"}


def result(records: list[dict[str, Any]], digest: str = "one", status: str = "complete", **fields: Any) -> Result:
    return Result(
        "d",
        "/papers/d.txt",
        digest,
        status,
        "",
        {"doc": "d", "again": False},
        list(lines_of(records)),
        list(lines_of([{"number": "1"}])),
        **fields,
    )


def test_what_is_no_longer_said_is_superseded_not_erased(store: Store) -> None:
    run = store.begin("key", ["/papers"])
    first = store.save(run, "key", result([record(1), record(2)]))
    second = store.save(run, "key2", result([record(3), record(2)]))
    assert [r["record_id"][-1] for r in store.records("d")] == ["3", "2"]
    assert [r["record_id"][-1] for r in store.records("d", first)] == ["1", "2"]
    assert [r["record_id"][-1] for r in store.records("d", second)] == ["2", "3"] or second > first
    assert store.counts() == {"documents": 1, "records": 2, "superseded": 1}


def test_a_changed_confidence_is_a_new_version_of_the_record(store: Store) -> None:
    run = store.begin("key", [])
    first = store.save(run, "key", result([record(1, 0.9)]))
    store.save(run, "key2", result([record(1, 0.5)]))
    assert [r["confidence"] for r in store.records("d")] == [0.5]
    assert [r["confidence"] for r in store.records("d", first)] == [0.9]


def test_a_record_that_comes_back_is_said_again(store: Store) -> None:
    run = store.begin("key", [])
    for said in ([record(1)], [], [record(1)]):
        store.save(run, "key", result(said))
    assert len(list(store.records("d"))) == 1
    assert store.counts()["superseded"] == 1


def test_an_unchanged_reading_adds_no_rows(store: Store) -> None:
    run = store.begin("key", [])
    for _ in range(3):
        store.save(run, "key", result([record(1), record(2)]))
    assert store.counts() == {"documents": 1, "records": 2, "superseded": 0}


def test_a_failed_reading_keeps_what_was_said_and_tells_its_reason(store: Store) -> None:
    run = store.begin("key", [])
    store.save(run, "key", result([record(1)]))
    store.save(run, "key", Result("d", "/papers/d.txt", "two", "failed", "no text", {"doc": "d", "again": True}))
    assert len(list(store.records("d"))) == 1
    assert store.failures() == {"d": True}


def test_characters_survive_and_texts_are_kept(store: Store) -> None:
    run = store.begin("key", [])
    store.save(run, "key", result([record(1)], text="Ten µg — “quoted”\r\n", format="text"))
    assert next(iter(store.records("d")))["text"] == "µg ≥ 3 – été"
    assert store.text("d") == "Ten µg — “quoted”\r\n"


def test_a_crashed_run_is_marked_interrupted_by_the_next(store: Store) -> None:
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from pipeline.store.schema import Run

    store.begin("key", [])
    second = store.begin("key", [])
    store.finish(second, {"read": 0})
    with Session(store.engine) as session:
        assert list(session.scalars(select(Run.state).order_by(Run.id))) == ["interrupted", "complete"]


def test_two_runs_on_one_store_the_second_is_refused_with_a_message(store: Store) -> None:
    with writing(store.engine), pytest.raises(BusyError, match="another run is writing"), writing(store.engine):
        pass
    with writing(store.engine):
        pass


def test_migrations_give_the_schema_that_the_code_uses(store: Store) -> None:
    found = inspect(store.engine)
    assert set(found.get_table_names()) - {"alembic_version"} == set(Base.metadata.tables)
    for name, table in Base.metadata.tables.items():
        assert {c["name"] for c in found.get_columns(name)} == {c.name for c in table.columns}, name


def test_opening_twice_migrates_once(url: str) -> None:
    for _ in range(2):
        open_engine(url).dispose()


def test_a_migration_that_is_cut_short_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a kill does between two tables: the next opening begins from where the schema stood."""
    made = []

    def table(self: Operations, *given: Any, **options: Any) -> Any:
        made.append(given[0])
        if len(made) == 3:
            raise KeyboardInterrupt
        return create(self, *given, **options)

    create = Operations.create_table
    with monkeypatch.context() as patched:
        patched.setattr(Operations, "create_table", table)
        with pytest.raises(KeyboardInterrupt):
            open_engine(url)
    opened = open_engine(url)
    assert set(inspect(opened).get_table_names()) - {"alembic_version"} == set(Base.metadata.tables)
    opened.dispose()


@pytest.mark.parametrize("bad", ["nonsense", "sqlite:////proc/none/x.db", "postgresql://nobody@/x?host=/nowhere"])
def test_a_store_that_cannot_be_opened_is_told(bad: str) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        open_engine(store_url(bad))


def test_the_url_comes_from_the_option_then_the_environment_then_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERIATIM_DATABASE_URL", "postgres://u@h/db")
    assert store_url() == "postgresql+psycopg://u@h/db"
    assert store_url("sqlite:///x.db") == "sqlite:///x.db"
    monkeypatch.delenv("SERIATIM_DATABASE_URL")
    assert store_url() == "sqlite:///outputs/seriatim.db"


def other(doc: str, records: list[dict[str, Any]], text: str = "") -> Result:
    return Result(
        doc,
        f"/papers/{doc}.txt",
        doc,
        "complete",
        "",
        {"doc": doc, "again": False},
        list(lines_of(records)),
        [],
        text,
        "text",
    )


def test_a_batch_is_kept_like_its_documents_one_by_one(store: Store) -> None:
    run = store.begin("key", [])
    store.save(run, "key", other("b", [record(1), record(2)]))
    batch = [other("a", [record(1)]), other("b", [record(2), record(3)]), other("c", [])]
    readings = store.save_all(run, "key2", batch)
    assert readings == sorted(readings)
    said = {
        about["doc"]: [r["record_id"][-1] for r in records] for about, records, _ in store.documents(["c", "b", "a"])
    }
    assert said == {"c": [], "b": ["2", "3"], "a": ["1"]}
    assert list(said) == ["c", "b", "a"]
    assert store.counts() == {"documents": 3, "records": 3, "superseded": 1}


def test_a_batch_that_fails_midway_leaves_nothing(store: Store) -> None:
    run = store.begin("key", [])
    with pytest.raises(StatementError):
        store.save_all(run, "key", [other("a", [record(1)]), other("b", [{"kind": "dose"}])])
    assert store.known() == {}


@pytest.mark.parametrize("character", ["\ud800", "\x00"])
def test_characters_that_are_none_cost_only_their_document(store: Store, character: str) -> None:
    run = store.begin("key", [])
    kept = store.keep(run, "key", [other("a", [record(1)]), other("b", [record(2)], f"text {character}")])
    status = {result.doc: result.status for result in kept}
    if status["b"] == "failed":  # SQLite takes a NUL, PostgreSQL does not
        assert "cannot be stored" in kept[1].reason
        assert store.failures() == {"b": False}
    else:
        assert character == "\x00"
    assert status["a"] == "complete"
    assert len(list(store.records("a"))) == 1


def test_the_newest_migration_is_the_one_the_code_asks_for() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [engine.NEWEST]


def test_a_glyph_that_a_tool_lost_is_kept_as_one_in_every_database(store: Store) -> None:
    run = store.begin("key", ["/papers"])
    lost = record(1) | {"text": "age \0 60 years"}
    kept = store.keep(run, "key", [result([lost], text="aged \0 60 years")])
    assert kept[0].status == "complete"
    assert store.text("d") == "aged \ufffd 60 years"
    assert [r["text"] for r in store.records("d")] == ["age \0 60 years"]
