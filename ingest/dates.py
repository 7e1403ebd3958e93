"""Date expressions, resolved against the day of publication; nothing is dated that the text does not date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from spacy.tokens import Doc

from ingest.model import Precision, Time
from ingest.names import folded, normalise, text_of
from ontology.lexicon import load_lexicon

ORDINAL: Final = r"(?:er|st|nd|rd|th)?"
YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
NEAR: Final = 500
"""How many characters after a date "in the evening" still means the evening of that day."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A day or an interval of days."""

    start: date
    end: date
    precision: Precision
    relative: bool


@dataclass(frozen=True, slots=True)
class Anchors:
    """What relative expressions count from: publication day, the last day named, and whether it stands near."""

    published: date | None
    last: date | None
    near: bool = True


Handler = Callable[[re.Match[str], Anchors, "Words"], Resolved | None]


@dataclass(frozen=True)
class Words:
    """The temporal words of a language as tables."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    relative: dict[str, tuple[str, int]]
    anchors: dict[str, int]
    parts: dict[str, str]
    past: frozenset[str]
    future: frozenset[str]


def find_times(doc: Doc, published: date | None) -> list[Time]:
    """Find the date expressions of a document in text order.

    Expressions that need a publication day or an earlier date are left out where there is none.
    """
    text = folded(text_of(doc))
    words, patterns = _grammar(doc.lang_)
    times: list[Time] = []
    last: date | None = None
    last_at = 0
    for match, handler in _matches(text, patterns):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        near = last is not None and match.start() - last_at < NEAR
        resolved = handler(match, Anchors(published, last, near), words)
        if resolved is None or span is None:
            continue
        if resolved.precision == "Day":
            last, last_at = resolved.start, match.end()
        times.append(
            Time(
                begin=span.start_char,
                end=span.end_char,
                start=span.start,
                stop=span.end,
                date=resolved.start.isoformat(),
                until=resolved.end.isoformat(),
                precision=resolved.precision,
                relative=resolved.relative,
            )
        )
    return times


def _matches(text: str, patterns: list[tuple[re.Pattern[str], Handler]]) -> Iterator[tuple[re.Match[str], Handler]]:
    found = [(m, handler) for pattern, handler in patterns for m in pattern.finditer(text)]
    free_from = 0
    for match, handler in sorted(found, key=lambda f: (f[0].start(), -f[0].end())):
        if match.start() >= free_from:
            yield match, handler
            free_from = match.end()


def _day(start: date, *, relative: bool) -> Resolved:
    return Resolved(start, start, "Day", relative)


def _week(start: date) -> Resolved:
    monday = start - timedelta(days=start.weekday())
    return Resolved(monday, monday + timedelta(days=6), "Week", True)


def _month(year: int, month: int, *, relative: bool) -> Resolved:
    after = date(year + month // 12, month % 12 + 1, 1)
    return Resolved(date(year, month, 1), after - timedelta(days=1), "Month", relative)


def _year(year: int, *, relative: bool) -> Resolved:
    return Resolved(date(year, 1, 1), date(year, 12, 31), "Year", relative)


def _shift_months(day: date, months: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 + months
    return total // 12, total % 12 + 1


def _nearest_year(month: int, day: int, anchors: Anchors) -> int | None:
    base = anchors.published or anchors.last
    if base is None:
        return None
    return min((base.year - 1, base.year, base.year + 1), key=lambda y: abs(date(y, month, min(day, 28)) - base))


def _full_date(match: re.Match[str], anchors: Anchors, words: Words) -> Resolved | None:
    parts = match.groupdict()
    month, day = words.months[parts["month"]], int(parts["day"])
    year = int(parts["year"]) if parts.get("year") else _nearest_year(month, day, anchors)
    if year is None:
        return None
    try:
        return _day(date(year, month, day), relative=not parts.get("year"))
    except ValueError:
        return None


def _interval(match: re.Match[str], anchors: Anchors, words: Words) -> Resolved | None:
    """Resolve days from one to another: "du 26 février au 7 mars", "April 3 to 5"."""
    parts = match.groupdict()
    last = parts.get("last_month") or parts["month"]
    first = parts.get("month") or last
    year = int(parts["year"]) if parts.get("year") else _nearest_year(words.months[last], int(parts["until"]), anchors)
    if year is None:
        return None
    try:
        end = date(year, words.months[last], int(parts["until"]))
        start = date(year - (words.months[first] > words.months[last]), words.months[first], int(parts["day"]))
    except ValueError:
        return None
    return Resolved(start, end, "Day", relative=not parts.get("year")) if start <= end else None


def _iso_date(match: re.Match[str], _anchors: Anchors, _words: Words) -> Resolved | None:
    try:
        return _day(date.fromisoformat(match.group()), relative=False)
    except ValueError:
        return None


def _month_only(match: re.Match[str], anchors: Anchors, words: Words) -> Resolved | None:
    parts = match.groupdict()
    month = words.months[parts["month"]]
    year = int(parts["year"]) if parts.get("year") else _nearest_year(month, 15, anchors)
    return None if year is None else _month(year, month, relative=not parts.get("year"))


def _year_only(match: re.Match[str], _anchors: Anchors, _words: Words) -> Resolved | None:
    return _year(int(match.group("year")), relative=False)


def _weekday(match: re.Match[str], anchors: Anchors, words: Words) -> Resolved | None:
    if anchors.published is None:
        return None
    parts = match.groupdict()
    back = (anchors.published.weekday() - words.weekdays[parts["weekday"]]) % 7
    side = {parts.get("before"), parts.get("after")} - {None}
    if side & words.future:
        return _day(anchors.published + timedelta(days=(7 - back) % 7 or 7), relative=True)
    if side & words.past and back == 0:
        back = 7
    return _day(anchors.published - timedelta(days=back), relative=True)


def _relative(match: re.Match[str], anchors: Anchors, words: Words) -> Resolved | None:
    if anchors.published is None:
        return None
    unit, offset = words.relative[match.group("relative")]
    return _offset(anchors.published, unit, offset)


def _offset(base: date, unit: str, offset: int) -> Resolved | None:
    if unit == "day":
        return _day(base + timedelta(days=offset), relative=True)
    if unit == "week":
        return _week(base + timedelta(days=7 * offset))
    if unit == "month":
        return _month(*_shift_months(base, offset), relative=True)
    return _year(base.year + offset, relative=True)


def _ago(match: re.Match[str], anchors: Anchors, words: Words) -> Resolved | None:
    if anchors.published is None:
        return None
    number = match.group("number")
    count = int(number) if number.isdigit() else words.numbers[number]
    return _offset(anchors.published, words.units[match.group("unit")], -count)


def _ahead(match: re.Match[str], anchors: Anchors, words: Words) -> Resolved | None:
    if anchors.published is None:
        return None
    number = match.group("number")
    count = int(number) if number.isdigit() else words.numbers[number]
    return _offset(anchors.published, words.units[match.group("unit")], count)


def _anchored(match: re.Match[str], anchors: Anchors, words: Words) -> Resolved | None:
    offset = words.anchors[match.group("anchor")]
    base = anchors.last if offset or anchors.near else anchors.published
    return None if base is None else _day(base + timedelta(days=offset), relative=True)


def _either(forms: Iterator[str] | dict[str, object] | dict[str, int] | dict[str, str]) -> str:
    return "|".join(sorted((re.escape(form) for form in forms), key=len, reverse=True)) or r"(?!)"


@cache
def _grammar(lang: str) -> tuple[Words, list[tuple[re.Pattern[str], Handler]]]:
    words = _words(lang)
    month = rf"(?P<month>{_either(words.months)})"
    weekday = rf"(?P<weekday>{_either(words.weekdays)})"
    side = _either(iter(words.past | words.future))
    part = rf"(?:(?:{_either(words.parts)})[\s-]+(?:de\s+|d'|of\s+|in\s+)?)?"
    number = rf"(?P<number>\d{{1,3}}|{_either(words.numbers)})"
    unit = rf"(?P<unit>{_either(words.units)})"
    lead = rf"(?:(?:{_either(words.weekdays)}),?\s+(?:le\s+|the\s+)?)?"
    day_month = rf"{lead}(?P<day>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?{month}\.?(?:,?\s+{YEAR})?"
    table: list[tuple[str, Handler]] = [
        (r"\d{4}-\d\d-\d\d", _iso_date),
        (_interval_form(lang, month), _interval),
        (day_month, _full_date),
        (rf"{part}{month}\.?,?\s+(?:of\s+|de\s+)?{YEAR}", _month_only),
        (_month_alone(lang, month), _month_only),
        (rf"(?:(?P<before>{side})\s+)?{weekday}(?:\s+(?P<after>{side}))?", _weekday),
        (rf"(?P<relative>{_either(iter(words.relative))})", _relative),
        (rf"(?P<anchor>{_either(words.anchors)})", _anchored),
        (_year_alone(lang), _year_only),
        (
            rf"il y a\s+(?:environ\s+|près de\s+|plus de\s+)?{number}\s+{unit}"
            if lang == "fr"
            else rf"{number}\s+{unit}\s+ago",
            _ago,
        ),
        (rf"{number}\s+{unit}\s+(?:plus tôt|auparavant|earlier|previously)", _ago),
        (rf"(?:dans|in)\s+{number}\s+{unit}(?!\s+(?:plus tôt|earlier))", _ahead),
    ]
    if lang == "en":
        table.append((rf"{lead}{month}\.?\s+(?P<day>\d{{1,2}}){ORDINAL}(?!\d)(?:,?\s+{YEAR})?", _full_date))
    return words, [(re.compile(rf"(?<!\w){pattern}(?!\w)"), handler) for pattern, handler in table]


def _interval_form(lang: str, month: str) -> str:
    last_month = month.replace("?P<month>", "?P<last_month>")
    first, until = rf"(?P<day>\d{{1,2}}){ORDINAL}", rf"(?P<until>\d{{1,2}}){ORDINAL}"
    if lang == "fr":
        through = r"\s+(?:au|et le|et)\s+"
        return rf"(?:du|des|les|le|entre le)\s+{first}(?:\s+{month})?{through}{until}\s+{last_month}(?:\s+{YEAR})?"
    through = r"\s*(?:-|–|to|and|through|until)\s*"
    return rf"{month}\.?\s+{first}{through}(?:{last_month}\.?\s+)?{until}(?!\d)(?:,?\s+{YEAR})?"


def _month_alone(lang: str, month: str) -> str:
    """A month alone counts only after a preposition or a part: "may", "mars" are also other words."""
    lead = (
        r"(?:en|de|d'|depuis|dès|au mois de|fin|début|mi)[\s-]+"
        if lang == "fr"
        else r"(?:in|since|last|until|by|from|early|late|mid|this|next)[\s-]+"
    )
    return rf"(?:{lead})+{month}\.?(?!\s+\d)"


def _year_alone(lang: str) -> str:
    lead = (
        r"(?:en|depuis|de|dès|fin|début|mi|l'an|l'année|avant|après)[\s-]+"
        if lang == "fr"
        else r"(?:in|since|during|of|late|early|mid|by|from|before|after|until)[\s-]+"
    )
    return rf"(?:{lead})+{YEAR}(?!-\d)"


def _words(lang: str) -> Words:
    by_kind: dict[str, dict[str, str]] = {}
    for word in load_lexicon(lang).temporal:
        by_kind.setdefault(word.kind, {})[normalise(word.form).lower()] = word.value

    def ints(kind: str) -> dict[str, int]:
        return {form: int(value) for form, value in by_kind.get(kind, {}).items()}

    relative = {
        form: (unit, offset)
        for kind, unit in (
            ("relative_day", "day"),
            ("daypart", "day"),
            ("relative_week", "week"),
            ("relative_month", "month"),
            ("relative_year", "year"),
        )
        for form, offset in ints(kind).items()
    }
    direction = by_kind.get("direction", {})
    return Words(
        months=ints("month"),
        weekdays={form: value - 1 for form, value in ints("weekday").items()},
        numbers=ints("number"),
        units=by_kind.get("unit", {}),
        relative=relative,
        anchors=ints("anchor"),
        parts=by_kind.get("part", {}),
        past=frozenset(form for form, value in direction.items() if value == "past"),
        future=frozenset(form for form, value in direction.items() if value == "future"),
    )
