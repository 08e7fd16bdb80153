"""Questions about what units say to each other and about obstacles."""
