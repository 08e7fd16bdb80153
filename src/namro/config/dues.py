"""Which rooms offer what units must hand in by a day: the only list that joins reminders with those rooms.

The name stands at the beginning of a duty's key and is kept with every reminder: it is never changed.
"""

DUES: dict[str, str] = {"bao-cao": "namro.web.reports.dues.OFFER"}
