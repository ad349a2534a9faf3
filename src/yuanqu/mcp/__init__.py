"""The Model Context Protocol: a door for other people's assistants, in one person's rights."""
