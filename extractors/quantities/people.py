"""The nouns by which papers count people and name relatives, for patterns of what is said of them."""

from __future__ import annotations

PEOPLE = (
    r"(?:patients?|pts?|cases?|subjects?|participants?|individuals?|persons?|people|women|woman|m[ae]n|females?|"
    r"males?|girls?|boys?|adults?|child(?:ren)?|adolescents?|carriers?|survivors?)"
)
# Whose age, tumour or death is not the patient's.
KIN = r"(?:mother|father|brother|sister|sibling|twin|son|daughter|aunt|uncle|nephew|niece|cousin|grand\w+)s?"
# Right behind one of the people counted.
AFTER_PEOPLE = "(?:{})".format(
    "|".join(
        rf"(?<=\b{noun} )"
        for noun in (
            "patients",
            "pts",
            "cases",
            "subjects",
            "participants",
            "women",
            "men",
            "children",
            "adults",
            "those",
        )
    )
)
