// A table, one row a thing, whose first cell is its header. Figures stand to the right, in the face of measurements; a phone
// has room for the columns that tell the rows apart.

import { type KeyboardEvent, memo, type ReactNode } from 'react';

/** A column. */
export type Column<Row> = {
  readonly label: string;
  draw(row: Row): ReactNode;
  readonly isFigure?: boolean;
  /** Left out on a phone. */
  readonly isWide?: boolean;
  /** More classes of its cells. */
  readonly look?: string;
};

type TableProps<Row> = {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  keyOf(row: Row): string;
};

/** The table. Up and down go from row to row where each leads to a page. */
export function Table<Row>({ rows, columns, keyOf }: TableProps<Row>) {
  return (
    <table className="records" onKeyDown={moveFocus}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" key={column.label} className={classOf(column)}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={keyOf(row)} row={row} columns={columns} />
        ))}
      </tbody>
    </table>
  );
}

type TableRowProps<Row> = { readonly row: Row; readonly columns: readonly Column<Row>[] };

/** Drawn once where the columns stay the same, also where a list grows to thousands of rows. */
const TableRow = memo(function TableRow<Row>({ row, columns }: TableRowProps<Row>) {
  return (
    <tr>
      {columns.map((column, i) => {
        const Cell = i === 0 ? 'th' : 'td';
        return (
          <Cell key={column.label} className={classOf(column)} {...(i === 0 ? { scope: 'row' } : {})}>
            {column.draw(row)}
          </Cell>
        );
      })}
    </tr>
  );
}) as <Row>(props: TableRowProps<Row>) => ReactNode;

function classOf<Row>({ isFigure = false, isWide = false, look = '' }: Column<Row>): string {
  return [isFigure ? 'to-right mono number' : '', isWide ? 'wide-only' : '', look].filter(Boolean).join(' ');
}

/** From link to link of a table's rows; other keys are the browser's. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('.row-link')];
  const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
  const next = links[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
