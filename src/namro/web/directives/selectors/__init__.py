"""Questions about directive documents and about tasks given from above."""
