"""The check digit that Swedish numbers end with (Luhn)."""


def has_check_digit(digits: str) -> bool:
    """Whether the last of the digits is the check digit of those before it."""
    from_right = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(product // 10 + product % 10 for product in from_right) % 10 == 0
