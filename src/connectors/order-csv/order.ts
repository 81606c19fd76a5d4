// Reads order.csv: what the buyer wants made. One line per part:
//
//   part,quantity,neededBy,deliveryPlace,options
//   PLATE-01,20,2026-12-18,"Sheffield, dock 4",anodised;marked
//
// Nothing is assumed: an empty field is refused, but `options` may be empty.

import { MAX_ORDER_OPTIONS, MAX_ORDER_QUANTITY } from '../limits.ts';
import { type CsvField, fieldFault, readCsv } from './csv.ts';

/** One line of an order. `neededByMs` is the last millisecond of the day, UTC. */
export type OrderLine = {
  readonly part: string;
  readonly quantity: number;
  /** As written, YYYY-MM-DD. */
  readonly neededBy: string;
  readonly neededByMs: number;
  readonly deliveryPlace: string;
  /** Between semicolons in the file, in its order, each once. */
  readonly options: readonly string[];
  readonly line: number;
};

const COLUMNS = ['part', 'quantity', 'neededBy', 'deliveryPlace', 'options'] as const;
const DAY_MS = 86_400_000;

/**
 * The lines of an order, at least one.
 * @throws Fault `order_field_empty`, `order_quantity`, `order_date`, `order_options`, `order_part_repeated`, and those of
 * `readCsv`; each names line and column
 */
export function readOrder(bytes: Uint8Array): readonly OrderLine[] {
  const seen = new Map<string, number>();
  return readCsv(bytes, COLUMNS).map(({ line, fields }) => {
    const part = required(fields.part);
    const earlier = seen.get(part);
    if (earlier !== undefined)
      throw fieldFault('order_part_repeated', fields.part, `a part other than that of line ${earlier}`);
    seen.set(part, line);
    return {
      part,
      quantity: readQuantity(fields.quantity),
      neededBy: required(fields.neededBy),
      neededByMs: readDay(fields.neededBy) + DAY_MS - 1,
      deliveryPlace: required(fields.deliveryPlace),
      options: readOptions(fields.options),
      line,
    };
  });
}

function required(field: CsvField): string {
  if (field.text === '' || field.text !== field.text.trim()) {
    throw fieldFault('order_field_empty', field, 'a text without white space around it');
  }
  return field.text;
}

function readQuantity(field: CsvField): number {
  const quantity = /^[1-9]\d{0,8}$/.test(field.text) ? Number(field.text) : 0;
  if (quantity >= 1 && quantity <= MAX_ORDER_QUANTITY) return quantity;
  throw fieldFault('order_quantity', field, `a whole number from 1 to ${MAX_ORDER_QUANTITY}`);
}

function readDay(field: CsvField): number {
  const [year = 0, month = 0, day = 0] = field.text.split('-').map(Number);
  const timeMs = /^\d{4}-\d{2}-\d{2}$/.test(field.text) && year >= 1970 ? Date.UTC(year, month - 1, day) : Number.NaN;
  // Date.UTC carries 30 February over into March: accept only what it gives back unchanged.
  if (!Number.isNaN(timeMs) && new Date(timeMs).toISOString().slice(0, 10) === field.text) return timeMs;
  throw fieldFault('order_date', field, 'a day as YYYY-MM-DD');
}

function readOptions(field: CsvField): readonly string[] {
  if (field.text === '') return [];
  const options = field.text.split(';');
  const whole = options.every((option) => option !== '' && option === option.trim());
  if (whole && new Set(options).size === options.length && options.length <= MAX_ORDER_OPTIONS) return options;
  throw fieldFault('order_options', field, `up to ${MAX_ORDER_OPTIONS} different options with ; between them`);
}
