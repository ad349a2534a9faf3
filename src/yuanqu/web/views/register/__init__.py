"""Feeding the register: imports, sources, proposals, merges, exports, industries."""
