"""The verbs by which papers tell that something was found in people, for patterns of what is said of them."""

from __future__ import annotations

# What is done with an event or a response: "was seen in four".
SEEN = (
    r"(?:seen|observed|noted|noticed|recorded|registered|reported|documented|found|detected|identified|encountered|described|"
    r"demonstrated|experienced|achieved|obtained|attained|reached)"
)
# What people do with a response: "four achieved it"; ACHIEVING with the forms that stand behind a noun.
_ROOTS = r"achiev|attain|obtain|reach|show|display|demonstrat|exhibit|experienc|develop"
HAD = rf"(?:had|has|have|(?:{_ROOTS})ed)"
HAVING = rf"(?:having|(?:{_ROOTS})ing)"
# What people do with an event that befalls them: "four developed it".
SUFFERED = (
    r"(?:developed|experienced|suffered(?: from)?|sustained|showed|exhibited|manifested|displayed|encountered|reported|"
    r"complained of|presented with)"
)
