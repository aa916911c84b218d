"""One layout table serves reading, writing and this test: every field is written and read back."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.layouts import Field, Layout, aw319, aw320
from config.tables import rows
from loaders.berichten.matrix import Records
from loaders.berichten.record import format_line, parse_line

LAYOUTS = [aw319(), aw320()]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_fields_follow_each_other_and_fill_the_record(layout: Layout):
    # AW319 v1.4: every record has 310 positions (AW320: 370), none unused, none used twice
    for record, fields in layout.records.items():
        position = 1
        for field in fields.values():
            assert field.start == position, (record, field.name)
            position += field.length
        assert position == layout.record_length + 1


def test_end_positions_agree_with_start_and_length():
    for name in ("aw319", "aw320"):
        assert all(int(r["start"]) + int(r["length"]) - 1 == int(r["end"]) for r in rows(f"{name}_layout"))


def values(field: Field) -> st.SearchStrategy[str]:
    if field.type == "N":
        return st.integers(0, 10**field.length - 1).map(str)
    letters = st.characters(min_codepoint=33, max_codepoint=255, exclude_categories=["Cc"])
    return st.text(letters, min_size=0, max_size=field.length)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(data=st.data())
@settings(max_examples=20)
def test_every_field_is_read_back_as_written(layout: Layout, data: st.DataObject):
    for record, fields in layout.records.items():
        written = {name: data.draw(values(field)) for name, field in fields.items() if field.start > 1}
        line = format_line(layout, record, written)
        assert len(line) == layout.record_length
        read = parse_line(layout, line)
        for name, value in written.items():
            assert read[name] == (value.zfill(fields[name].length) if fields[name].type == "N" else value)
        fast = Records(np.frombuffer(line, np.uint8).reshape(1, -1), np.array([1]))
        for name, field in fields.items():
            if field.type == "N":
                number, ok = fast.numbers(field)
                assert ok[0]
                assert number[0] == int(read[name])
            else:
                assert fast.texts(field).to_pylist() == [read[name]]


def test_a_value_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="tarief"):
        format_line(aw319(), "04", {"tarief": 100_000_000})
    with pytest.raises(ValueError, match="no field"):
        format_line(aw319(), "04", {"tarieff": 1})


@given(st.lists(st.text("0123456789 -", min_size=8, max_size=8), min_size=1, max_size=30))
def test_dates_are_those_of_the_calendar(texts: list[str]):
    # oracle: datetime.date itself
    field = aw319().field("04", "begindatum_prestatie")
    raw = b"".join(format_line(aw319(), "04", {})[: field.start - 1] + t.encode() + b" " * 197 for t in texts)
    records = Records(np.frombuffer(raw, np.uint8).reshape(len(texts), 310), np.arange(1, len(texts) + 1))
    dates, ok = records.dates(field)
    for text, read, good in zip(texts, dates.tolist(), ok.tolist(), strict=True):
        try:
            expected = date(int(text[:4]), int(text[4:6]), int(text[6:])) if text.isdigit() else None
        except ValueError:
            expected = None
        if expected is not None and expected.year < 1970:
            expected = None
        assert (read if good else None) == expected


def test_31_april_does_not_exist_and_29_february_only_in_a_leap_year():
    field = aw319().field("04", "begindatum_prestatie")
    lines = [format_line(aw319(), "04", {field.name: d}) for d in ("20260431", "20260229", "20280229", "20260000")]
    records = Records(np.frombuffer(b"".join(lines), np.uint8).reshape(4, 310), np.arange(1, 5))
    assert records.dates(field)[1].tolist() == [False, False, True, False]
