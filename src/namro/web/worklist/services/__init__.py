"""Bulk steps and the spreadsheet of obligations."""
