"""Two pages for the chair before a meeting, one page for a unit, and many documents as one package."""
