"""The nouns by which papers count people, for patterns of what is said of them."""

from __future__ import annotations

PEOPLE = (
    r"(?:patients?|pts?|cases?|subjects?|participants?|individuals?|persons?|people|women|woman|m[ae]n|females?|"
    r"males?|girls?|boys?|adults?|child(?:ren)?|adolescents?|carriers?|survivors?)"
)
# Right behind one of them.
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
