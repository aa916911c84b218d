"""Making a demo: repeatable, whole or not at all, and with reference tables of the fixed form."""

import csv
import hashlib
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from demo_reader import SEED, Demo, datum

from config.codes import zorgkantoren
from config.errors import OngeldigeInvoer
from config.reference import reference_tables
from config.words import Schaal, Site
from loaders.demo import calendar
from loaders.demo.run import make_demo

Row = dict[str, str]


def _content(inbox: Path) -> dict[str, str]:
    files = (p for p in inbox.rglob("*") if p.is_file())
    return {str(p.relative_to(inbox)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _table(demo: Demo, name: str) -> list[Row]:
    """All rows of a table, of every day on which it was delivered."""
    rows: list[Row] = []
    for path in sorted((demo.inbox / "referentie").rglob(f"{name}.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines)
    return rows


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(demo: Demo, tmp_path: Path) -> None:
    make_demo(tmp_path / "a", Schaal.KLEIN, SEED)
    make_demo(tmp_path / "b", Schaal.KLEIN, SEED + 1)
    assert _content(tmp_path / "a") == _content(demo.inbox)
    assert _content(tmp_path / "b") != _content(demo.inbox)


def test_the_report_counts_what_was_written(demo: Demo) -> None:
    files = [p for p in demo.inbox.rglob("*") if p.is_file()]
    dates = [b.datum for b in (*demo.aw319, *demo.aw320)]
    assert demo.verslag.bestanden == len(files)
    assert demo.verslag.bytes == sum(p.stat().st_size for p in files)
    assert demo.verslag.regels == sum(len(b.prestaties) for b in demo.aw319) == pytest.approx(5_000, rel=0.1)
    assert (demo.verslag.eerste_ontvangst, demo.verslag.laatste_ontvangst) == (min(dates), max(dates))


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "eigen.txt").write_text("van mij", encoding="utf-8")
    with pytest.raises(OngeldigeInvoer, match="Kies een andere map"):
        make_demo(tmp_path, Schaal.KLEIN, 1)
    assert [p.name for p in tmp_path.iterdir()] == ["eigen.txt"]


def test_a_negative_seed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OngeldigeInvoer, match="seed"):
        make_demo(tmp_path / "inbox", Schaal.KLEIN, -1)


def test_a_break_leaves_no_inbox_and_the_next_try_succeeds(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(inbox, Schaal.KLEIN, SEED, stop)
    assert not any(inbox.iterdir())
    seen: list[tuple[int, int]] = []
    report = make_demo(inbox, Schaal.KLEIN, SEED, lambda done, total: seen.append((done, total)))
    assert [p.name for p in tmp_path.iterdir()] == ["inbox"]
    assert seen[-1][0] == seen[-1][1] == len(seen)
    assert report.regels > 0


def test_reference_tables_carry_exactly_the_fixed_header(demo: Demo) -> None:
    paths = {p.stem: p for p in (demo.inbox / "referentie").rglob("*.csv")}
    assert paths.keys() == reference_tables().keys() - {"productie"}
    for name, path in paths.items():
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert tuple(header) == reference_tables()[name].header


@pytest.mark.parametrize("name", sorted(reference_tables().keys() - {"productie"}))
def test_reference_rows_are_filled_allowed_and_unique(demo: Demo, name: str) -> None:
    rows = _table(demo, name)
    table = reference_tables()[name]
    assert rows
    columns = [c for c in table.columns if not c.mag_ontbreken]
    for column in columns:
        values = {row[column.name] for row in rows}
        assert not column.verplicht or "" not in values
        assert not column.keuze or values <= {*column.keuze, ""}
    key = [c.name for c in columns if c.sleutel]
    keys = Counter(tuple(row[name] for name in key) for row in rows)
    assert not key or table.geheel or keys.most_common(1)[0][1] == 1
    assert all(row["bron"].startswith("gemaakt") for row in rows if "bron" in row)


def test_every_line_has_its_code_valid_on_its_dates_with_its_tariff(demo: Demo) -> None:
    valid = {(r["prestatiecode"], r["geldig_van"][:4]): r for r in _table(demo, "koppeltabel")}
    used = Counter(r["prestatiecode"] for b in demo.aw319 for r in b.prestaties)
    for r in (r for b in demo.aw319 for r in b.prestaties):
        row = valid[r["prestatiecode"], r["begindatum_prestatie"][:4]]
        assert row["tijdseenheid"] == r["tijdseenheid"]
        assert not row["tarief_eur"] or round(float(row["tarief_eur"]) * 100) == int(r["tarief"])
    groups = {row["groep"] for (code, _), row in valid.items() if used[code]}
    assert groups == {"regulier", "crisis", "meerzorg"}
    assert {row["leveringsvorm"] for (code, _), row in valid.items() if used[code]} >= {"ZZP", "VPT", "MPT", "DTV"}


def test_the_provider_register_knows_every_payee_and_the_stories(demo: Demo) -> None:
    register = {row["agb"]: row for row in _table(demo, "aanbieders")}
    assert {b.naam[0] for b in demo.aw319} <= register.keys()
    assert [row["gestart_op"] for row in register.values()].count("2026-03-01") == 1
    assert [row["hoofdsector"] for row in register.values()].count("") == 1


def test_parts_of_the_contracteerruimte_become_known_when_they_should(demo: Demo) -> None:
    rows = [r for r in _table(demo, "contracteerruimte") if r["jaar"] == "2026"]
    known = {(r["onderdeel"], r["zekerheid"], r["bekend_op"]) for r in rows}
    assert known == {
        ("regulier", "definitief", "2025-10-15"), ("regulier", "definitief", "2026-05-20"),
        ("herverdeling", "verwacht", "2026-04-01"), ("meerzorg", "definitief", "2025-10-15"),
    }  # fmt: skip
    assert {r["sector"] for r in rows if r["onderdeel"] == "meerzorg"} == {"GZ"}
    sites = {zorgkantoren()[r["uzovi"]].site for r in rows}
    assert sites == set(Site)


def test_some_crisis_places_are_well_used_and_some_stay_below_70_percent(demo: Demo) -> None:
    days: Counter[str] = Counter()
    for r in (r for b in demo.aw319 for r in b.prestaties):
        if r["prestatiecode"] in ("CVV1", "CGL1", "CGM1", "CGZ1") and r["debet_credit_2"] == "D":
            days[r["agb_uitvoerder"] + r["uzovi"]] += int(r["aantal"])
    places = {r["agb"] + r["uzovi"]: int(r["plekken"]) for r in _table(demo, "crisisafspraken")}
    assert days.keys() == places.keys()
    occupancy = [days[key] / (places[key] * 638) for key in places]  # 2025-01-01 to 2026-09-30
    assert min(occupancy) < 0.70 < max(occupancy)


def test_gz_stays_of_one_place_do_not_overlap_and_open_ones_are_recent(demo: Demo) -> None:
    rows = _table(demo, "crisisregistratie")
    places = {(r["agb"], r["uzovi"]): r["plekken"] for r in _table(demo, "crisisafspraken") if r["sector"] == "GZ"}
    assert {(r["agb"], r["uzovi"]) for r in rows} == places.keys()
    for key, plekken in places.items():
        if plekken == "1":
            mine = [r for r in rows if (r["agb"], r["uzovi"]) == key]  # every month holds all of them
            closed = {r["begindatum"] for r in mine if r["einddatum"]}  # came open first, then with its day of leaving
            stays = sorted(
                {(r["begindatum"], r["einddatum"]) for r in mine if r["einddatum"] or r["begindatum"] not in closed}
            )
            assert all(earlier[1] <= later[0] for earlier, later in pairwise(stays))
    assert all(date.fromisoformat(r["begindatum"]) <= calendar.STAND for r in rows)


def test_messages_lie_in_the_folder_of_the_day_they_came_in(demo: Demo) -> None:
    folders = {p.name for p in demo.inbox.iterdir()} - {"referentie"}
    assert folders == {b.datum.isoformat() for b in (*demo.aw319, *demo.aw320)}
    assert all(datum(b.kop["dagtekening"]) < b.datum for b in demo.aw319)
