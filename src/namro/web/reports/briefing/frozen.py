"""Briefings that were issued are kept by the database itself: no row is changed, none goes."""

from namro.web.audit.append_only import KeptTable

ISSUED = KeptTable("briefing_briefing", "Tài liệu họp đã phát hành không được sửa hoặc xóa.")
