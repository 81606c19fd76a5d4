// A request is held against its route's schemas before any handler runs, and what does not fit is refused with its place.
// Texts of an address count as numbers only where they are written as JSON writes them.

import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Fault } from '#core/fault.ts';

const JSON_NUMBER = /^-?(0|[1-9]\d{0,15})$/;

/** TypeBox checks. */
export function validatorOf(schema: TSchema, httpPart: string | undefined) {
  // Bytes have no schema: their reader is their check.
  if ('format' in schema && schema.format === 'binary') return (value: unknown) => ({ value });
  const validator = Compile(schema);
  return (value: unknown) => {
    const read = httpPart === 'body' ? value : withNumbers(schema, value);
    if (validator.Check(read)) return { value: read };
    const error = validator.Errors(read)[0];
    const place = `${httpPart ?? 'request'}${error?.instancePath ?? ''}`;
    const extra = error?.keyword === 'additionalProperties' ? ` (${error.params.additionalProperties.join(', ')})` : '';
    return { error: new Fault('request_invalid', `${place}: ${error?.message ?? 'does not fit'}${extra}`) };
  };
}

/** Refuses a body in a form that its route does not take. @throws Fault `media_type_unknown` */
export function checkMediaType({ headers, routeOptions }: FastifyRequest): void {
  const type = headers['content-type'];
  const body: unknown = routeOptions.schema?.body;
  if (type === undefined || typeof body !== 'object' || body === null) return;
  const content = 'content' in body && typeof body.content === 'object' ? body.content : undefined;
  const taken = Object.keys(content ?? { 'application/json': {} });
  const [own = ''] = type.split(';');
  if (taken.includes(own.trim().toLowerCase())) return;
  throw new Fault('media_type_unknown', `Content-Type: expected ${taken.join(' or ')}`);
}

function withNumbers(schema: TSchema, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const properties: { readonly [name: string]: TSchema } = 'properties' in schema ? Object(schema.properties) : {};
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => {
      const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
      const isInteger = own !== undefined && 'type' in own && own.type === 'integer';
      return [name, isInteger && typeof text === 'string' && JSON_NUMBER.test(text) ? Number(text) : text];
    }),
  );
}
