"""Random drug-like names, so that the model learns what a drug's name looks like and not which drugs there are.

Endings are the stems of international nonproprietary names (WHO, "The use of stems in the selection of INN", 2018) and
the endings of names that have no stem; beginnings are random syllables. No list of real drugs is used.
"""

from __future__ import annotations

from random import Random

ONSETS = (
    *("b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gl", "h", "k", "l", "m", "n", "p", "pl", "pr", "qu"),
    *("r", "s", "st", "t", "tr", "v", "x", "z", "", "", "", "s", "m", "t", "l", "r", "d", "n"),
)
VOWELS = ("a", "e", "i", "o", "u", "a", "e", "i", "o", "y", "ai", "eu")
CODAS = ("", "", "", "", "n", "l", "r", "s", "m", "x", "c", "t", "lb", "rt", "nd", "p")

# Oncology's stems, listed more often than the rest so that they are drawn more often.
ONCOLOGY_ENDINGS = (
    *(
        "tinib",
        "anib",
        "fenib",
        "metinib",
        "rafenib",
        "brutinib",
        "ciclib",
        "parib",
        "lisib",
        "sertib",
        "degib",
        "denib",
        "citinib",
    ),
    *("mab", "zumab", "limab", "lumab", "ximab", "tuzumab", "ratumab", "tamab", "cimab", "vetmab", "bart", "mig"),
    *("limus", "rolimus", "platin", "taxel", "rubicin", "bicin", "tecan", "poside", "tabine", "trexed", "trexate"),
    *("mustine", "fosfamide", "zomib", "lidomide", "domide", "clax", "nexor", "metostat", "inostat", "stat", "flurane"),
    *(
        "lutamide",
        "relix",
        "relin",
        "orelin",
        "nestrant",
        "oxifene",
        "trozole",
        "rozole",
        "terone",
        "gestrel",
        "estrol",
    ),
    *("grastim", "leukin", "feron", "cept", "kinra", "leucel", "parvovec", "repvec", "tide", "motide", "reotide"),
    *("dronate", "dronic acid", "bulin", "ribulin", "edin", "ectedin", "binectedin", "mycin", "bine", "blastine"),
    *("cristine", "relbine", "zolomide", "carbazine", "antrone", "fungin", "caftor", "ulin", "tropin", "rasib"),
)
OTHER_ENDINGS = (
    *(
        "setron",
        "pitant",
        "prazole",
        "olol",
        "pril",
        "sartan",
        "vastatin",
        "gliptin",
        "gliflozin",
        "thiazide",
        "semide",
    ),
    *("profen", "coxib", "caine", "azepam", "zolam", "triptan", "tidine", "cycline", "oxacin", "cillin", "conazole"),
    *("vir", "buvir", "navir", "sone", "solone", "onide", "phylline", "terol", "tropium", "xaban", "gatran", "parin"),
    *("barbital", "apine", "idone", "pramine", "oxetine", "traline", "morphine", "fentanil", "phen", "azine", "amide"),
)
# Most names of older and of natural products carry no stem at all.
STEMLESS_ENDINGS = (
    *("ine", "in", "ol", "ate", "ide", "one", "ane", "il", "ium", "ene", "en", "oxin", "arin", "acil", "erin"),
    *("idine", "izine", "azole", "urea", "amine", "osine", "etin", "ostat", "yl", "ex", "an", "os", "ac"),
)
BRAND_ENDINGS = (
    "a",
    "iq",
    "ra",
    "vo",
    "ty",
    "is",
    "za",
    "da",
    "ent",
    "ix",
    "ex",
    "va",
    "li",
    "ta",
    "sa",
    "qo",
    "eq",
    "yx",
    "or",
)
CONJUGATES = (
    "vedotin",
    "deruxtecan",
    "ozogamicin",
    "emtansine",
    "govitecan",
    "tesirine",
    "alfa",
    "beta",
    "pegol",
    "alfa-2b",
)
SALTS = ("hydrochloride", "mesylate", "tosylate", "acetate", "sulfate", "maleate", "sodium", "citrate", "tartrate")
CARRIERS = ("liposomal ", "pegylated liposomal ", "nab-", "peg")
CODE_LETTERS = "ABCDEGHIJKLMNOPRSTUVXYZ"


def syllables(random: Random, least: int = 1, most: int = 2) -> str:
    """Return `least` to `most` random syllables, in lower case."""
    count = random.randint(least, most)
    return "".join(random.choice(ONSETS) + random.choice(VOWELS) + random.choice(CODAS) for _ in range(count))


def generic_name(random: Random) -> str:
    """Return a name as of a nonproprietary drug, in lower case, sometimes with a conjugate, a salt or a carrier."""
    endings = random.choices((ONCOLOGY_ENDINGS, OTHER_ENDINGS, STEMLESS_ENDINGS), weights=(60, 15, 25))[0]
    name = syllables(random, 2 if endings is STEMLESS_ENDINGS else 1, 3 if endings is STEMLESS_ENDINGS else 2)
    name += random.choice(endings)
    draw = random.random()
    if draw < 0.05:
        return f"{name} {random.choice(CONJUGATES)}"
    if draw < 0.08:
        return f"{name} {random.choice(SALTS)}"
    if draw < 0.11:
        return random.choice(CARRIERS) + name
    return name


def brand_name(random: Random) -> str:
    """Return a capitalised name as of a brand; the ® is the sentence's business, not the name's."""
    return (syllables(random, 1, 2) + random.choice(BRAND_ENDINGS)).capitalize()


def development_code(random: Random) -> str:
    """Return a sponsor's code: `QX-4417`, `QXR417`, `BQ 43-9016`, `KZ-751,302`, `ABQ0015`."""
    letters = "".join(random.choices(CODE_LETTERS, k=random.choice((2, 2, 3, 3, 4))))
    digits = "".join(random.choices("0123456789", k=random.choice((3, 3, 4, 4, 5, 6, 7))))
    tail = "".join(random.choices("0123456789", k=random.choice((3, 4))))
    pattern = random.choices(
        (
            f"{letters}-{digits}",
            f"{letters}{digits}",
            f"{letters} {digits}",
            f"{letters} {digits[:2]}-{tail}",
            f"{letters}-{digits},{tail}",
        ),
        weights=(45, 30, 15, 5, 5),
    )[0]
    return pattern + (random.choice("AB") if random.random() < 0.05 else "")


def fused_pair(random: Random) -> str:
    """Return two generic names that lost the mark between them, as PDF text has them."""
    return (
        syllables(random)
        + random.choice(ONCOLOGY_ENDINGS[:40])
        + syllables(random)
        + random.choice(ONCOLOGY_ENDINGS[:40])
    )


def drug_name(random: Random) -> str:
    """Return one invented drug name of any of the above sorts."""
    draw = random.random()
    if draw < 0.72:
        return generic_name(random)
    if draw < 0.84:
        return development_code(random)
    if draw < 0.97:
        return brand_name(random)
    return fused_pair(random)
