"""Personal information: what is held and why, requests, consents, periods, and who looked."""
