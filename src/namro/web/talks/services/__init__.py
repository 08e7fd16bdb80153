"""Every change of talks and obstacles."""
