// Where a fault is, in the words of the form: `prices.0.unitPriceCents` is "Prices 1, unit price". Pure.

import type { FormField } from './form-fields.ts';

/** The place in words; the path itself where the form has no such field. */
export function placeWords(fields: readonly FormField[], path: string): string {
  const words: string[] = [];
  let inner = fields;
  let list: FormField | undefined;
  for (const name of path.split('.')) {
    if (list !== undefined && /^\d+$/.test(name)) {
      const [element] = list.fields;
      words.push(`${words.pop()} ${Number(name) + 1}`);
      inner = element === undefined ? [] : element.kind === 'group' ? element.fields : [element];
      list = element?.kind === 'list' ? element : undefined;
      continue;
    }
    const found = inner.find((field) => field.name === name);
    if (found === undefined) return path;
    words.push(found.label);
    list = found.kind === 'list' ? found : undefined;
    // Of a variant the forms have the fields.
    inner = found.kind === 'variant' ? found.fields.flatMap((form) => form.fields) : found.fields;
  }
  const text = words.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
