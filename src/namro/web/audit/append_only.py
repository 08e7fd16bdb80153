"""The database itself refuses to change or delete what was recorded, whoever asks."""

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "audit_entry"
_SENTENCE = "Nhật ký chỉ được ghi thêm, không được sửa hoặc xóa."
_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {_TABLE}_no_{verb} BEFORE {verb} ON {_TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
    for verb in ("update", "delete")
]
_POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION {_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$",
    f"DROP TRIGGER IF EXISTS {_TABLE}_kept ON {_TABLE}",
    f"DROP TRIGGER IF EXISTS {_TABLE}_not_emptied ON {_TABLE}",
    f"CREATE TRIGGER {_TABLE}_kept BEFORE UPDATE OR DELETE ON {_TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {_TABLE}_refuse()",
    f"CREATE TRIGGER {_TABLE}_not_emptied BEFORE TRUNCATE ON {_TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {_TABLE}_refuse()",
]
_LIFT = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {_TABLE}_no_{verb}" for verb in ("update", "delete")],
    "postgresql": [f"DROP TRIGGER IF EXISTS {_TABLE}_{name} ON {_TABLE}" for name in ("kept", "not_emptied")],
}


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table; a second call changes nothing."""
    _run(connection, {"sqlite": _SQLITE, "postgresql": _POSTGRESQL})


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: only for undoing the migration and for tests that empty their database."""
    _run(connection, _LIFT)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
