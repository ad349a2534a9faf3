"""Personal data as a screen shows it: enough for the owner to recognize, too little to use."""


def masked_phone(number: str) -> str:
    """`+8613812345678` as `138****5678`; a foreign number keeps its code and last two digits."""
    if number.startswith("+86") and len(number) == 14:
        return f"{number[3:6]}****{number[-4:]}"
    return f"{number[:3]}****{number[-2:]}" if len(number) > 7 else "****"


def masked_email(address: str) -> str:
    """`someone@example.org` as `s***@example.org`."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}***@{host}" if at and name else "***"
