"""Makers of drugs, named in brackets behind them ("imatinib (Novartis, Basel)"), whose names a model takes for drugs."""

from __future__ import annotations

from extractors.core import cues as re

_NAMES = (
    r"Abbott|AbbVie|Accord|Allergan|Amgen|Astellas|Astra\s?-?Zeneca|Aventis|Baxter|Bayer|BeiGene|BMS|Boehringer(?: Ingelheim)?|Bristol[- ‐‑]Myers(?: Squibb)?|Celgene"
    r"|Chugai|Cipla|Clovis|Daiichi(?:[- ]Sankyo)?|Deciphera|Eisai|Eli Lilly|Exelixis|Fresenius(?: Kabi)?|Genentech|Gilead|Glaxo\s?-?Smith\s?-?Kline|GSK|Hengrui|Hoffmann?[- ‐]La Roche|Hospira|Immunex|Innovent"
    r"|Ipsen|Janssen|Jazz|Johnson & Johnson|Junshi|Kyowa(?: Hakko)?(?: Kirin)?|Lilly|Loxo|Merck(?: Serono)?|Millennium|MSD|Mylan|Natco|Novartis|Ono|Otsuka|Pfizer|Pharma\s?Mar|Pharmacia|Rhône-Poulenc(?: Rorer)?"
    r"|Roche|Sandoz|Sanofi(?:[- ‐]Aventis)?|Schering(?:[- ]Plough)?|Servier|Simcere|SmithKline|Sun Pharma|Taiho|Takeda|Teva|Wyeth|Zeneca|Zydus"
)
_MAKER = re.compile(rf"(?:{_NAMES})", re.IGNORECASE)
# "(GlaxoSmithKline, 800 mg": what a bracket says of make and place before it comes to the dose.
_OPENED = re.compile(
    rf"[\s®™]*[(\[,]\s*(?:[A-Z][\w®™-]*,?\s(?:by\s|of\s|from\s)?)?(?:{_NAMES})\b(?:[\s,]+(?:[A-Z][\w.&-]*|and|of))*\s*[,;:]\s*",
    re.IGNORECASE,
)


def is_maker(name: str) -> bool:
    """Whether a name is a maker's."""
    return _MAKER.fullmatch(" ".join(name.split())) is not None


def without_maker(gap: str) -> str:
    """The words between a drug and its amount without the maker that opens their bracket."""
    m = _OPENED.match(gap) if gap[:3].strip(" ®™")[:1] in ("(", "[", ",") else None
    return f" ({gap[m.end() :]}" if m else gap
