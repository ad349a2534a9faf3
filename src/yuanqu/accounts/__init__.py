"""People, the parties they act for, and what they may do."""
