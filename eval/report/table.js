"use strict";
// The table of all questions: filtered by words and by what became of them, sorted by any column.
{
  const table = document.getElementById("questions");
  const filters = document.getElementById("filters");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, words: row.textContent.toLocaleLowerCase() }));
  const status = filters.querySelector("[role=status]");

  const filter = () => {
    const words = filters.words.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const verdict = filters.verdict.value;
    let shown = 0;
    for (const { row, words: held } of rows) {
      const fits = (!verdict || row.cells[1].textContent === verdict) && words.every((word) => held.includes(word));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    status.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} questions`;
  };

  const numeric = (column) => table.tHead.rows[0].cells[column].classList.contains("n");
  const valueOf = (row, column) => {
    const text = row.cells[column].textContent;
    if (!numeric(column)) return text.toLocaleLowerCase();
    return text === "–" ? Infinity : Number(text);
  };

  const sort = (header, column) => {
    const falling = header.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const keyed = rows.map(({ row }) => [valueOf(row, column), row]);
    keyed.sort(([a], [b]) => (falling ? compare(b, a) : compare(a, b)));
    body.append(...keyed.map(([, row]) => row));
  };

  [...table.tHead.rows[0].cells].forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.addEventListener("click", () => sort(header, column));
    header.replaceChildren(button);
  });
  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.hidden = false;
  filter();
}
