// The rows of a list. Up and down go from row to row, enter opens one; the columns keep their order.

import { type KeyboardEvent, memo, type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { fieldLabel, type RecordSeen } from '#sdk/index.ts';
import { type Column, columnsOf } from '../../data/columns.ts';
import { schemaOf } from '../../data/fields.ts';
import type { Kind } from '../../data/kinds.ts';
import { FieldValue } from '../field-value.tsx';
import { recordPath } from '../paths.ts';
import { shortId } from '../shorten.ts';

/** The columns of a list that a phone has room for. */
const ON_A_PHONE = 2;

/** What a page draws itself in its columns: fields, or columns of its own. */
export type Cells = { readonly [column: string]: { readonly label: string; draw(row: RecordSeen): ReactNode } };
type RecordTableProps = {
  readonly kind: Kind;
  readonly rows: readonly RecordSeen[];
  readonly columns?: readonly string[] | undefined;
  readonly cells?: Cells | undefined;
};

/** One for all tables without cells of their own, so that their rows stay what they are. */
const NO_CELLS: Cells = {};

/** A table of records. */
export function RecordTable({ kind, rows, columns: names, cells = NO_CELLS }: RecordTableProps) {
  const columns = useMemo(() => {
    const schemas = schemaOf(kind.record.schema);
    return names?.map((name) => ({ name, schema: schemas[name] ?? {} })) ?? columnsOf(kind);
  }, [kind, names]);
  return (
    <table className="records" onKeyDown={moveFocus}>
      <thead>
        <tr>
          <th scope="col">{kind.label}</th>
          {columns.map(({ name, schema }, i) => (
            <th scope="col" key={name} className={cellClass(i, schema)}>
              {cells[name]?.label ?? fieldLabel(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} kind={kind} row={row} columns={columns} cells={cells} />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = {
  readonly kind: Kind;
  readonly row: RecordSeen;
  readonly columns: readonly Column[];
  readonly cells: Cells;
};

/** Drawn once, also where the list grows to thousands of rows. */
const Row = memo(function Row({ kind, row, columns, cells }: RowProps) {
  const { value, id } = row;
  const unit = typeof value.unit === 'string' ? value.unit : undefined;
  return (
    <tr>
      <th scope="row">
        <Link className="row-link mono" to={recordPath(kind.path, id)} title={id}>
          {shortId(id)}
        </Link>
      </th>
      {columns.map(({ name, schema }, i) => (
        <td key={name} className={cellClass(i, schema)}>
          {cells[name]?.draw(row) ??
            (value[name] === undefined ? null : (
              <FieldValue contract={kind.contract.name} name={name} schema={schema} value={value[name]} unit={unit} />
            ))}
        </td>
      ))}
    </tr>
  );
});

function cellClass(i: number, { type }: Column['schema']): string {
  return [...(i < ON_A_PHONE ? [] : ['wide-only']), ...(type === 'integer' ? ['to-right'] : [])].join(' ');
}

/** From link to link of a table's rows; other keys are the browser's. */
export function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('.row-link')];
  const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
  const next = links[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
