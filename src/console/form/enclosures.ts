// Texts and files that a form encloses: sealed in this browser, committed to in the statement, and stored in the vault
// encrypted, so that its author finds them again and can let others read them. No plaintext leaves the browser.

import {
  base64url,
  type Client,
  commitTo,
  type FileOnItsWay,
  type HttpTransport,
  type JsonObject,
  type Prepared,
  sealForSharing,
  sharingInterface,
} from '#sdk/index.ts';
import type { FormField } from './form-fields.ts';

type Me = { readonly client: Client<HttpTransport> };
type Value = JsonObject[string];
type SealedText = { readonly commitment: string; readonly onItsWay: FileOnItsWay };

/** What was sealed since the page was opened. */
export type Enclosures = {
  /** By the commitment and by the id that they have on the ledger. */
  readonly files: Map<string, FileOnItsWay>;
  /** By field and text, so that a second look at the sheet seals nothing anew. */
  readonly texts: Map<string, SealedText>;
  /** What lies in the vault already. */
  readonly stored: Set<FileOnItsWay>;
};

/** An input whose texts are commitments now, with the files that belong to it. */
export type Enclosed = { readonly input: JsonObject; readonly files: readonly FileOnItsWay[] };

const HASH = /^[A-Za-z0-9_-]{43}$/;
const DAY_MS = 86_400_000;
/** How long readers may open what is enclosed. */
const READ_DAYS = 90;

/** Nothing yet. */
export function noEnclosures(): Enclosures {
  return { files: new Map(), texts: new Map(), stored: new Set() };
}

/** Seals a chosen file; nothing is sent. @returns its file as the ledger will know it */
export async function encloseFile({ client }: Me, { files }: Enclosures, file: File): Promise<FileOnItsWay> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const mediaType = mediaTypeOf(file);
  const onItsWay = await sealForSharing(client, { name: file.name, mediaType, bytes });
  files.set(onItsWay.file.opening.commitment, onItsWay);
  files.set(onItsWay.file.blob, onItsWay);
  return onItsWay;
}

/** Puts a commitment in the place of each text to be sealed, and gathers what is enclosed. @throws Fault `reader_has_no_key` */
export async function enclose(
  { client }: Me,
  enclosures: Enclosures,
  {
    contract,
    fields,
    input,
  }: { readonly contract: string; readonly fields: readonly FormField[]; readonly input: JsonObject },
): Promise<Enclosed> {
  const found = new Set<FileOnItsWay>();
  const texts = new Map<string, string>();
  for (const { name, kind, value } of enclosedIn(fields, input)) {
    const known = enclosures.files.get(value);
    if (known !== undefined) found.add(known);
    if (kind !== 'secret' || HASH.test(value)) continue;
    const key = `${name} ${value}`;
    const sealed = enclosures.texts.get(key) ?? (await sealText({ client }, { contract, field: name, value }));
    enclosures.texts.set(key, sealed);
    texts.set(key, sealed.commitment);
    found.add(sealed.onItsWay);
  }
  return { input: withTexts(fields, input, texts), files: [...found] };
}

/** The statements by which enclosed files become this member's, for those that are not registered yet. */
export async function toRegister({ client }: Me, files: readonly FileOnItsWay[]): Promise<readonly Prepared[]> {
  const known = await Promise.all(files.map(({ file }) => client.get(sharingInterface, 'blob', file.blob)));
  const open = files.filter((_, i) => known[i] === undefined);
  return Promise.all(
    open.map(({ file: { blob: hash, sizeBytes, mediaType, opening } }) => {
      const input = { hash, sizeBytes, mediaType, contentCommitment: opening.commitment };
      return client.prepare(sharingInterface, 'registerBlob', input);
    }),
  );
}

/** The statements that let others read registered files. */
export async function toGrant(
  { client }: Me,
  files: readonly FileOnItsWay[],
  readers: readonly string[],
): Promise<readonly Prepared[]> {
  const untilMs = client.transport.nowMs() + READ_DAYS * DAY_MS;
  const grants = files.flatMap(({ file: { blob } }) => readers.map((reader) => ({ blob, reader, untilMs })));
  return Promise.all(
    grants.map((grant) => client.prepare(sharingInterface, 'grantAccess', { ...grant, purpose: 'audit' as const })),
  );
}

type Place = { readonly name: string; readonly kind: FormField['kind']; readonly value: string };

/** Every text and file of an input, with the name of its field. */
export function enclosedIn(fields: readonly FormField[], input: JsonObject): readonly Place[] {
  return fields.flatMap((field) => placesOf(field, input[field.name]));
}

function placesOf({ name, kind, fields }: FormField, value: Value | undefined): readonly Place[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one: Value) => fields.flatMap((field) => placesOf(field, one)));
  if (typeof value === 'object') return kind === 'group' ? enclosedIn(fields, value as JsonObject) : [];
  const isEnclosed = kind === 'secret' || kind === 'file' || kind === 'blob';
  return isEnclosed && typeof value === 'string' ? [{ name, kind, value }] : [];
}

function withTexts(fields: readonly FormField[], input: JsonObject, texts: ReadonlyMap<string, string>): JsonObject {
  const known = new Map(fields.map((field) => [field.name, field]));
  const put = (field: FormField | undefined, value: Value): Value => {
    if (field === undefined) return value;
    if (Array.isArray(value)) return value.map((one: Value) => put(field.fields[0], one));
    if (typeof value === 'object')
      return field.kind === 'group' ? withTexts(field.fields, value as JsonObject, texts) : value;
    return field.kind === 'secret' ? (texts.get(`${field.name} ${value}`) ?? value) : value;
  };
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, put(known.get(name), value)]));
}

/** A text with what opens its commitment, as a sealed file: whoever is granted it can hold one against the other. */
async function sealText(
  { client }: Me,
  { contract, field, value }: { readonly contract: string; readonly field: string; readonly value: string },
): Promise<SealedText> {
  const { place, salt, commitment } = commitTo(client, contract, field, value);
  const bytes = new TextEncoder().encode(JSON.stringify({ value, place, salt: base64url(salt) }));
  const content = { name: `${field}.json`, mediaType: 'application/json', bytes };
  return { commitment, onItsWay: await sealForSharing(client, content) };
}

/** A media type as the ledger takes them, RFC 6838 section 4.2; what the browser does not know is bytes. */
function mediaTypeOf({ type }: File): string {
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/.test(type)
    ? type
    : 'application/octet-stream';
}
