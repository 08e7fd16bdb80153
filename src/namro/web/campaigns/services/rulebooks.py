"""Bringing in a rulebook that the province made: a preview first, then a version that never changes again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from namro import cli_guard
from namro.core.errors import Refusal
from namro.core.indices.rulebook import Rulebook
from namro.core.indices.rulebook_checking import check_rulebook
from namro.core.indices.rulebook_loading import load_shipped, read_rulebook, shipped_names
from namro.core.indices.rulebook_sheet import read_rulebook_rows
from namro.core.indices.rulebook_writing import changes_between, write_toml
from namro.web.accounts.models import User
from namro.web.audit import services as audit
from namro.web.campaigns import permissions
from namro.web.campaigns.models import Campaign, ProvinceRulebook
from namro.web.campaigns.selectors.library import latest_of, rulebook_in, tables_of
from namro.web.campaigns.services.writing import ChangedMeanwhile, name_of
from namro.web.organisations.selectors import Posts

MAX_BYTES = 5_000_000
MAX_KEY = 80
_SECONDS, _MEGABYTES = 20, 300


@dataclass(frozen=True, slots=True)
class RulebookPreview:
    """What a file would become: the version, what changed against the one before, and what keeps it out.

    `toml` is the text to keep. `errors` not empty: it cannot be taken in. `before` None: the key is new.
    """

    rulebook: Rulebook
    toml: str
    version: int
    before: ProvinceRulebook | None
    changes: tuple[str, ...]
    errors: tuple[str, ...]
    notes: tuple[str, ...]


def preview_rulebook(*, name: str, data: bytes) -> RulebookPreview:
    """Read a sheet (XLSX, CSV) or a TOML under limits and compare it with the version before; nothing is written.

    Raises `Refusal` that names every row that cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise Refusal("Tệp bộ tiêu chí quá lớn (trên 5 MB); hãy kiểm tra lại tệp.")
    if name.lower().endswith(".toml"):
        read_rulebook(data)
        return _prepared(dict(tables_of(data.decode("utf-8-sig"))), {})
    read = partial(read_rulebook_rows, name, data)
    tree, rows = cli_guard.run_guarded(read, seconds=_SECONDS, megabytes=_MEGABYTES)
    return _prepared(tree, rows)


def add_rulebook(
    *, toml: str, version: int, file_name: str, by: User, posts: Posts, at: datetime
) -> ProvinceRulebook:
    """Keep what the preview showed as `version`; raises `NotAllowed`, `Refusal`, and `ChangedMeanwhile` when
    somebody else brought in a version after the preview."""
    permissions.check_may_run_campaigns(posts)
    read_rulebook(toml.encode())
    with transaction.atomic():
        found = _prepared(dict(tables_of(toml)), {})
        if found.errors:
            raise Refusal("\n".join(found.errors))
        if found.version != version:
            raise ChangedMeanwhile(
                f"Người khác vừa nhập phiên bản {found.version - 1} của bộ tiêu chí này; hãy nhập lại tệp để xem "
                "thay đổi so với phiên bản đó."
            )
        sha256 = hashlib.sha256(found.toml.encode()).hexdigest()
        stored = ProvinceRulebook.objects.create(
            key=found.rulebook.key,
            version=version,
            index=found.rulebook.index[:80],
            name=found.rulebook.name[:300],
            sha256=sha256,
            toml=found.toml,
            changes=list(found.changes),
            file_name=file_name[:200],
            added_by=by,
            added_by_name=name_of(by),
            added_at=at,
        )
        _record(stored, "Nhập bộ tiêu chí", by=by, at=at, after={"sha256": sha256, "changes": stored.changes})
    return stored


def drop_rulebook(*, rulebook_id: int, by: User, posts: Posts, at: datetime) -> ProvinceRulebook:
    """Take the newest version off the shelf as long as no campaign is bound to it."""
    permissions.check_may_run_campaigns(posts)
    with transaction.atomic():
        stored = ProvinceRulebook.objects.select_for_update().get(pk=rulebook_id)
        used = Campaign.objects.filter(rulebook_sha256=stored.sha256).values_list("name", flat=True).first()
        if used:
            raise Refusal(
                f"Đợt chấm «{used}» đang dùng phiên bản này nên không bỏ được; hãy nhập phiên bản mới."
            )
        newest = latest_of(stored.key)
        if newest and newest.pk != stored.pk:
            raise Refusal(f"Đã có phiên bản {newest.version}; chỉ bỏ được phiên bản mới nhất.")
        _record(stored, "Bỏ bộ tiêu chí", by=by, at=at, after={"sha256": stored.sha256})
        stored.delete()
    return stored


def _prepared(tree: dict[str, Any], rows: dict[str, int]) -> RulebookPreview:
    """Number the version, state the changes, check the whole; the statement is computed, whatever was typed."""
    key = str(tree.get("key", ""))
    if key in shipped_names() or key in {load_shipped(name).key for name in shipped_names()}:
        raise Refusal(
            f"Mã “{key}” là bộ tiêu chí chương trình mang theo; hãy đặt mã khác cho bộ tiêu chí của tỉnh, ví dụ "
            f"“{key}-tinh”."
        )
    if len(key) > MAX_KEY:
        raise Refusal(f"Mã bộ tiêu chí dài quá {MAX_KEY} chữ.")
    before = latest_of(key)
    tree.pop("changes", None)
    tree["version"] = before.version + 1 if before else 1
    text = write_toml(tree)
    rulebook = read_rulebook(text.encode())
    changes: tuple[str, ...] = ()
    if before:
        changes = changes_between(rulebook_in(before), rulebook)
        kept = {**tables_of(before.toml), "version": 0, "changes": ""}
        if not changes and kept == {**tree, "version": 0, "changes": ""}:
            raise Refusal(f"Tệp giống hệt phiên bản {before.version} đang có; không có gì để nhập.")
        text = write_toml({**tree, "changes": " ".join(changes) or "Không đổi dòng, điểm hay cách chấm nào."})
        rulebook = read_rulebook(text.encode())
    findings = check_rulebook(rulebook)

    def told(code: str, sentence: str) -> str:
        return f"Dòng {rows[code]} của bảng: {sentence}" if code in rows else sentence

    return RulebookPreview(
        rulebook=rulebook,
        toml=text,
        version=rulebook.version,
        before=before,
        changes=changes,
        errors=tuple(told(found.code, found.sentence) for found in findings if found.is_error),
        notes=tuple(told(found.code, found.sentence) for found in findings if not found.is_error),
    )


def _record(
    stored: ProvinceRulebook, action: str, *, by: User, at: datetime, after: dict[str, object]
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=str(stored),
        subject_type="rulebook",
        subject_id=stored.pk,
        after=after,
    )
