"""Random tumour names, composed as pathologists compose them: attributes, a tissue root, an ending.

The parts are the field's ordinary words (WHO Classification of Tumours naming habits); the wholes are drawn at random,
with invented roots and eponyms among them, so that a tumour need not be known to be seen.
"""

from __future__ import annotations

from random import Random

from extractors.ner.invented_drugs import syllables

ATTRIBUTES = (
    *(
        "epithelioid",
        "spindle cell",
        "clear cell",
        "round cell",
        "small cell",
        "giant cell",
        "granular cell",
        "signet ring cell",
    ),
    *(
        "pleomorphic",
        "myxoid",
        "sclerosing",
        "desmoplastic",
        "inflammatory",
        "undifferentiated",
        "dedifferentiated",
        "storiform",
    ),
    *(
        "well-differentiated",
        "well differentiated",
        "poorly differentiated",
        "low-grade",
        "high-grade",
        "alveolar",
        "embryonal",
    ),
    *(
        "ossifying",
        "intimal",
        "parosteal",
        "periosteal",
        "mesenchymal",
        "extraskeletal",
        "cutaneous",
        "mucinous",
        "papillary",
    ),
    *(
        "solitary",
        "plexiform",
        "intraosseous",
        "juvenile",
        "cellular",
        "lipomatous",
        "fibrous",
        "angiomatoid",
        "biphasic",
    ),
    *(
        "perivascular",
        "retroperitoneal",
        "endometrial",
        "uterine",
        "cardiac",
        "pulmonary",
        "renal",
        "adrenal",
        "pleural",
    ),
    *(
        "sebaceous",
        "medullary",
        "follicular",
        "adnexal",
        "basaloid",
        "rhabdoid",
        "neuroendocrine",
        "squamous cell",
        "villous",
    ),
)
ROOTS = (
    *(
        "lipo",
        "leiomyo",
        "rhabdomyo",
        "chondro",
        "osteo",
        "fibro",
        "angio",
        "haemangio",
        "hemangio",
        "lymphangio",
        "synovio",
    ),
    *("neuro", "schwanno", "myo", "histio", "myofibro", "adeno", "cysto", "terato", "thymo", "meningi", "glio", "myxo"),
    *(
        "melano",
        "neurofibro",
        "fibromyxo",
        "chordo",
        "hepato",
        "nephro",
        "retino",
        "cholangio",
        "mesothelio",
        "myoepithelio",
    ),
)
ENDINGS = (
    *("sarcoma", "sarcoma", "sarcoma", "sarcoma", "blastoma", "carcinoma", "endothelioma", "pericytoma", "fibroma"),
    *("cytoma", "matosis", "oma", "adenoma", "lipoma", "myoma", "carcinosarcoma"),
)
HEADS = (
    *(
        "sarcoma",
        "sarcoma",
        "tumor",
        "tumour",
        "carcinoma",
        "lymphoma",
        "neoplasm",
        "cancer",
        "fibromatosis",
        "sheath tumor",
    ),
    *(
        "stromal tumor",
        "stromal sarcoma",
        "cell tumour",
        "myofibroblastic tumor",
        "leukaemia",
        "leukemia",
        "histiocytosis",
    ),
)
GENES = ("BRX", "TAF", "QRC", "SMX", "NTK", "ZFR", "KLB", "ROX", "YAF", "CRB", "DUK", "FOX", "EWR", "PHX")


def single_word(random: Random) -> str:
    """Return a one-word tumour: a tissue root (known or invented) and an ending."""
    known = random.random() < 0.6
    root = random.choice(ROOTS) if known else syllables(random, 1, 2) + random.choice("oi")
    ending = random.choice(ENDINGS)
    return (root[:-1] if ending == "oma" or (ending[0] == "e" and root.endswith("o")) else root) + ending


def eponym(random: Random) -> str:
    """Return a tumour with an invented person's name: `Valdr's sarcoma`, `Valdr-like tumor`."""
    name = syllables(random, 1, 2).capitalize()
    return (
        name
        + random.choice(("'s ", "’s ", " ", "-like "))
        + random.choice(("sarcoma", "tumor", "tumour", "disease", "lymphoma"))
    )


def rearranged(random: Random) -> str:
    """Return a tumour named by a gene: `QRC-rearranged spindle cell sarcoma`."""
    pair = random.choice(GENES) + random.choice(("", f"::{random.choice(GENES)}", f"-{random.choice(GENES)}"))
    state = random.choice(("rearranged", "altered", "mutant", "deficient", "positive"))
    attribute = random.choice(("", "", f"{random.choice(ATTRIBUTES)} "))
    return f"{pair}-{state} {attribute}{random.choice(('sarcoma', 'tumor', 'neoplasm', 'carcinoma'))}"


def tumour_name(random: Random) -> str:
    """Return one invented tumour name in lower case (but for eponyms and genes), singular or plural."""
    draw = random.random()
    if draw < 0.28:
        name = single_word(random)
    elif draw < 0.58:
        name = f"{random.choice(ATTRIBUTES)} {single_word(random)}"
    elif draw < 0.88:
        attributes = random.sample(ATTRIBUTES, random.choice((1, 1, 2)))
        name = f"{' '.join(attributes)} {random.choice(HEADS)}"
    elif draw < 0.95:
        name = eponym(random)
    else:
        name = rearranged(random)
    plural = random.random() < 0.18 and name.endswith(("oma", "tumor", "tumour", "neoplasm", "cancer"))
    return name + "s" if plural else name
