"""Pages about oneself, one's keys, and who may act for an organization."""
