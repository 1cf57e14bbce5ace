"""A browser's name out of what it says of itself, so that one recognises one's own sessions."""

# The first that fits: a later one's name stands in the words of those before it.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def name(user_agent: str) -> str:
    """Like “Firefox, Windows”; empty when nothing is known in it."""
    found = (next((known[mark] for mark in known if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(part for part in found if part)
