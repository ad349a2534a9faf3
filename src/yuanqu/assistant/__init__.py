"""Answers from the documents of the packs, cited and kept; acts through tools."""
