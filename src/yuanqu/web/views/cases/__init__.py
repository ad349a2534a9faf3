"""Cases: applying, the case itself, the inbox, publicity, standing in."""
