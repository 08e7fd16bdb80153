"""Pages that make official documents, and the words they are made with."""
