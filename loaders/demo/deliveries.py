"""The claim lines of some files as AW319 and AW320 messages, byte for byte.

Marker of made data: every header carries 0106 = 999999 and 0107 = GEMAAKT.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from config.layouts import SUBVERSIE, VERSIE, aw319, aw320
from loaders.demo import calendar
from loaders.demo.catalogue import CODES
from loaders.demo.claims import AKKOORD, RETOURCODES, Bestanden, Regels
from loaders.demo.messages import Bytes, Ints, made_bsn, numbered, records, text
from loaders.demo.world import Vestiging

INFOSYSTEEM, INFOSYSTEEM_VERSIE = 999_999, "GEMAAKT"
REGELS_PER_PARTIJ = 40_000
"""Lines turned into bytes at a time (whole files): bounds the memory."""

_CODES = tuple(code.code for code in CODES)
_EENHEDEN = np.array([int(code.tijdseenheid) for code in CODES], dtype=np.int64)
_DC = ("D", "C")


@dataclass(frozen=True)
class Bericht:
    """One file to write: name of the message, day received, invoice number, content."""

    soort: str
    ontvangen: int
    factuurnummer: str
    regels: int
    inhoud: bytes


def berichten(vestiging: Vestiging, lines: Regels, files: Bestanden, stand: int) -> Iterator[Bericht]:
    """Every AW319 received and every AW320 sent by the end of the day `stand`."""
    count = int(np.searchsorted(files.ontvangen, stand, side="right"))
    ends = files.einde[:count]
    first = 0
    while first < count:
        start = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, start + REGELS_PER_PARTIJ, side="right")))
        batch = _Partij(vestiging, lines, files, first=first, last=last, start=start)
        yield from batch.declaraties()
        yield from batch.retouren(stand)
        first = last


class _Partij:
    """Files `first` up to `last` of a vestiging, as matrices of records; rows keep the order of the lines."""

    def __init__(
        self, vestiging: Vestiging, lines: Regels, files: Bestanden, *, first: int, last: int, start: int
    ) -> None:
        end = int(files.einde[last - 1])
        self.vestiging = vestiging
        self.lines = Regels(**{f.name: getattr(lines, f.name)[start:end] for f in fields(Regels)})
        self.files = files.take(np.arange(first, last))
        self.file = self.lines.bestand - first
        self.number = np.arange(first, last, dtype=np.int64) + 1
        self.reference = np.arange(start, end, dtype=np.int64) + 1
        new = np.ones(end - start, dtype=np.bool_)
        new[1:] = (np.diff(self.file) != 0) | (np.diff(self.lines.client) != 0)
        self.heads = np.nonzero(new)[0]
        n = np.arange(end - start)
        self.row = n + np.cumsum(new) + 2 * self.file + 1
        self.line_count = self._per_file(np.ones(end - start, dtype=np.int64))
        self.client_count = np.bincount(self.file[self.heads], minlength=last - first).astype(np.int64)
        self.ends = np.cumsum(self.line_count + self.client_count + 2)
        self.starts = np.concatenate([[0], self.ends[:-1]])
        self.total_cent = self._per_file(self.lines.bedrag_cent * self.lines.teken)
        self.header = self._header()
        self.prestaties = self._prestaties()

    def _per_file(self, values: Ints) -> Ints:
        """Sum of a value per file, exact."""
        sums = np.concatenate([[0], np.cumsum(values)])
        bounds = np.searchsorted(self.file, np.arange(len(self.files) + 1))
        return np.diff(sums[bounds]).astype(np.int64)

    def _factuur(self) -> Bytes:
        return numbered(f"D{self.vestiging.nummer:02d}", self.number, 6)

    def _header(self) -> Bytes:
        months = self.files.levermaand.tolist()
        begin = np.array([calendar.eerste_dag(m) for m in months], dtype=np.int64)
        eind = np.array([calendar.laatste_dag(m) for m in months], dtype=np.int64)
        return records(
            aw319(), "01", len(self.files), code_ei_bericht=aw319().code, versie=VERSIE, subversie=SUBVERSIE,
            soort_bericht="P", code_infosysteem=INFOSYSTEEM, versie_infosysteem=INFOSYSTEEM_VERSIE,
            uzovi=self.vestiging.uzovi, instellingscode=self.vestiging.aanbieder.agb, betaling_aan="04",
            begindatum_periode=calendar.yyyymmdd(begin), einddatum_periode=calendar.yyyymmdd(eind),
            factuurnummer=self._factuur(), dagtekening=calendar.yyyymmdd(self.files.ontvangen - 1), valuta="EUR",
        )  # fmt: skip

    def _verzekerden(self) -> Bytes:
        """The 02 records: no name, address or date of a real person, and nothing that looks like one."""
        client = self.lines.client[self.heads]
        return records(
            aw319(), "02", self.heads.size, identificatie_detailrecord=self._detail(self.heads) - 1,
            bsn=made_bsn(client), uzovi=self.vestiging.uzovi, geboortedatum=19_400_101, geslacht=client % 2 + 1,
            naamcode_1=1, naam_1="Voorbeeld", naamcode_2=0, voorletters="V", naamcode_3=1, land="NL", overleden=2,
        )  # fmt: skip

    def _detail(self, which: Ints) -> Ints:
        number: Ints = self.row[which] - self.starts[self.file[which]]
        return number

    def _prestaties(self) -> Bytes:
        lines = self.lines
        sign = (lines.teken < 0).astype(np.int64)
        letter, cent = text(_DC, sign), lines.bedrag_cent
        prefix = f"R{self.vestiging.nummer:02d}"
        return records(
            aw319(), "04", len(lines), identificatie_detailrecord=self._detail(np.arange(len(lines))),
            bsn=made_bsn(lines.client), uzovi=self.vestiging.uzovi, doorsturen_toegestaan=1, zzp_code=lines.zzp,
            begindatum_prestatie=calendar.yyyymmdd(lines.begin), einddatum_prestatie=calendar.yyyymmdd(lines.eind),
            prestatiecodelijst="055", prestatiecode=text(_CODES, lines.code), aantal=lines.aantal,
            tijdseenheid=_EENHEDEN[lines.code], agb_uitvoerder=self.vestiging.aanbieder.agb, tarief=lines.tarief_cent,
            berekend_bedrag=cent, debet_credit_1=letter, declaratiebedrag=cent, debet_credit_2=letter,
            referentienummer=numbered(prefix, self.reference, 9),
            referentienummer_vorig=numbered(prefix, lines.vorige + 1, 9, blank=lines.vorige < 0),
        )  # fmt: skip

    def declaraties(self) -> Iterator[Bericht]:
        width = self.prestaties.shape[1]
        out = np.empty((int(self.ends[-1]), width), dtype=np.uint8)
        out[self.starts] = self.header
        out[self.row[self.heads] - 1] = self._verzekerden()
        out[self.row] = self.prestaties
        out[self.ends - 1] = records(
            aw319(), "99", len(self.files), aantal_verzekerdenrecords=self.client_count,
            aantal_prestatierecords=self.line_count, totaal_detailrecords=self.client_count + self.line_count,
            totaal_declaratiebedrag=abs(self.total_cent), debet_credit=_teken(self.total_cent),
        )  # fmt: skip
        yield from self._cut("AW319", out, (self.starts, self.ends), self.files.ontvangen, np.arange(len(self.files)))

    def retouren(self, stand: int) -> Iterator[Bericht]:
        """The AW320 of the files answered by then: every line, or only what was not granted as claimed (R1.4)."""
        files, lines = self.files, self.lines
        refused = files.geweigerd == 1
        shown = ~refused[self.file] & ((files.volledig == 1)[self.file] | (lines.oordeel != AKKOORD))
        granted = np.where(refused[self.file], 0, lines.toegekend_cent)
        granted_total = self._per_file(granted * lines.teken)
        count = self._per_file(shown.astype(np.int64))
        ends = np.cumsum(count + 2)
        starts = np.concatenate([[0], ends[:-1]])
        sent = np.nonzero(shown)[0]
        row = np.arange(sent.size) + 2 * self.file[sent] + 1
        answered = calendar.yyyymmdd(files.beantwoord)
        out = np.empty((int(ends[-1]), aw320().record_length + 2), dtype=np.uint8)
        own = np.hstack([text(("ZK",), np.zeros(len(files), dtype=np.int64)), self._factuur()])
        out[starts] = records(
            aw320(), "01", len(files), base=self.header, code_ei_bericht=aw320().code, referentienummer_zorgkantoor=own,
            dagtekening_retour=answered, retourcode_1=text(("0200", "0001"), files.geweigerd),
        )  # fmt: skip
        letter, cent = text(_DC, (lines.teken[sent] < 0).astype(np.int64)), granted[sent]
        out[row] = records(
            aw320(), "04", sent.size, base=self.prestaties[sent], berekend_bedrag_zorgkantoor=cent,
            debet_credit_3=letter, toegekend_bedrag=cent, debet_credit_4=letter,
            retourcode_1=text(RETOURCODES, lines.oordeel[sent]),
        )  # fmt: skip
        out[ends - 1] = records(
            aw320(), "99", len(files), aantal_prestatierecords_retour=count, totaal_detailrecords_retour=count,
            totaal_ingediend_bedrag=abs(self.total_cent), debet_credit_1=_teken(self.total_cent),
            totaal_toegekend_bedrag=abs(granted_total), debet_credit_2=_teken(granted_total),
        )  # fmt: skip
        known = np.nonzero(files.beantwoord <= stand)[0]
        yield from self._cut("AW320", out, (starts, ends), files.beantwoord, known)

    def _cut(self, soort: str, out: Bytes, bounds: tuple[Ints, Ints], days: Ints, which: Ints) -> Iterator[Bericht]:
        counts = self.line_count if soort == "AW319" else np.zeros_like(self.line_count)
        for i in which.tolist():
            factuur = f"D{self.vestiging.nummer:02d}{int(self.number[i]):06d}"
            content = out[int(bounds[0][i]) : int(bounds[1][i])].tobytes()
            yield Bericht(soort, int(days[i]), factuur, int(counts[i]), content)


def _teken(cent: Ints) -> Bytes:
    return text(_DC, (cent < 0).astype(np.int64))
