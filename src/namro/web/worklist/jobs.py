"""Bulk work in the background, called by the queue with nothing but keys."""

from namro.web.worklist.services import batches


def run_batch(batch_id: int) -> None:
    """Go on with a bulk step; harmless when the queue hands it out twice."""
    batches.run(batch_id)
