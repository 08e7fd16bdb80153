"""Makers of small documents for tests: one description, every format."""
