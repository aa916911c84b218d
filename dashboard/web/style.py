"""The look of our own HTML: calm, readable on a phone and in print. Text on its background keeps at least 4,5:1."""

CSS = """
[data-testid="stMainMenu"], [data-testid="stElementToolbar"], [data-testid="stStatusWidget"], [data-testid="stHeader"],
[data-testid="stSkipToContent"] { display: none; }
.stMainBlockContainer { max-width: 1400px; padding: 1rem 3rem 3rem; }
.rm-overslaan { position: absolute; left: -999px; top: 0; padding: .5rem .8rem; background: #fff; z-index: 1; }
.rm-overslaan:focus { left: 0; outline: 3px solid #1b5578; }
.rm-menu { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .3rem 2rem;
  padding-bottom: .6rem; border-bottom: 1px solid #c5ccd3; }
.rm-merk { display: flex; align-items: center; gap: .5rem; font-size: 1.25rem; font-weight: 650; color: #1f2933; }
.rm-menu ul { list-style: none; margin: 0; padding: 0; }
.rm-menu li { margin: 0; }
.rm-menu li > span { font-size: .8rem; color: #4a5561; padding: 0 .4rem; }
.rm-breed { display: flex; flex-wrap: wrap; flex: 1 0 100%; gap: 0 .6rem; }
.rm-breed ul { display: flex; }
.rm-menu a { display: block; padding: .4rem; border-radius: 4px; color: #1b5578; font-size: .95rem;
  text-decoration: none; white-space: nowrap; }
.rm-menu a:hover { background: #eef3f7; text-decoration: underline; }
.rm-menu a[aria-current] { color: #1f2933; background: #eef3f7; box-shadow: inset 0 -3px #1b5578; }
.rm-menu a:focus-visible, .rm-menu summary:focus-visible { outline: 3px solid #1b5578; outline-offset: 2px; }
.rm-smal { display: none; }
.rm-smal summary { cursor: pointer; min-height: 44px; padding: .6rem .8rem; font-weight: 600; }
.rm-smal[open] { flex: 1 0 100%; }
.rm-smal ul ul { display: flex; flex-wrap: wrap; margin-bottom: .5rem; }
.rm-smal a { padding: .65rem .5rem; font-size: 1rem; }
.rm-banner { margin: 0; padding: .6rem .9rem; border: 2px solid #8a4b00; border-radius: 4px; background: #fff4e0;
  color: #5c3200; font-weight: 650; }
.rm-tegels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); gap: 1rem; }
.rm-tegel { border: 1px solid #c5ccd3; border-top: 5px solid #5b6672; border-radius: 4px; padding: 1rem 1.1rem .8rem;
  background: #fff; min-width: 0; display: flex; flex-direction: column; }
.rm-rand-onder { border-top-color: #1d6b3f; }
.rm-rand-nadert { border-top-color: #8a4b00; }
.rm-rand-boven { border-top-color: #a8201a; }
.rm-tegel h3 { margin: 0; padding: 0; font-size: 1.3rem; }
.rm-voluit { font-size: .95rem; font-weight: 400; color: #4a5561; margin-left: .3rem; }
.rm-groot { font-size: 2.6rem; font-weight: 650; line-height: 1.1; margin: .5rem 0 .2rem;
  font-variant-numeric: tabular-nums; }
.rm-groot.rm-onbekend { font-size: 1.7rem; color: #36414c; }
.rm-eenheid { font-size: 1rem; font-weight: 400; color: #4a5561; }
.rm-stand { margin: 0 0 .5rem; }
.rm-status { white-space: nowrap; font-weight: 600; color: #4a5561; }
.rm-onder { color: #1d6b3f; } .rm-nadert { color: #8a4b00; } .rm-boven { color: #a8201a; }
.rm-stand .rm-status { display: inline-block; padding: .15rem .6rem;
  border: 1.5px solid currentColor; border-radius: 999px; }
.rm-afstand { font-weight: 600; margin: 0 0 .4rem; }
.rm-verwacht { margin: 0 0 .6rem; padding: .4rem .6rem; border-left: 4px solid #1b5578; background: #eef3f7;
  color: #1f2933; }
.rm-uitleg { margin: 0 0 .7rem; color: #36414c; }
.rm-heel { white-space: nowrap; }
.rm-kern { font-size: 1.1rem; margin: 0; }
.rm-noot { font-size: .9rem; color: #4a5561; margin: 0; }
.rm-kern, .rm-noot, .rm-zinnen, .stMarkdown p { max-width: 64rem; }
.rm-feiten { margin: .3rem 0 .6rem; font-size: .95rem; max-width: 46rem; }
.rm-feiten > div { display: flex; justify-content: space-between; gap: .8rem; padding: .28rem 0;
  border-top: 1px solid #e3e7eb; }
.rm-feiten dt { color: #36414c; font-weight: 400; }
.rm-feiten dd { margin: 0; text-align: right; white-space: nowrap; font-weight: 600;
  font-variant-numeric: tabular-nums; }
.rm-lang-feit dd { white-space: normal; overflow-wrap: anywhere; }
.rm-scenario { width: 100%; border-collapse: collapse; font-size: .95rem; margin: 0 0 .7rem; background: #f3f5f7; }
.rm-scenario caption { text-align: left; font-weight: 600; padding: .4rem .6rem; background: #f3f5f7; caption-side: top;
  color: #1f2933; }
.rm-scenario th, .rm-scenario td { padding: .25rem .6rem; text-align: left; font-weight: 400; border: 0; }
.rm-scenario td.rm-getal { text-align: right; font-weight: 600; }
.rm-verborgen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.rm-tegel details { border-top: 1px solid #e3e7eb; padding: .5rem 0; margin-top: auto; }
.rm-tegel summary { cursor: pointer; font-weight: 600; color: #1b5578; }
.rm-tegel details ol { margin: .5rem 0 0; padding-left: 1.2rem; font-size: .95rem; overflow-wrap: anywhere; }
.rm-tegel details li { margin-bottom: .4rem; }
.rm-herkomst { font-size: .85rem; color: #4a5561; margin: 0; }
.rm-tabel { overflow-x: auto; margin: 0 0 1rem; border: 1px solid #d5dbe1; border-radius: 4px;
  background: linear-gradient(to left, #fff 40%, #fff0) right / 48px 100% no-repeat local,
    linear-gradient(to left, #1f293340, #1f293300) right / 16px 100% no-repeat scroll; }
.rm-hoog { max-height: 540px; overflow-y: auto; }
.rm-tabel:focus-visible, .rm-tegel summary:focus-visible { outline: 3px solid #1b5578; outline-offset: 2px; }
.rm-tabel table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .95rem; margin: 0; }
.rm-tabel caption { text-align: left; font-weight: 600; padding: .55rem .75rem; caption-side: top; color: #1f2933; }
.rm-tabel caption span { position: sticky; left: .75rem; display: inline-block; max-width: calc(100vw - 4rem); }
.rm-tabel th, .rm-tabel td { padding: .35rem .5rem; text-align: left; border: 0; border-top: 1px solid #e3e7eb;
  vertical-align: top; }
.rm-tabel thead th { background: #f3f5f7; font-weight: 600; color: #36414c; vertical-align: bottom; }
.rm-tabel td:last-child:not(.rm-getal) { min-width: 9rem; }
.rm-tabel td.rm-lang { min-width: 16rem; }
.rm-tabel tbody th.rm-lang { min-width: 13rem; }
.rm-tabel thead th.rm-getal { white-space: normal; }
.rm-hoog table { font-size: .9rem; }
.rm-hoog thead th { position: sticky; top: 0; z-index: 2; }
.rm-tabel tbody th, .rm-tabel thead th:first-child { position: sticky; left: 0; z-index: 1; }
.rm-hoog thead th:first-child { z-index: 3; }
.rm-tabel tbody th, .rm-tabel .rm-totaal td { background: #fff; }
.rm-hoog .rm-totaal th, .rm-hoog .rm-totaal td { position: sticky; bottom: 0; z-index: 1; }
.rm-hoog .rm-totaal th { z-index: 2; }
.rm-tabel tbody th { font-weight: 400; min-width: 7rem; }
.rm-tabel .rm-getal { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.rm-tabel .rm-totaal th, .rm-tabel .rm-totaal td { font-weight: 650; border-top: 2px solid #5b6672; }
dl.rm-feiten, dl.rm-apart, dl.rm-begrippen { padding: 0 !important; }
.rm-apart, .rm-begrippen { margin: 0; }
.rm-apart { display: flex; flex-wrap: wrap; gap: 1rem 3rem; }
.rm-apart dt { color: #36414c; } .rm-apart dd { margin: 0; font-size: 1.4rem; font-weight: 650; }
.rm-begrippen { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr));
  gap: .6rem 2rem; }
.rm-begrippen dt { font-weight: 650; } .rm-begrippen dd { margin: 0; }
@media (max-width: 1180px) {
  .rm-breed { display: none; }
  .rm-smal { display: block; }
}
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; }
  .st-key-keuzes > div { flex: 1 1 calc(50% - 1rem); min-width: 140px; }
  .rm-tabel thead th.rm-getal { min-width: 6rem; }
  .rm-tabel tbody th.rm-lang { min-width: 9.5rem; overflow-wrap: anywhere; }
}
@page { size: A4 landscape; margin: 10mm; }
@media print {
  .rm-menu, .st-key-keuzes, [data-testid="stForm"], .stButton, details:not([open]) { display: none; }
  .stMainBlockContainer { padding: 0; zoom: .68; }
  .rm-tabel, .rm-hoog { overflow: visible; max-height: none; }
  .rm-tabel tbody th, .rm-tabel thead th, .rm-tabel thead th:first-child, .rm-hoog .rm-totaal th,
  .rm-hoog .rm-totaal td { position: static; }
  .rm-tabel tr, .rm-tegel, .rm-tabel:not(.rm-hoog), .stPlotlyChart { break-inside: avoid; }
  .rm-tabel caption, h2, h3 { break-after: avoid; }
}
"""

_STAVEN = (
    '<rect x="3" y="17" width="6" height="12" fill="#1b5578"/>'
    '<rect x="12" y="11" width="6" height="18" fill="#1b5578"/>'
    '<rect x="21.75" y="7.75" width="4.5" height="20.5" fill="#fff" stroke="#1b5578" stroke-width="1.5"/>'
    '<rect x="1" y="3" width="28" height="2.5" fill="#a35200"/>'
)
"""Bars under a line: production and the room it has."""

BEELDMERK = f'<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">{_STAVEN}</svg>'
