"""Makes the messages of the golden month (`python -m tests.golden.make`). The sums are worked out in README.md."""

from datetime import date
from pathlib import Path

from tests.made import Oordeel, Regel, answer, claim

INBOX = Path(__file__).parent / "inbox"
JAN, JAN31, FEB, FEB28 = date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28)
GZ, ONBEKEND, GGZ = "06000002", "06000009", "06000003"

Z053_JAN = [Regel("A1", JAN, JAN31, 310_000, 31)]
Z053_FEB = [
    Regel("A2", FEB, FEB28, 280_000, 28),
    Regel("A3", date(2026, 1, 29), date(2026, 2, 3), 56_000, 6),
    Regel("A4", FEB, FEB28, 99_900, 28),  # refused: 0551
]
CREDIT = [Regel("A5", JAN, date(2026, 1, 1), 10_000, 1, dc="C", vorige="A1")]
UREN = [Regel("A6", FEB, FEB28, 40_000, 10, prestatiecode="H126", tijdseenheid="04", zzp_code="000")]
CRISIS = [
    Regel("A7", JAN, JAN31, 961_000, 31, prestatiecode="CVV1"),  # granted in part: counts no days
    Regel("A8", FEB, FEB28, 868_000, 28, prestatiecode="CVV1"),
]
GZ_JAN = [Regel("B1", JAN, JAN31, 228_000, 10, prestatiecode="Z433", zzp_code="804")]
GZ_FEB = [Regel("B2", FEB, FEB28, 230_000, 10, prestatiecode="Z433", zzp_code="804")]  # pending
MEERZORG = [Regel("B3", FEB, FEB28, 254_800, 28, prestatiecode="MZG1", zzp_code="804")]
VREEMD = [Regel("C1", FEB, FEB28, 28_000, 28, prestatiecode="Q999", zzp_code="000")]
GGZ_JAN_FEB = [
    Regel("D1", JAN, JAN31, 731_600, 31, prestatiecode="GW03", zzp_code="884"),
    Regel("D2", FEB, FEB28, 660_800, 28, prestatiecode="GW03", zzp_code="884"),
]
GEWEIGERD = [Regel("D3", FEB, FEB28, 100_000, 28, prestatiecode="GW03", zzp_code="884")]

MESSAGES = {
    "2026-02-05/a1.asc": claim("F1", Z053_JAN),
    "2026-02-12/a1r.asc": answer("F1", Z053_JAN),
    "2026-03-05/a2.asc": claim("F2", Z053_FEB),
    "2026-03-12/a2r.asc": answer("F2", Z053_FEB, [Oordeel(2, 0, "0551")]),
    "2026-03-17/a5.asc": claim("F3", CREDIT),
    "2026-03-20/a5r.asc": answer("F3", CREDIT),
    "2026-03-10/a6.asc": claim("F4", UREN),
    "2026-03-11/a6r.asc": answer("F4", UREN, [Oordeel(0, 40_000)]),
    "2026-03-06/a7.asc": claim("F5", CRISIS),
    "2026-03-13/a7r.asc": answer("F5", CRISIS, [Oordeel(0, 900_000, "0611")]),
    "2026-02-06/b1.asc": claim("F1", GZ_JAN, instellingscode=GZ),
    "2026-02-13/b1r.asc": answer("F1", GZ_JAN, instellingscode=GZ),
    "2026-03-24/b2.asc": claim("F2", GZ_FEB, instellingscode=GZ),
    "2026-03-06/b3.asc": claim("F3", MEERZORG, instellingscode=GZ),
    "2026-03-16/b3r.asc": answer("F3", MEERZORG, instellingscode=GZ),
    "2026-03-09/c1.asc": claim("F1", VREEMD, instellingscode=ONBEKEND),
    "2026-03-16/c1r.asc": answer("F1", VREEMD, instellingscode=ONBEKEND),
    "2026-03-09/d1.asc": claim("F1", GGZ_JAN_FEB, instellingscode=GGZ, uzovi="5533"),
    "2026-03-10/d1r.asc": answer("F1", GGZ_JAN_FEB, instellingscode=GGZ, uzovi="5533"),
    "2026-03-10/d3.asc": claim("F2", GEWEIGERD, instellingscode=GGZ, uzovi="5533"),
    "2026-03-11/d3r.asc": answer(
        "F2", GEWEIGERD, sluit={"totaal_toegekend_bedrag": 0}, instellingscode=GGZ, uzovi="5533", retourcode_1="0001"
    ),
    "2026-03-25/later.asc": claim("F9", [Regel("A9", FEB, FEB28, 777_700, 28)]),  # after the peildatum
    "2026-03-10/test.asc": claim("F8", Z053_JAN, soort_bericht="T"),
    "2026-03-18/dubbel.asc": claim("F7", [Regel("A2", FEB, FEB28, 280_000, 28)]),
}


def make(folder: Path) -> None:
    """Write every message."""
    for name, content in MESSAGES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    make(INBOX)
