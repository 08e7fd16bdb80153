"""Questions about proof."""
