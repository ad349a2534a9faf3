"""The park in one file: written whole, checked whole, put back whole."""
