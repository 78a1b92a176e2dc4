"""Joining: which time, rate or ratio of a sentence belongs to which endpoint and which timepoint.

A sentence is read left to right as heads (endpoints with their timepoints) followed by values. As many values as
endpoints, or as timepoints, are shared out in order; one head with several values tells several strata.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.core import cues as re
from extractors.times.item import Item
from extractors.times.readings import Head, Reading, Value, corresponding, shared_out
from extractors.times.valued import FROM, LINKED, is_value

# Words right before a time that make it something else than a value: a timepoint, an interval, a bound.
_AT = re.compile(r"\b(?:at|after|by|of at)(?:\s+(?:the|least|about|approximately|a|an|cut-?off))*\s*$", re.I)
# "The median was estimated at 5 months": its value.
_TOLD_AT = re.compile(r"\b(?:estimated|calculated|found|stands?|stood|remained|plateaued)(?: to be)? at\s+$", re.I)
_LISTED = re.compile(r"[\s,/‐-]*(?:and|or|to|&)?[\s,]*", re.I)
_JOINED = re.compile(
    r"[\s,;()]*(?:(?:and|or|nor|the|a|an|of|both|median|mean|rates?|times?|estimated|actuarial|respective|overall|with|for|plus|as well as|&|/|their|corresponding|\d+|years?|months?|weeks?|[-‐–])[\s,;()]*)*",
    re.I,
)
_GOES_ON = re.compile(r"[\s\])]*,?\s*(?:and\s+)?(?:that (?:of|for)\s+)?(?:the\s+)?(?:corresponding\s+)?", re.I)
# "3-year OS was 71 % in A and 66 % in B, while RFS was ...": the time that opened the sentence holds for the next name.
_AND_NEXT = re.compile(r"[^.;%]{0,60}?[,;]?\s(?:and|while|whereas|but)\s(?:the\s)?(?:corresponding\s)?", re.I)
_RANGE_CUE = re.compile(
    r"^[\s,;)]*[(\[,;]?\s*(?:(?:95\s?% ?CI[^()]{0,30}[;,]\s*)?(?:full |overall |observed )?(?:ranges?|ranging|ranged|varying|extremes?|min[a-z]*[-–/ ]+max[a-z]*|minimum)\b[\s:=,;.]*(?:(?:was|were|from|between|of)\s+)?[(\[]?)?\s*$",
    re.I,
)
# A difference between two groups, unless the two values themselves follow ("7 vs 4 months").
_DIFFERENCE = re.compile(
    r"\b(?:differences?|improve[ds]?|improvements?|increase[sd]?|decrease[sd]?|reductions?|gains?|prolong\w*|by)\b",
    re.I,
)
# "The difference in OS at 5 years was 1.2 % in A": a difference whoever it is of.
_DIFFERS_BY = re.compile(
    r"\bdifferences?\s+(?:in|of|between)\b[^.;:%]{0,90}?\b(?:was|were|is|of|being)\s+(?:only |about |approximately )?$",
    re.I,
)
_OPENED = re.compile(r"[(\[;:][^()\[\]]*$")
_COMPARED = re.compile(
    r"\s*(?:\w+\s*)?(?:[\[(][^()\[\]]*[)\]]\s*)?(?:vs?\b|versus|compared|and|to|or|in|with|for|on)\b", re.I
)
_IS = re.compile(r"\b(?:was|were|is|reached|of)\s*$", re.I)
# What is told beside the endpoints and takes a value of its own: "response duration and time to next therapy were 8 and 11 months".
_TIME_OF = re.compile(r"\btime\b|interval|survival|duration|\b[A-Z]{1,4}(?:FS|SS)\b|\bcontrol\b(?! rate)", re.I)
_SURVIVING = re.compile(r"\bsurviving\s*$", re.I)
# What was to be reached: "did not meet the primary endpoint (66 %)".
_TARGET = re.compile(
    r"\b(?:end ?points?|targets?|thresholds?|benchmarks?|goals?|hypothes[ei]s)(?: of (?:the|this|our) (?:study|trial))?\s*[(\[]\s*$",
    re.I,
)
_BEHIND = re.compile(r"\s*[(\[]\s*$")
# Before the follow-up at which the next endpoint is told, rather than with which it is listed.
_LED = re.compile(r"\b(?:at|after|with|over|during|by|following)\b[^,;]*$", re.I)
_NO_HAZARD = frozenset({"follow_up", "treatment_duration", "sd_duration"})
_TO = re.compile(r"\bto\s+(?:a\s+)?(?:median\s+(?:of\s+)?)?(?:only\s+)?$", re.I)
_CONFIDENCE = re.compile(r"\bCI\b|\bconfidence\b")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]|(?:±|\+/-)\s*[\d.]+\s*%?")  # what qualifies a value
# "...; the corresponding OS rates were"
_CORRESPONDING = re.compile(r"[;,.]\s*(?:and\s+|while\s+)?(?:the\s+)?corresponding\s+$", re.I)
_SAME_FIGURES = re.compile(
    r"[;,]\s[^;]*\b(?:corresponding|respective|same) (?:figures|values|numbers|medians|times|durations)\b", re.I
)
_DAYS = {"d": 1.0, "wk": 7.0, "mo": 30.44, "a": 365.25}
_QUARTILES = re.compile(r"\b(?:IQR|inter-?quartile|quartiles?|SD|standard deviation|SE)\b|±", re.I)


def readings(text: str, pieces: list[Item]) -> list[Reading]:
    """All readings of one sentence."""
    reader = _Reader(text)
    for k, item in enumerate(pieces):
        reader.take(item, pieces[k + 1 :])
    return [r for head in reader.heads for r in shared_out(text, head)]


class _Reader:
    """The state of reading one sentence from left to right; the last of `heads` is the one being read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.heads = [Head()]
        self.waiting: list[Item] = []  # timepoints since the last value
        self.statistic = ""  # told since the last value
        self.pair: tuple[str, ...] = ()  # "mean and median": two statistics that share out the values
        self.differs = 0  # end of the last difference told of the endpoint
        self.past = 0  # end of the last endpoint or value
        self.behind: Item | None = None  # the time right behind the last rate, which is told at it

    @property
    def head(self) -> Head:
        return self.heads[-1]

    def take(self, item: Item, later: list[Item]) -> None:
        if item.kind in ("endpoint", "other"):
            self._named(item)
        elif item.kind == "statistic":
            self._statistic(item)
        elif item.kind == "time":
            self._time(item, later)
        elif item.kind in ("rate", "hazard", "unreached"):
            if not self._of_next(item, later):
                self._value(item)
        elif item.kind in ("interval", "range"):
            self._qualify(item)

    def _of_next(self, item: Item, later: list[Item]) -> bool:
        """ "EFS was 71 % with 96 % local control": a further rate right before a name is the rate of that."""
        named = later[0] if later else None
        return bool(
            item.kind == "rate"
            and self.head.values
            and named is not None
            and named.kind == "other"
            and not self.text[item.end : named.start].strip()
        )

    def _statistic(self, item: Item) -> None:
        both = self.statistic and re.search(
            r"\b(?:mean|average|median)\s*(?:and|/|,)\s*$", self.text[: item.start], re.I
        )
        self.pair = (self.statistic, item.code) if both and self.statistic != item.code else ()
        last = self.head.values[-1] if self.head.values else None
        alone = re.match(r"\s*[;,)\]]", self.text[item.end :])
        if last and not last.statistic and alone and _BEHIND.fullmatch(self.text[last.end : item.start]):
            last.statistic, last.end = item.code, item.end  # "5 months (median; range 2-9)"
            return
        self.statistic = item.code

    def _named(self, item: Item) -> None:
        held = self.head
        taken = item.kind == "endpoint" or bool(_TIME_OF.search(self.text[item.start : item.end]))
        if taken and held.endpoints and not held.values:
            last = held.endpoints[-1]
            if item.code == last.code and item.kind == "endpoint":
                self.past = item.end
                return
            gap = self.text[self.past : item.start]
            led = (
                last.code == "follow_up" and gap.strip() == "," and _LED.search(self.text[: last.start])
            )  # "At a 41-month median follow-up, PFS was ..."
            if _JOINED.fullmatch(gap) and not led:
                held.endpoints.append(item)
                self.past = item.end
                return
        listed = not held.values and bool(_JOINED.fullmatch(self.text[self.past : item.start]))
        others = held.others + (not held.endpoints and self.past > 0) if listed else 0
        same = self._same_time(item)
        told = self.statistic or (held.statistic if held.endpoints and held.values and item.kind == "endpoint" else "")
        self.heads.append(Head([item] if taken else [], self.waiting, [], told, self.pair, others))
        self.head.timepoints = [*same, *self.head.timepoints] if not self.waiting else self.head.timepoints
        self.waiting, self.past, self.pair, self.differs, self.behind = [], item.end, (), 0, None
        if item.kind == "other":
            self.statistic = ""

    def _same_time(self, item: Item) -> list[Item]:
        """The one timepoint of a list that goes on: "5-year OS was 79 %, DFS 60 %, and EFS 55 %", "OS was 79 % at 5 years, ..."."""
        held = self.head
        points = held.timepoints or ([self.behind] if self.behind is not None and len(held.values) == 1 else [])
        rates = [v for v in held.values if v.item.kind == "rate"]
        if held.timepoints and held.values == rates and _CORRESPONDING.search(self.text[: item.start]):
            return list(held.timepoints)
        survives = item.kind == "endpoint" or _TIME_OF.search(self.text[item.start : item.end])
        if (
            item.kind == "endpoint"
            and rates
            and held.values == rates
            and len(held.timepoints) == 1 == len(held.endpoints)
        ):
            led = held.timepoints[0].start < rates[0].item.start
            if led and _AND_NEXT.fullmatch(_ASIDE.sub("", self.text[rates[-1].end : item.start])):
                return list(held.timepoints)
        listed = len(rates) == 1 or (rates and self.text[: rates[0].item.start].endswith("("))
        if not survives or not listed or len(points) != 1 or len(rates) != len(held.values):
            return []
        between = _ASIDE.sub("", self.text[rates[-1].end : item.start])
        between = re.sub(r"^[^()\[\]]*[)\]]", "", between) if len(rates) > 1 else between
        return list(points) if _GOES_ON.fullmatch(between) else []

    def _time(self, item: Item, later: list[Item]) -> None:
        if item.code == "at":
            self.head.timepoints = self.head.timepoints if self.head.values else []
            self._timepoint(item)
            return
        after = later[0] if later else None
        before = self.text[self.past : item.start]
        behind = self.text[item.end : after.start] if after else self.text[item.end :]
        hyphen = "-" in self.text[item.start : item.end] or "‐" in self.text[item.start : item.end]
        follows = after is not None and after.kind in ("endpoint", "rate", "statistic") and len(behind) < 30
        if (
            (_AT.search(before) and not (self.statistic and _TOLD_AT.search(before)))
            or self._of_name(item)
            or self._survived(item)
            or (hyphen and (follows or not LINKED.search(before)))
            or self._listed(item, later)
        ):
            self._timepoint(item)
        elif is_value(self.text, self.head, self.statistic, before, item):
            self._value(item)

    def _of_name(self, item: Item) -> bool:
        """ "EFS (5 years) was 58 %": the time right behind the name that it is told of."""
        name = self.text[self.past : item.start]
        told = self.head.endpoints and not self.head.values and re.fullmatch(r"(?: rates?)?\s*[(\[]", name)
        return bool(told and re.match(r"[)\]](?: rates?)?(?:\s*[:=]|\s(?:was|were|is|of))", self.text[item.end :]))

    def _survived(self, item: Item) -> bool:
        """ "The probability of surviving five years": the time is when, not how long."""
        return bool(self.head.endpoints and _SURVIVING.search(self.text[: item.start]))

    def _listed(self, item: Item, later: list[Item]) -> bool:
        """ "At 3 and 6 months", "the 1-, 3- and 5-year rates": a time that is listed with a timepoint is one as well."""
        if self.waiting and _LISTED.fullmatch(self.text[self.waiting[-1].end : item.start]):
            return True
        before = self.text[self.past : item.start]
        if _IS.search(before) or (
            self.statistic and not before.strip() and not re.search(r"[-‐]", self.text[item.start : item.end])
        ):
            return False  # "median survival 2.4 years, 3-year survival 9 %": a value before the next name's time
        end = item.end
        for after in later:
            if after.kind != "time" or not _LISTED.fullmatch(self.text[end : after.start]):
                return False
            if re.search(r"[-‐]", self.text[after.start : after.end]):
                return True
            end = after.end
        return False

    def _timepoint(self, item: Item) -> None:
        values = self.head.values
        if values and values[-1].item.kind == "rate" and not values[-1].timepoint and not self.waiting:
            between = _ASIDE.sub("", self.text[values[-1].end : item.start])
            # "at 3 months 60 %, at 6 months 40 %": the time of the next value
            if not (self.head.timepoints and "," in between) and re.fullmatch(
                r"[\s,)\]]*(?:at|after|by)(?: the)?\s*", between
            ):
                values[-1].timepoint = item.timepoint
                values[-1].end = item.end
                self.behind = item
                return
        self.waiting.append(item)

    def _value(self, item: Item) -> None:
        if not self.head.endpoints or self._difference(item) or self._again(item):
            return
        if item.kind == "hazard" and self.head.endpoints[-1].code in _NO_HAZARD:
            # "The OS benefit was kept with longer follow-up (HR 0.6)": of what was named before
            earlier = [h.endpoints[-1] for h in self.heads if h.endpoints and h.endpoints[-1].code not in _NO_HAZARD]
            if not earlier:
                return
            self.heads.append(Head(earlier[-1:]))
        if item.kind == "rate" and _TARGET.search(self.text[: item.start]):
            return
        if _SAME_FIGURES.search(self.text[self.past : item.start]):
            self.heads += corresponding(self.heads, item.kind)
        if self.waiting and self.head.values:  # "... and the 5-year rates were": the same endpoints at other times
            self.heads.append(Head(self.head.endpoints, statistic=self.head.statistic))
        head = self.head
        if head.values and head.values[-1].item.kind == "span" and item.kind == "time":
            # "ranged from 1 to 26 months (median 7)": the range belongs to the median that follows
            head.values[-1].item, head.values[-1].statistic = item, self.statistic
            head.values[-1].end = self.past = item.end
            self.statistic = ""
            return
        head.timepoints += self.waiting
        told = self.statistic or head.statistic
        head.statistic = head.statistic or told
        head.values.append(Value(item, "hazard_ratio" if item.kind == "hazard" else told, item.at, end=item.end))
        self.waiting, self.statistic, self.past = [], "", item.end

    def _again(self, item: Item) -> bool:
        """ "5.7 years (68 months)": the same time in another unit."""
        last = self.head.values[-1].item if self.head.values else None
        if last is None or item.kind != "time" or last.kind != "time" or last.unit == item.unit:
            return False
        opened = re.fullmatch(r"\s*[(\[=]\s*(?:or\s|i\.e\.,?\s)?", self.text[last.end : item.start])
        days = [float(i.low or 0) * _DAYS.get(i.unit, 0.0) for i in (last, item)]
        return bool(opened) and abs(days[0] - days[1]) <= 0.06 * max(days)

    def _difference(self, item: Item) -> bool:
        """Whether a number is how much two groups differ, not what one of them reached."""
        if item.kind not in ("rate", "time") or self.statistic or self.head.statistic:
            return False
        if self._apart(item):
            return True
        since = self.head.values[-1].end if self.head.values else max(self.head.endpoints[0].start - 35, 0)
        start = self.head.values[-1].item.start if self.head.values else item.start
        if FROM.search(self.text[:start]) and (not self.head.values or _TO.search(self.text[since : item.start])):
            return False
        return bool(_DIFFERENCE.search(self.text[since : item.start])) and not _COMPARED.match(self.text[item.end :])

    def _apart(self, item: Item) -> bool:
        """Whether a sentence tells a difference for this endpoint, in one group and then in others."""
        if self.head.values:
            return False
        again = self.differs and not _OPENED.search(self.text[self.differs : item.start])
        if again or _DIFFERS_BY.search(self.text[: item.start]):
            self.differs = item.end
            return True
        return False

    def _qualify(self, item: Item) -> None:
        values = self.head.values
        if not values:
            self._only_range(item)
            return
        last = values[-1]
        between = self.text[last.end : item.start]
        if item.kind == "interval" and len(between) < 25 and last.ci == (None, None):
            last.ci, last.end = (item.low, item.high), item.end
            self.past = max(self.past, item.end)
        elif item.kind == "range" and last.range == (None, None) and not _QUARTILES.search(between):
            bare = bool(re.fullmatch(r"\s*[(\[]\s*", between))
            if (
                bare
                and last.ci == (None, None)
                and (last.item.kind in ("rate", "hazard") or _CONFIDENCE.search(self.text))
            ):
                last.ci, last.end = (item.low, item.high), item.end
                self.past = max(self.past, item.end)
            elif bare or (_RANGE_CUE.fullmatch(between) and re.search(r"\w", between)):
                last.range, last.end = (item.low, item.high), item.end
                self.past = max(self.past, item.end)

    def _only_range(self, item: Item) -> None:
        """ "Follow-up ranged from 2 to 40 months": a range without a value."""
        before = self.text[self.past : item.start]
        if (
            self.head.endpoints
            and item.unit
            and re.search(r"\b(?:rang(?:ed|ing|es?)|varied|between|periods? of)\b|^\s*$", before)
        ):
            value = Value(replace(item, kind="span"), "", "", range=(item.low, item.high), end=item.end)
            self.head.values.append(value)
            self.past = item.end
