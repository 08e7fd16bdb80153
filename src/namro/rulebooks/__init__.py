"""Data only: one TOML file per index and year, each number with its legal source."""
