"""The vectorised writer gives what `format_line` gives, record by record."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.layouts import aw319, aw320
from loaders.berichten.record import format_line
from loaders.demo.messages import digits, made_bsn, numbered, records, text

LINES = st.lists(
    st.tuples(
        st.integers(0, 10**9 - 1),
        st.integers(0, 9_999),
        st.integers(0, 10**8 - 1),
        st.sampled_from(["Z041", "H1", "D"]),
    ),
    min_size=1,
    max_size=20,
)


@given(LINES)
def test_records_equal_format_line(lines: list[tuple[int, int, int, str]]) -> None:
    bsn, aantal, cent = (np.array([line[i] for line in lines], dtype=np.int64) for i in range(3))
    words = ("Z041", "H1", "D")
    code = text(words, np.array([words.index(line[3]) for line in lines], dtype=np.int64))
    made = records(
        aw319(), "04", len(lines), bsn=bsn, aantal=aantal, declaratiebedrag=cent, prestatiecode=code, uzovi="5515",
        referentienummer=numbered("R", bsn, 9), doorsturen_toegestaan=1,
    )  # fmt: skip
    for row, (number, quantity, amount, word) in zip(made, lines, strict=True):
        values = {
            "bsn": number, "aantal": quantity, "declaratiebedrag": amount, "prestatiecode": word, "uzovi": "5515",
            "referentienummer": f"R{number:09d}", "doorsturen_toegestaan": 1,
        }  # fmt: skip
        assert row.tobytes() == format_line(aw319(), "04", values) + b"\r\n"


def test_a_return_repeats_what_was_sent_and_adds_its_own_fields() -> None:
    sent = {"bsn": 123, "prestatiecode": "Z041", "declaratiebedrag": 500, "debet_credit_2": "D"}
    base = np.frombuffer(format_line(aw319(), "04", sent) + b"\r\n", dtype=np.uint8)[None, :]
    made = records(aw320(), "04", 1, base=base, toegekend_bedrag=np.array([400]), debet_credit_4="D")
    expected = format_line(aw320(), "04", {**sent, "toegekend_bedrag": 400, "debet_credit_4": "D"})
    assert made[0].tobytes() == expected + b"\r\n"


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        records(aw319(), "04", 1, aantal=np.array([10_000]))
    with pytest.raises(ValueError, match="does not fit"):
        digits(np.array([-1]), 4)
    with pytest.raises(ValueError, match="longer than"):
        records(aw319(), "04", 1, prestatiecode=text(("TOOLONG",), np.array([0])))
    with pytest.raises(ValueError, match="no field"):
        records(aw319(), "04", 1, onbekend=1)


def test_made_numbers_are_unique_and_pass_the_11_test() -> None:
    numbers = made_bsn(np.arange(200_000))
    assert np.unique(numbers).size == numbers.size
    chars = digits(numbers, 9).astype(np.int64) - ord("0")
    assert not ((chars @ np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])) % 11).any()
    assert (chars[:, 0] == 9).all()
    with pytest.raises(ValueError, match="more clients"):
        made_bsn(np.array([9_000_000]))
