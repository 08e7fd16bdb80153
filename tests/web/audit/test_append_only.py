from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from namro.web.audit.models import Entry
from namro.web.audit.services import PROGRAM, record


@pytest.fixture
def entry(db: None, at: datetime) -> Entry:
    return record(by=PROGRAM, at=at, action="Thử", subject="Một việc", subject_type="test", subject_id=1)


def test_an_entry_cannot_be_changed(entry: Entry) -> None:
    with pytest.raises(DatabaseError, match="chỉ được ghi thêm"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(subject="Việc khác")
    assert Entry.objects.get(pk=entry.pk).subject == "Một việc"


def test_an_entry_cannot_be_deleted(entry: Entry) -> None:
    with pytest.raises(DatabaseError, match="chỉ được ghi thêm"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()
    assert Entry.objects.filter(pk=entry.pk).exists()


def test_raw_sql_is_refused_too(entry: Entry) -> None:
    with pytest.raises(DatabaseError, match="chỉ được ghi thêm"), transaction.atomic():
        connection.cursor().execute("DELETE FROM audit_entry")


@pytest.mark.django_db(transaction=True)
def test_a_test_that_empties_its_database_may(at: datetime) -> None:
    record(by=PROGRAM, at=at, action="Thử", subject="Một việc", subject_type="test", subject_id=1)
