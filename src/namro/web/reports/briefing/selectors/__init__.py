"""What briefings and sheets say, from the selectors of the pages."""
