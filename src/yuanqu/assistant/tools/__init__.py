"""Tools by name, arguments checked, wishes understood; what is written becomes a card."""
