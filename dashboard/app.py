"""The web pages: which there are and in what order."""

import streamlit as st

from dashboard.paginas import (
    aansluiting,
    besluiten,
    crisisbedden,
    herschikking,
    leveringen,
    nacalculatie,
    scenarios,
    vaste_volumes,
    vooruitblik,
)
from dashboard.style import BEELDMERK, WOORDMERK


def main() -> None:
    gekozen = st.navigation(
        [
            st.Page(vooruitblik.page, title="Vooruitblik", url_path="vooruitblik", default=True),
            st.Page(crisisbedden.page, title="Crisisbedden", url_path="crisisbedden"),
            st.Page(besluiten.page, title="Besluiten", url_path="besluiten"),
            st.Page(herschikking.page, title="Herschikking", url_path="herschikking"),
            st.Page(vaste_volumes.page, title="Vaste volumes", url_path="vaste-volumes"),
            st.Page(scenarios.page, title="Scenario's", url_path="scenarios"),
            st.Page(nacalculatie.page, title="Nacalculatie", url_path="nacalculatie"),
            st.Page(leveringen.page, title="Leveringen", url_path="leveringen"),
            st.Page(aansluiting.page, title="Aansluiting", url_path="aansluiting"),
        ],
        position="top",
    )
    st.set_page_config(page_title=f"{gekozen.title} · Ruimtemonitor", page_icon=BEELDMERK, layout="wide")
    st.logo(WOORDMERK, size="large")
    gekozen.run()


if __name__ == "__main__":
    main()
