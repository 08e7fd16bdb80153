"""Which functions tell official documents what is known of indices and lost points."""

REPORT_FACTS: dict[str, str] = {
    "indices": "namro.web.overview.report_facts.index_facts",
    "losses": "namro.web.overview.report_facts.loss_book",
    "books": "namro.web.overview.report_facts.books_of_plan",
}
