"""What notices say, when they may be sent, and the channels they travel by."""
