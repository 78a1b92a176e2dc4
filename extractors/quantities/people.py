"""The nouns by which papers count people and name relatives, for patterns of what is said of them."""

from __future__ import annotations

PEOPLE = (
    r"(?:patients?|pts?|cases?|subjects?|participants?|individuals?|persons?|people|women|woman|m[ae]n|females?|"
    r"males?|girls?|boys?|adults?|child(?:ren)?|adolescents?|carriers?|survivors?)"
)
# Whose age, tumour or death is not the patient's.
KIN = r"(?:mother|father|brother|sister|sibling|twin|son|daughter|aunt|uncle|nephew|niece|cousin|grand\w+)s?"
# Those whom a sentence counts in the plural, and right behind them.
PLURALS = ("patients", "pts", "cases", "subjects", "participants", "individuals", "women", "men", "children", "adults")
_BEHIND = "(?:{})".format
AFTER_PLURALS = _BEHIND("|".join(rf"(?<=\b{noun})" for noun in PLURALS))
AFTER_PEOPLE = _BEHIND("|".join(rf"(?<=\b{noun} )" for noun in (*PLURALS, "those")))
