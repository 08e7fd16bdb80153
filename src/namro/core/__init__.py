"""Calculation and reading without Django, network, database or clock."""
