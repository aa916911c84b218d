"""What is wrong or remarkable about crisis beds, by name and number (R5): shown, never silently left out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from config.bedrag import in_euro
from config.words import Sector
from forecasting.wlz.crisis.bezetting import NOG_NIET_BEGONNEN, Afspraak, afgesproken_dagen, beschikbare_dagen
from forecasting.wlz.crisis.onbezet import Onbezet
from forecasting.wlz.crisis.registratie import Geregistreerd, Registratie, Verblijf
from forecasting.wlz.outlook import CrisisStand, Signaal
from forecasting.wlz.plaats import Plaats
from loaders.tijd.kalender import einde_maand

Verblijven = Mapping[tuple[str, str], Sequence[Verblijf]]


def zonder_afspraak(
    claims: Mapping[Plaats, Mapping[date, int]],
    stays: Verblijven,
    agreed: Iterable[Plaats],
    jaar: int,
    namen: Mapping[str, str],
) -> list[Signaal]:
    """Crisis days claimed or registered in the year where no places were agreed."""
    agreed = set(agreed)
    claimed = {place: n for place, days in claims.items() if (n := sum(d for m, d in days.items() if m.year == jaar))}
    found = [
        Signaal(
            "crisis_zonder_afspraak", f"crisisdagen zonder afspraak over plekken: {days} dagen gedeclareerd",
            agb, uzovi, sector, namen.get(agb),
        )
        for (agb, uzovi, sector), days in sorted(claimed.items())
        if (agb, uzovi, sector) not in agreed
    ]  # fmt: skip
    registered = {
        place: n
        for place, rows in stays.items()
        if (n := sum(s.begin.year <= jaar <= (s.eind or date.max).year for s in rows))
    }
    return found + [
        Signaal(
            "crisis_zonder_afspraak", f"verblijven zonder afspraak over plekken: {count} geregistreerd",
            agb, uzovi, Sector.GZ, namen.get(agb),
        )
        for (agb, uzovi), count in sorted(registered.items())
        if (agb, uzovi, Sector.GZ) not in agreed
    ]  # fmt: skip


def te_veel_onbezet(rijen: Iterable[Onbezet], agreed: Mapping[Plaats, Sequence[Afspraak]]) -> list[Signaal]:
    """R5.4: rows that pay for more unoccupied days than the agreed places have in that month, of all sectors together
    (2 places in May: 62 days). Without an agreement nothing is known of places; that is another signal."""
    found = []
    for rij in rijen:
        mine = [a for (agb, uzovi, _), some in agreed.items() if (agb, uzovi) == (rij.agb, rij.uzovi) for a in some]
        there = beschikbare_dagen(mine, rij.zorgmaand, einde_maand(rij.zorgmaand))
        if mine and rij.dagen > there:
            text = (
                f"{rij.dagen} betaalde onbezette dagen in {rij.zorgmaand:%m-%Y}, en de afgesproken plekken hebben er "
                f"{there}; verbeter crisis_onbezet of crisisafspraken"
            )
            found.append(Signaal("te_veel_onbezet", text, rij.agb, rij.uzovi))
    return found


def over_de_afspraak(
    stand: CrisisStand, afspraken: Sequence[Afspraak], jaar: int, vorig_jaar: Collection[Plaats]
) -> list[Signaal]:
    """What the policy asks of an agreement about crisis places: one with who had one last year, for the whole year.

    `vorig_jaar`: who had one, of every sector; empty where nothing about that year is known, which says nothing.

    Bron: Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 10.5: "Met een zorgaanbieder die in 2020 geen afspraak heeft
    voor crisiszorg maken wij daarom in beginsel geen afspraak" and "beschikbaarheid van de afgesproken plekken
    gedurende het hele jaar".
    """

    def signaal(soort: str, tekst: str) -> Signaal:
        return Signaal(soort, tekst, stand.agb, stand.uzovi, stand.sector, stand.naam)

    first, last = date(jaar, 1, 1), date(jaar, 12, 31)
    missing = (last - first).days + 1 - afgesproken_dagen(afspraken, first, last)
    found = []
    if vorig_jaar and (stand.agb, stand.uzovi, stand.sector) not in vorig_jaar:
        text = f"crisisplekken afgesproken, en in {jaar - 1} niet: in beginsel geen afspraak (par. 10.5)"
        found.append(signaal("crisisafspraak_nieuw", text))
    if missing and any(a.plekken for a in afspraken):
        text = (
            f"op {missing} dagen van {jaar} zijn geen plekken afgesproken; het beleid vraagt het hele jaar (par. 10.5)"
        )
        found.append(signaal("crisisafspraak_deel_van_het_jaar", text))
    return found


def van_afspraak(
    stand: CrisisStand,
    bezet: Mapping[date, int] | None,
    vraag: Mapping[date, int],
    afspraken: Sequence[Afspraak],
    geregistreerd: Registratie | None,
    laatste_maand: date,
) -> list[Signaal]:
    """An agreement without any production (or none in L), and months with more days than the agreed places have.

    `vraag`: all days claimed (V&V) or registered (GZ); `bezet`: those on an agreed place.
    """

    def signaal(soort: str, tekst: str) -> Signaal:
        return Signaal(soort, tekst, stand.agb, stand.uzovi, stand.sector, stand.naam)

    if bezet is None:
        return []
    so_far = {m: n for m, n in vraag.items() if date(laatste_maand.year, 1, 1) <= m <= laatste_maand}
    found = []
    begun = stand.reden != NOG_NIET_BEGONNEN or stand.beschikbare_dagen
    if stand.reden:
        found.append(signaal("crisis_niet_te_beoordelen", stand.reden))
    if begun and not any(so_far.values()):
        found.append(signaal("afspraak_zonder_productie", "crisisplekken afgesproken, en nog geen crisisdag bekend"))
    elif (
        not stand.reden
        and not so_far.get(laatste_maand)
        and any(a.dagen(laatste_maand, einde_maand(laatste_maand)) for a in afspraken)
    ):
        text = "geen crisisdagen in de laatste maand: de verwachting rekent de rest van het jaar zonder"
        found.append(signaal("geen_crisisdagen", text))
    if geregistreerd:
        above = sum(n - bezet.get(m, 0) for m, n in so_far.items())
        text = f"{above} verblijfsdagen boven of buiten de afgesproken plekken; zij tellen niet mee in de bezetting"
    else:
        outside = sum(n - bezet.get(m, 0) for m, n in so_far.items())
        if outside:
            text = f"{outside} crisisdagen buiten de dagen van de afspraak; zij tellen in de bezetting niet mee"
            found.append(signaal("buiten_afspraak", text))
        inside = {m: bezet.get(m, 0) for m in so_far}
        above = sum(max(0, n - beschikbare_dagen(afspraken, m, einde_maand(m))) for m, n in inside.items())
        text = f"{above} crisisdagen meer gedeclareerd dan de afgesproken plekken in hun maand hebben; zij tellen mee"
    return [*found, signaal("meer_dan_plekken", text)] if above else found


def registratie(bekend: Geregistreerd, namen: Mapping[str, str], einde_l: date) -> list[Signaal]:
    """Registrations that end before they begin, and of each region one that was last delivered before L was over."""
    found = [
        Signaal(
            "registratie_onmogelijk", f"{wrong} verblijven eindigen voor zij beginnen; zij tellen niet mee",
            agb, uzovi, Sector.GZ, namen.get(agb),
        )
        for (agb, uzovi), rows in sorted(bekend.verblijven.items())
        if (wrong := sum(s.eindigt_voor_begin for s in rows))
    ]  # fmt: skip
    for uzovi, dag in sorted(bekend.geleverd.items()):
        if dag <= einde_l:
            text = f"de registratie is het laatst geleverd op {dag:%d-%m-%Y}, voor het einde van de laatste maand"
            if dag == date.min:  # the first load, without a day
                text = "van de registratie is niet bekend wanneer zij is geleverd; zij kan verouderd zijn"
            found.append(Signaal("registratie_verouderd", text, uzovi=uzovi, sector=Sector.GZ))
    return found


def onbezet(alle: Sequence[Onbezet], bekend: Sequence[Onbezet], laatste_maand: date) -> list[Signaal]:
    """Paid unoccupied days that do not count, or may be incomplete (R5.4). `alle`: also those known later; `bekend`:
    each with what the claims hold (`onbezet.naast_declaraties`)."""
    found = []
    later = sum(rij.bedrag_cent for rij in alle) - sum(rij.bedrag_cent for rij in bekend)
    if later:
        text = "betaalde onbezette crisisdagen zijn pas na de peildatum geleverd en tellen nog niet mee"
        found.append(Signaal("nog_niet_geteld", f"{text}: {in_euro(later)}"))
    if dubbel := [rij for rij in bekend if rij.toegekend_cent]:
        text = f"{len(dubbel)} maanden met onbezette crisisdagen zijn ook gedeclareerd en toegekend; dat deel telt één"
        text += " keer, bij de declaraties, en niet in de tabel"
        found.append(Signaal("onbezet_dubbel", f"{text}: {in_euro(sum(rij.toegekend_cent for rij in dubbel))}"))
    if niet := [rij for rij in bekend if rij.is_gedeclareerd and rij.telt_cent]:
        text = f"{len(niet)} maanden met onbezette crisisdagen zijn ook gedeclareerd, maar (nog) niet of niet geheel"
        text += " toegekend; wat volgens de tabel is betaald telt mee"
        found.append(Signaal("onbezet_niet_toegekend", f"{text}: {in_euro(sum(rij.telt_cent for rij in niet))}"))
    if bekend and not any(rij.zorgmaand == laatste_maand for rij in bekend):
        text = "over de laatste maand zijn nog geen onbezette crisisdagen geleverd: de rest van het jaar telt er geen"
        found.append(Signaal("onbezet_onvolledig", text))
    return found
