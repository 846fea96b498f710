"""What stands as text in an address or a form, and should be a number."""

# A key of a row at the most.
LARGEST = 2**63 - 1


def typed_number(text: str, *, most: int = LARGEST) -> int | None:
    """A whole number of plain digits, up to `most`. Python itself breaks at "²" and at thousands of digits."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        return None
    return int(text) if int(text) <= most else None
