"""What a batch can change: of the ledger its deliveries and those of the same invoices, of the archive the lines that
hang together with theirs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from duckdb import DuckDBPyConnection as Database
from sqlalchemy import Connection

from loaders.archief import archive
from loaders.archief.archive import Som
from loaders.archief.vindplaatsen import Vindplaatsen, van_leveringen
from loaders.grootboek import store
from loaders.grootboek.boekingen import Boeking
from loaders.grootboek.deliveries import Intrekking, Soort
from loaders.vereffenen import corrections, resolve
from loaders.vereffenen.bereik import KOLOMMEN, Bereik
from loaders.vereffenen.corrections import Regels
from loaders.vereffenen.resolve import Koppeling, Paar


@dataclass(frozen=True)
class Gewogen:
    """Lines that do not count beside others, and the claims they are of. Of the deliveries `heel` (by sha256) every
    line was looked at; what was found of others is not whole."""

    regels: Regels
    koppeling: Koppeling
    heel: Mapping[str, Boeking]

    @cached_property
    def nummers(self) -> frozenset[int]:
        """The numbers of those deliveries in the archive."""
        return frozenset(b.nummer for b in self.heel.values())


@dataclass(frozen=True)
class Wereld:
    """The ledger and the archive beside a batch. `known`: the deliveries of the ledger that were looked at;
    `boekingen`: those of the batch and those it changed; `besluiten`: every decision to withdraw a delivery."""

    connection: Connection
    db: Database
    archief: Path
    plaatsen: Vindplaatsen
    oude_delen: Sequence[str]
    nieuwe_delen: Sequence[str]
    known: dict[str, Boeking]
    boekingen: Mapping[str, Boeking]
    besluiten: Sequence[Intrekking]

    @property
    def everything(self) -> dict[str, Boeking]:
        """The deliveries looked at, as they are by now."""
        return {**self.known, **self.boekingen}

    def know(self, boekingen: Iterable[Boeking]) -> None:
        """Look at these deliveries too."""
        self.known.update((b.sha256, b) for b in boekingen)

    def know_invoices(self, nieuw: Sequence[Intrekking]) -> None:
        """Look at every delivery of the invoices of this batch; of payees of which one is withdrawn now (`nieuw`),
        whose time is cut anew; and of what was ever withdrawn, for that cuts time too."""
        decided = store.boekingen_met(self.connection, "sha256", {b.levering for b in self.besluiten})
        now = {b.levering for b in nieuw}
        self.know(
            store.boekingen_met(self.connection, "betaald_agb", {b.betaald_agb for b in decided if b.sha256 in now})
        )
        messages = [b for b in (*decided, *self.boekingen.values()) if b.soort in {Soort.AW319, Soort.AW320}]
        self.know(store.boekingen_van(self.connection, {b.factuur for b in messages}))

    def sums(self, pairs: Sequence[Paar]) -> dict[tuple[int, int], Som]:
        """What these returns grant of these claims."""
        if not pairs:
            return {}
        marks = van_leveringen([n for p in pairs for n in (p.aw320.nummer, p.aw319.nummer)])
        parts = list(self.plaatsen.where((*self.oude_delen, *self.nieuwe_delen), marks))
        for soort in ("regels", "oordelen"):
            archive.view(self.db, self.archief, parts, soort)
        return archive.sums(
            self.db,
            [(p.aw320.nummer, p.aw319.nummer, bool(p.aw320.heel_afgekeurd), p.aw319.gelezen_cent) for p in pairs],
        )

    def weigh_all(self, koppeling: Koppeling) -> Gewogen:
        """Look at every line there is. `koppeling`: of all there is."""
        self._complete()
        parts = [*self.oude_delen, *self.nieuwe_delen]
        betalers = {b.nummer: b.betaald_agb for b in self.everything.values()}
        Bereik(self.db, self.archief, self.plaatsen, parts, lambda: betalers).opvallende()
        self.db.execute("CREATE VIEW gewogen AS SELECT * FROM bereikt")
        heel = {sha: b for sha, b in self.everything.items() if b.soort is Soort.AW319 and b.leesbaar}
        return self._weigh(koppeling, heel)

    def weigh(self) -> Gewogen:
        """Look at the lines that can change: those of claims that are new, or may count at other times than they did,
        and what hangs together with these. Then once more, with all lines of the deliveries of which a line reached
        does not count or did not: their counts may change."""
        self._complete()
        bereik = Bereik(self.db, self.archief, self.plaatsen, self.oude_delen, lambda: store.betalers(self.connection))
        bereik.van_delen(self.nieuwe_delen)
        heel = self._claims()
        bereik.van_leveringen(b.nummer for b in heel.values())
        archive.view(self.db, self.archief, self.nieuwe_delen, "regels", "nieuwe_regels")
        columns = ", ".join(KOLOMMEN)
        self.db.execute(
            f"CREATE VIEW gewogen AS SELECT {columns} FROM nieuwe_regels UNION ALL SELECT {columns} FROM bereikt"  # noqa: S608
        )
        self._know_reached(bereik)
        gewogen = self._weigh(self._koppel_claims(), heel)
        if more := self._unsettled(gewogen, bereik):
            bereik.van_leveringen(b.nummer for b in more.values())
            self.know(store.boekingen_van(self.connection, {b.factuur for b in more.values()}))
            self._know_reached(bereik)
            gewogen = self._weigh(self._koppel_claims(), {**heel, **more})
        return gewogen

    def _complete(self) -> None:
        mine = {b.nummer: b.betaald_agb for b in self.boekingen.values()}
        self.plaatsen.complete(self.db, self.nieuwe_delen, lambda: mine)
        self.plaatsen.complete(self.db, self.oude_delen, lambda: store.betalers(self.connection))

    def _claims(self) -> dict[str, Boeking]:
        """The claims that are new or may count at other times than they did: those of invoices of which the batch has a
        claim or, by a decision, changes one."""
        invoices = {b.factuur for b in self.boekingen.values() if b.soort is Soort.AW319 and b.leesbaar}
        return {
            sha: b
            for sha, b in self.everything.items()
            if b.soort is Soort.AW319 and b.leesbaar and b.factuur in invoices
        }

    def _know_reached(self, bereik: Bereik) -> None:
        """Look at every claim of the invoices of which a line was reached."""
        known = {b.nummer for b in self.known.values()}
        self.know(store.claims_naast(self.connection, bereik.regels().keys() - known))

    def _unsettled(self, gewogen: Gewogen, bereik: Bereik) -> dict[str, Boeking]:
        """The other deliveries of which a line that was reached does not simply count, or did not."""
        reached = bereik.regels()
        now = {s.levering for s, _ in (*gewogen.regels.dubbel, *gewogen.regels.credit)}
        others = {sha: b for sha, b in self.known.items() if b.nummer in reached and sha not in gewogen.heel}
        before = store.afwijkingen(self.connection, others)
        return {
            sha: b for sha, b in others.items() if b.nummer in now or before.get(sha, {}).keys() & reached[b.nummer]
        }

    def _koppel_claims(self) -> Koppeling:
        return resolve.koppel((b for b in self.everything.values() if b.soort is Soort.AW319), self.besluiten)

    def _weigh(self, koppeling: Koppeling, heel: Mapping[str, Boeking]) -> Gewogen:
        begin = corrections.begin_van_de_berichten()
        return Gewogen(corrections.regels(self.db, koppeling.geldingen, begin), koppeling, heel)
