// The value of a record's field, shown as what it is: money with its unit, a member with its stamp, an id that leads on.

import { Link } from 'react-router';
import { fieldLabel, fieldValue, type JsonObject } from '#sdk/index.ts';
import { type FieldSchema, fieldKind, targetOf } from '../data/fields.ts';
import { recordTexts } from '../texts/records.ts';
import { grouped, money } from './amount.ts';
import { recordPath } from './paths.ts';
import { ShortId } from './short-id.tsx';
import { shortId } from './shorten.ts';
import { Party } from './stamp.tsx';
import { StateWord } from './state-word.tsx';
import { TimeText } from './time-text.tsx';

type Value = JsonObject[string];
type FieldValueProps = {
  readonly contract: string;
  readonly name: string;
  readonly schema: FieldSchema;
  readonly value: Value | undefined;
  /** What amounts of the record are in. */
  readonly unit: string | undefined;
};

/** A field's value. */
export function FieldValue({ contract, name, schema, value, unit }: FieldValueProps) {
  if (value === undefined || value === null) return <span className="soft">{recordTexts.unreadable}</span>;
  if (Array.isArray(value)) return <ListValue {...{ contract, name, schema, value, unit }} />;
  if (typeof value === 'object') return <GroupValue {...{ contract, schema, value: value as JsonObject, unit }} />;
  const kind = fieldKind(name, schema);
  if (typeof value === 'boolean') return <>{value ? recordTexts.yes : recordTexts.no}</>;
  if (typeof value === 'number') {
    if (kind === 'money') return <span className="mono number">{money(value, unit)}</span>;
    if (kind === 'time') return <TimeText timeMs={value} />;
    return (
      <span className="mono number">
        {kind === 'span' || kind === 'percent' ? fieldValue(name, value) : grouped(value)}
      </span>
    );
  }
  if (kind === 'state') return <StateWord state={value} />;
  if (kind === 'member' || kind === 'actor') return <Party id={value} />;
  if (kind === 'hash') return <ShortId id={value} />;
  const target = targetOf(contract, name);
  if (target !== undefined && kind === 'record') {
    return (
      <Link className="mono" to={recordPath(target, value)} title={value}>
        {shortId(value)}
      </Link>
    );
  }
  return kind === 'record' ? <ShortId id={value} /> : <span className="free-text">{value}</span>;
}

function ListValue({ contract, name, schema, value, unit }: FieldValueProps & { readonly value: readonly Value[] }) {
  if (value.length === 0) return <span className="soft">{recordTexts.none}</span>;
  // Names of lists are plurals of what they list.
  const one = name.replace(/s$/, '');
  return (
    <ol className="values">
      {value.map((element: Value, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a record's list has no other names, and is not reordered here.
        <li key={i}>
          <FieldValue contract={contract} name={one} schema={schema.items ?? {}} value={element} unit={unit} />
        </li>
      ))}
    </ol>
  );
}

type GroupValueProps = Omit<FieldValueProps, 'name' | 'value'> & { readonly value: JsonObject };

function GroupValue({ contract, schema, value, unit }: GroupValueProps) {
  const own = typeof value.unit === 'string' ? value.unit : unit;
  return (
    <dl className="facts facts-inner">
      {Object.entries(value).map(([field, inner]) => (
        <div key={field}>
          <dt>{fieldLabel(field)}</dt>
          <dd>
            <FieldValue contract={contract} name={field} schema={formOf(schema, field)} value={inner} unit={own} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The schema of a field, also where the object has one of several forms. */
function formOf({ properties, anyOf }: FieldSchema, field: string): FieldSchema {
  const found = properties?.[field] ?? anyOf?.map((form) => form.properties?.[field]).find((one) => one !== undefined);
  return found ?? {};
}
