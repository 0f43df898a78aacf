/** The report's style sheet: light and dark, narrow and wide, screen and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1f2328; --muted: #59636e; --grid: #d8dee4; --paper: #ffffff; --raised: #f6f8fa; --link: #0550ae; --note: #fff8c5; --note-edge: #d4a72c;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --muted: #9198a1; --grid: #3d444d; --paper: #0d1117; --raised: #151b23; --link: #79b8ff; --note: #2b2410; --note-edge: #9e7700; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
p, ul, dl { max-width: 75ch; margin: .5rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
code { font: .9em ui-monospace, monospace; }
.muted, .legend { color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }
section.table { border-top: 1px solid var(--grid); margin-top: 2.5rem; padding-top: 2rem; }
.verdicts > ol { list-style: none; margin: 1rem 0; padding: 0; }
.verdicts > ol > li { border-top: 1px solid var(--grid); padding: .75rem 0; }
.verdicts h3 { margin: 0; font-size: 1rem; max-width: 75ch; }
.verdicts summary { max-width: 90ch; }
.verdicts summary span { font-weight: 400; }
.verdicts ul { list-style: none; max-width: 90ch; padding-left: 1.1rem; }
.verdicts .records { font-size: .875rem; overflow-wrap: anywhere; }
.badge { display: inline-block; border: 1px solid var(--verdict, var(--muted)); border-left-width: .4rem; padding: 0 .5rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.badge.supported { --verdict: #009e73; }
.badge.contradicted { --verdict: #d55e00; }
.differences thead th { white-space: normal; max-width: 8rem; }
.summary { font-size: 1.1rem; }
.remarks { max-width: none; background: var(--note); border-left: .25rem solid var(--note-edge); padding: .5rem 1rem .5rem 2rem; }
.legend { font-size: .875rem; padding-left: 1.25rem; max-width: 100ch; }
.scroll { overflow-x: auto; margin: 1rem 0; background: linear-gradient(to left, var(--paper) 1.5rem, transparent) right / 3rem 100% no-repeat local, linear-gradient(to left, var(--grid), transparent) right / .75rem 100% no-repeat scroll; }
.scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .8125rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding-bottom: .5rem; }
th, td { padding: .35rem .4rem; text-align: right; white-space: nowrap; }
th { font-weight: 600; }
thead th { vertical-align: bottom; }
thead th[scope="colgroup"] { text-align: center; border-bottom: 1px solid var(--grid); }
thead tr:last-child { border-bottom: 1px solid var(--muted); }
tbody tr { border-bottom: 1px solid var(--grid); }
tbody tr.apart { border-top: 2px solid var(--muted); }
tr.context { color: var(--muted); font-style: italic; }
tr.context th { font-weight: 400; white-space: normal; min-width: 9rem; }
th[scope="row"], thead th:first-child { text-align: left; }
.results th[scope="row"], .results thead tr:first-child th:first-child { position: sticky; left: 0; background: var(--paper); z-index: 1; }
td a { color: inherit; text-decoration-color: var(--grid); }
td a:hover { text-decoration-color: currentColor; }
td.paper { background: var(--raised); }
.second, .unit { display: block; font-size: .92em; }
.unit, .second, .none { color: var(--muted); font-weight: 400; }
.runs th[scope="rowgroup"] { text-align: left; background: var(--raised); }
.runs tbody:target th[scope="rowgroup"] { background: var(--note); }
.runs thead th { white-space: normal; max-width: 6.5rem; }
.runs thead th:nth-child(2), .runs td.text { text-align: left; }
.runs td.error { text-align: left; white-space: normal; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
figure { margin: 1rem 0; max-width: 34rem; flex: 1 1 20rem; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: .875rem; color: var(--muted); margin-top: .5rem; }
figure svg [fill="#1f2328"] { fill: var(--ink); }
figure svg [fill="#59636e"] { fill: var(--muted); }
figure svg [stroke="#1f2328"] { stroke: var(--ink); }
figure svg [stroke="#59636e"] { stroke: var(--muted); }
figure svg [stroke="#d8dee4"] { stroke: var(--grid); }
details { margin: .75rem 0; }
summary { cursor: pointer; font-weight: 600; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; max-width: 110ch; font-size: .875rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
dd ul { margin: 0; padding-left: 1.1rem; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
}
@media print {
  :root { --ink: #000; --muted: #444; --grid: #bbb; --paper: #fff; --raised: #fff; --link: #000; --note: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  section.table { break-before: page; border: 0; margin: 0; }
  table { font-size: 6.5pt; }
  th, td { padding: 2pt 3pt; }
  .scroll { overflow: visible; }
  .results th[scope="row"], .results thead tr:first-child th:first-child { position: static; }
  a { text-decoration: none; }
  figure, tr, h2, h3 { break-inside: avoid; }
}
`;
