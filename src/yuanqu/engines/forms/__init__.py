"""Forms as data: fields with limits and conditions, and the answers checked against them."""
