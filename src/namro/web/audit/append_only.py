"""The database itself refuses to change or delete what was recorded, whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table whose rows stay as they are; `sentence` is what the database says to whoever tries.

    `deletable` names a boolean column: rows where it is true (invented data) may go, never be changed.
    """

    table: str
    sentence: str
    deletable: str = ""

    def protect(self, connection: BaseDatabaseWrapper) -> None:
        """Put the triggers on the table; a second call changes nothing."""
        _run(connection, {"sqlite": self._sqlite(), "postgresql": self._postgresql()})

    def lift(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers off: only for undoing the migration and for tests that empty their database."""
        table = self.table
        sqlite = [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]
        names = ("kept", "not_emptied")
        postgresql = [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for name in names]
        _run(connection, {"sqlite": sqlite, "postgresql": postgresql})

    def _sqlite(self) -> Sequence[str]:
        when = f"WHEN NOT OLD.{self.deletable} " if self.deletable else ""
        return [
            f"CREATE TRIGGER IF NOT EXISTS {self.table}_no_{verb} BEFORE {verb} ON {self.table} {guard}"
            f"BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
            for verb, guard in (("update", ""), ("delete", when))
        ]

    def _postgresql(self) -> Sequence[str]:
        table = self.table
        let_go = (
            f"IF TG_OP = 'DELETE' THEN IF OLD.{self.deletable} THEN RETURN OLD; END IF; END IF; "
            if self.deletable
            else ""
        )
        return [
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {let_go}RAISE EXCEPTION '{self.sentence}'; END $$",
            f"DROP TRIGGER IF EXISTS {table}_kept ON {table}",
            f"DROP TRIGGER IF EXISTS {table}_not_emptied ON {table}",
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
        ]


_AUDIT = KeptTable("audit_entry", "Nhật ký chỉ được ghi thêm, không được sửa hoặc xóa.")


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the record of changes; a second call changes nothing."""
    _AUDIT.protect(connection)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take them off: only for undoing the migration and for tests that empty their database."""
    _AUDIT.lift(connection)


def _run(connection: BaseDatabaseWrapper, statements: Mapping[str, Sequence[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
