"""Năm Rõ: from a lost index point to assigned work, and from the work to a regained point."""
