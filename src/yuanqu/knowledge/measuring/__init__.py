"""Learning and measuring on any documents and questions, without a park, a server or any state."""
