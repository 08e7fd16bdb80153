"""Issuing briefings, making packages."""
