"""Pure reasoning: values in, values out; no Django, no clock, no randomness, no network."""
