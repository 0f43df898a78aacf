/** Tables that a click or a key press on a heading sorts, within each block of rows. */
(() => {
  const collator = new Intl.Collator('en', { numeric: true });

  for (const table of document.querySelectorAll('table.sortable')) {
    for (const heading of table.querySelectorAll('thead th[data-column]')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...heading.childNodes);
      button.addEventListener('click', () => sort(table, heading));
      heading.append(button);
    }
  }

  function sort(table, heading) {
    const descending = heading.getAttribute('aria-sort') === 'ascending';
    for (const sorted of table.querySelectorAll('th[aria-sort]')) sorted.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    const column = Number(heading.dataset.column);
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => !row.querySelector('th[scope="rowgroup"]'));
      rows.sort((left, right) => compare(keyOf(left.cells[column]), keyOf(right.cells[column]), descending));
      body.append(...rows);
    }
  }

  /** A number, a text, or nothing where a cell has no value. */
  function keyOf(cell) {
    if (cell === undefined) return undefined;
    if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
    const text = cell.textContent.trim();
    if (text === '' || text === '–') return undefined;
    const number = Number(text.replace(/^−/, '-').replaceAll(',', ''));
    return Number.isNaN(number) ? text : number;
  }

  /** What has no value stands last, whatever the direction. */
  function compare(left, right, descending) {
    if (left === undefined || right === undefined) return (left === undefined) - (right === undefined);
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : collator.compare(String(left), String(right));
    return descending ? -order : order;
  }
})();
