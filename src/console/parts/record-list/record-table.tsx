// The rows of a list. Up and down go from row to row, enter opens one; the columns keep their order.

import { type KeyboardEvent, memo, useMemo } from 'react';
import { Link } from 'react-router';
import { fieldLabel, type RecordSeen } from '#sdk/index.ts';
import { type Column, columnsOf } from '../../data/columns.ts';
import type { Kind } from '../../data/kinds.ts';
import { FieldValue } from '../field-value.tsx';
import { recordPath } from '../paths.ts';
import { shortId } from '../shorten.ts';

/** The columns of a list that a phone has room for. */
const ON_A_PHONE = 2;

/** A table of records. */
export function RecordTable({ kind, rows }: { readonly kind: Kind; readonly rows: readonly RecordSeen[] }) {
  const columns = useMemo(() => columnsOf(kind), [kind]);
  return (
    <table className="records" onKeyDown={moveFocus}>
      <thead>
        <tr>
          <th scope="col">{kind.label}</th>
          {columns.map(({ name, schema }, i) => (
            <th scope="col" key={name} className={cellClass(i, schema)}>
              {fieldLabel(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} kind={kind} row={row} columns={columns} />
        ))}
      </tbody>
    </table>
  );
}

/** Drawn once, also where the list grows to thousands of rows. */
const Row = memo(function Row({
  kind,
  row,
  columns,
}: {
  readonly kind: Kind;
  readonly row: RecordSeen;
  readonly columns: readonly Column[];
}) {
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
          {value[name] === undefined ? null : (
            <FieldValue contract={kind.contract.name} name={name} schema={schema} value={value[name]} unit={unit} />
          )}
        </td>
      ))}
    </tr>
  );
});

function cellClass(i: number, { type }: Column['schema']): string {
  return [...(i < ON_A_PHONE ? [] : ['wide-only']), ...(type === 'integer' ? ['to-right'] : [])].join(' ');
}

/** From link to link of the rows; other keys are the browser's. */
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
