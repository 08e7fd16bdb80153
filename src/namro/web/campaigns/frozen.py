"""The published editions are kept by the database itself: no row is changed, none goes that was not invented.

SQLite loses triggers when a table is made anew, as Django does to change a column: a migration that changes one
of these tables must end with `protect` again; a test sees it when that was forgotten.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLES = ("campaigns_publication", "campaigns_publishedsheet")
_SENTENCE = "Kết quả đã công bố không được sửa hoặc xóa; hãy công bố bản đính chính."
_NAMES = ("not_changed", "not_deleted", "not_emptied")


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on both tables of publication; a second call changes nothing."""
    for table in _TABLES:
        _run(connection, _sqlite(table) if connection.vendor == "sqlite" else _postgresql(table))


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take them off: only for undoing the migration and for tests that empty their database."""
    on = {"sqlite": "", "postgresql": " ON {table}"}[connection.vendor]
    for table in _TABLES:
        _run(
            connection,
            [f"DROP TRIGGER IF EXISTS {table}_{name}{on.format(table=table)}" for name in _NAMES],
        )


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_not_changed BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_not_deleted BEFORE DELETE ON {table} "
        f"WHEN NOT OLD.is_invented {refuse}",
    ]


def _postgresql(table: str) -> list[str]:
    refuse = f"EXECUTE FUNCTION {table}_refuse()"
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$",
        *(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for name in _NAMES),
        f"CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON {table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_not_deleted BEFORE DELETE ON {table} "
        f"FOR EACH ROW WHEN (NOT OLD.is_invented) {refuse}",
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
