"""The editions of reports are kept by the database itself: no row is changed, none goes."""

from namro.web.audit.append_only import KeptTable

EDITIONS = KeptTable("reports_reportedition", "Bản báo cáo đã gửi không được sửa hoặc xóa.")
