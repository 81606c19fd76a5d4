// The rows of a list of records, with columns as the kind's schema has them, or as its page draws them.

import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { fieldLabel, type RecordSeen } from '#sdk/index.ts';
import { columnsOf, type Column as FieldColumn } from '../../data/columns.ts';
import { schemaOf } from '../../data/fields.ts';
import type { Kind } from '../../data/kinds.ts';
import { FieldValue } from '../field-value.tsx';
import { recordPath } from '../paths.ts';
import { shortId } from '../shorten.ts';
import { type Column, Table } from '../table.tsx';

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
  // The same as long as they can be, so that rows that are drawn stay as they are.
  const columns = useMemo(() => {
    const schemas = schemaOf(kind.record.schema);
    const shown = names?.map((name) => ({ name, schema: schemas[name] ?? {} })) ?? columnsOf(kind);
    return [idColumn(kind), ...shown.map((column, i) => fieldColumn(kind, column, cells[column.name], i))];
  }, [kind, names, cells]);
  return <Table rows={rows} keyOf={({ id }) => id} columns={columns} />;
}

function idColumn({ label, path }: Kind): Column<RecordSeen> {
  return {
    label,
    draw: ({ id }) => (
      <Link className="row-link mono" to={recordPath(path, id)} title={id}>
        {shortId(id)}
      </Link>
    ),
  };
}

function fieldColumn(
  { contract }: Kind,
  { name, schema }: FieldColumn,
  cell: Cells[string] | undefined,
  i: number,
): Column<RecordSeen> {
  return {
    label: cell?.label ?? fieldLabel(name),
    isWide: i >= ON_A_PHONE,
    look: schema.type === 'integer' ? 'to-right' : '',
    draw: (row) => {
      if (cell !== undefined) return cell.draw(row);
      const { [name]: value, unit } = row.value;
      if (value === undefined) return null;
      const unitName = typeof unit === 'string' ? unit : undefined;
      return <FieldValue contract={contract.name} name={name} schema={schema} value={value} unit={unitName} />;
    },
  };
}
