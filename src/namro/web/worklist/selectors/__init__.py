"""Questions of the worklist: what was found, what a bulk step would touch."""
