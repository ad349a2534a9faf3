"""Finding text: the tokens it is found by, and the passage that is shown of it."""
