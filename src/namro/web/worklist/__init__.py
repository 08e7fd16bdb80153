"""Hands: searching everything in sight, bulk work on filtered lists, obligations as a spreadsheet."""
