"""Reads for the book of points: one index and year line by line, with the work that answers it."""
