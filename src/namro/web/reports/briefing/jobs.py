"""Work in the background, called by the queue with nothing but keys."""

from namro.web.reports.briefing.services import packing


def make_package(package_id: int) -> None:
    """Make a package; harmless when the queue hands it out twice."""
    packing.run(package_id)
