"""Pages of briefings, sheets and packages."""
