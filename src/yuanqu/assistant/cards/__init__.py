"""Cards: what a writing tool would do, laid before the person who asked, who confirms it."""
