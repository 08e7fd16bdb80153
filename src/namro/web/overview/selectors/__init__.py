"""Reads for the first page and the pages of the indices."""
