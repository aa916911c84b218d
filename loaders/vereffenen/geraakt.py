"""What a batch can change: of the ledger its deliveries and those of the same invoices, of the archive the lines that
hang together with theirs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from duckdb import DuckDBPyConnection as Database
from sqlalchemy import Connection

from loaders.archief import archive
from loaders.archief.archive import Som
from loaders.archief.vindplaatsen import Vindplaatsen, van_leveringen
from loaders.grootboek import store
from loaders.grootboek.boekingen import Afwijkingen, Boeking, Boekregel
from loaders.grootboek.deliveries import Intrekking, Soort
from loaders.productie.bijdrage import stukken
from loaders.vereffenen import corrections, credits, resolve
from loaders.vereffenen.bereik import KOLOMMEN, Bereik
from loaders.vereffenen.corrections import Regels
from loaders.vereffenen.credit import Plek
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
class Gecrediteerd:
    """Every credit line that was looked at (number of its delivery, its own), and what those book that do not book what
    they say."""

    bekeken: frozenset[Plek]
    boekingen: Mapping[Plek, tuple[Boekregel, ...]]


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
        if answered := self._answered():
            bereik.van_oordelen(answered)
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

    def _answered(self) -> list[int]:
        """The numbers of claims known before of which a verdict may have changed."""
        returns = {sha: b for sha, b in self.boekingen.items() if b.soort is Soort.AW320}
        named = {b.beantwoordt for b in returns.values()} | {
            self.known[sha].beantwoordt for sha in returns if sha in self.known
        }
        return [self.known[sha].nummer for sha in sorted(filter(None, named)) if sha in self.known]

    def boek_credits(self, afwijkingen: Mapping[str, Afwijkingen]) -> Gecrediteerd:
        """What the credits that were looked at book (R1.3). `afwijkingen`: the lines that do not simply count, of every
        delivery looked at. After `weigh` or `weigh_all`."""
        seen = frozenset(self.db.execute(credits.GEZIEN).fetchall())
        if not seen:
            return Gecrediteerd(seen, {})
        claims = {g.claim.nummer: g.claim for g in self._koppel_claims().geldingen}
        paren = credits.genoemd(self.db, {nummer: claim.betaald_agb for nummer, claim in claims.items()})
        named = {claims[nummer] for paar in paren for nummer, _ in paar}
        self.know(store.boekingen_van(self.connection, {b.factuur for b in named if b.sha256 not in self.boekingen}))
        mine = self._beoordeelde({claim.nummer for claim in named}, afwijkingen)
        answers = [answer.nummer for claim in mine.values() for _, found in claim.stukken for answer in found]
        self._view("oordelen", "credit_oordelen", answers)
        groepen = credits.opvallend(self.db, paren, mine)
        if not groepen:
            return Gecrediteerd(seen, {})
        self._view("regels", "credit_regels", sorted({nummer for groep in groepen for nummer, _ in groep}))
        return Gecrediteerd(seen, credits.boekingen(self.db, groepen, mine))

    def _beoordeelde(
        self, nummers: Collection[int], afwijkingen: Mapping[str, Afwijkingen]
    ) -> dict[int, credits.Claim]:
        """These claims with their returns."""
        messages = [b for b in self.everything.values() if b.soort in {Soort.AW319, Soort.AW320}]
        found: dict[int, list[resolve.Gelding]] = {}
        for gelding in resolve.koppel(messages, self.besluiten).geldingen:
            if gelding.claim.nummer in nummers:
                found.setdefault(gelding.claim.nummer, []).append(gelding)
        return {
            nummer: credits.Claim(same[0].claim, stukken(same), afwijkingen.get(same[0].claim.sha256, {}))
            for nummer, same in found.items()
        }

    def _view(self, soort: str, name: str, nummers: Sequence[int]) -> None:
        """A view on the archive parts of one kind that may hold these deliveries."""
        parts = self.plaatsen.where((*self.oude_delen, *self.nieuwe_delen), van_leveringen(list(nummers)))
        archive.view(self.db, self.archief, list(parts), soort, name)

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
