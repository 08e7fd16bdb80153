"""The first page, the pages of the indices, and the book of points."""
