"""Pages of search, bulk work and the spreadsheet."""
