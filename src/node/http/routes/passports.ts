// What anyone is told of a thing: the passport that its owner made public, by the code on the thing (GS1 Digital Link 1.3,
// section 4: /01/{gtin}/21/{serial}) or by the item's id, and what it means in plain words. At the addresses that codes
// carry, a browser gets the console's page, which reads the record itself and verifies it.

import { passportCode, passportVerdict } from '#contracts/items/records.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { object, RecordId, Type } from '#core/schema.ts';
import { type SeenRecord, visiblePage, visibleRecord } from '../../access.ts';
import { pageForPeople } from '../console-files.ts';
import { answers, Index, type Parts, type Routes } from '../schemas.ts';

const KIND = 'items/passport';
/** A second thing with the same code is all that one needs to know. */
const ENOUGH = 2;

const AnswerSchema = object({
  ledgerId: Type.String(),
  verdict: Type.String(),
  reason: Type.String(),
  whatToDo: Type.String(),
  evidence: Type.String(),
  /** The passports that were found: none, the one, or two that claim the same code. */
  found: Type.Array(object({ passport: itemsInterface.records.passport.schema, entry: Index })),
});

/** Public facts of things. */
export const passportRoutes: Routes = async (app, { served, consoleFiles }) => {
  const onRequest = pageForPeople(consoleFiles);

  app.get(
    '/01/:gtin/21/:serial',
    {
      onRequest,
      schema: {
        summary: 'What anyone is told of the thing with this GTIN and serial number',
        params: object({
          gtin: Type.String({ pattern: '^([0-9]{8}|[0-9]{12}|[0-9]{13}|[0-9]{14})$' }),
          serial: Type.String({ minLength: 1, maxLength: 80 }),
        }),
        response: answers({ 200: AnswerSchema }),
      },
    },
    ({ params: { gtin, serial } }) => {
      const code = passportCode(gtin.padStart(14, '0'), serial);
      const page = { kind: KIND, filters: { code }, after: '', limit: ENOUGH };
      return answerOf(served, visiblePage(served.ledger, undefined, page).rows);
    },
  );

  for (const [path, options] of [
    ['/p/:item', { onRequest }],
    ['/v1/passports/:item', {}],
  ] as const) {
    app.get(
      path,
      {
        ...options,
        schema: {
          summary: 'What anyone is told of an item',
          params: object({ item: RecordId }),
          response: answers({ 200: AnswerSchema }),
        },
      },
      ({ params: { item } }) => {
        const found = visibleRecord(served.ledger, undefined, KIND, item);
        return answerOf(served, found === undefined ? [] : [found]);
      },
    );
  }
};

function answerOf({ ledger }: Parts['served'], rows: readonly SeenRecord[]) {
  const found = rows.map(({ text, entry }) => ({ passport: JSON.parse(text), entry }));
  return { ledgerId: ledger.id, ...passportVerdict(found.map(({ passport }) => passport)), found };
}
