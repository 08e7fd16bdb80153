"""Published results of indices: year against year, lost points, and how far a target is."""

from namro.core.indices.falls import Fall, fall
from namro.core.indices.model import PublishedResult
from namro.core.indices.published import load_results
from namro.core.indices.targets import Distance, distance

__all__ = ["Distance", "Fall", "PublishedResult", "distance", "fall", "load_results"]
