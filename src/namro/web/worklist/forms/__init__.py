"""What is typed for bulk work."""
