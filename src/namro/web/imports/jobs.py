"""Work in the background, called by the queue with nothing but keys."""

from namro.web.imports.services import importing


def read_import(import_id: int) -> None:
    """Read an uploaded document; harmless when the queue hands it out twice."""
    importing.run(import_id)
