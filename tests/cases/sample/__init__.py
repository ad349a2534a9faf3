"""An app above cases, as any concept is one: matters of its own, and effects of their moves."""
