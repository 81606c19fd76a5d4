import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RecordSeen } from '#sdk/index.ts';
import type { Account } from '../../parts/account.ts';
import { statementCsv, statementOf } from './movements.ts';

const ACCOUNT: Account = { id: 'northwind/EUR', owner: 'northwind', unit: 'EUR', balanceCents: 120_130, heldCents: 0 };
const transfer = (id: string, timeMs: number, from: string | undefined, to: string | undefined, amountCents: number) =>
  ({
    id,
    entry: timeMs,
    value: {
      ...{ id, unit: 'EUR', amountCents, reference: 'order-1', timeMs },
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      payer: (from ?? 'ledgerbank/EUR').split('/')[0] ?? '',
      payee: (to ?? 'ledgerbank/EUR').split('/')[0] ?? '',
    },
  }) satisfies RecordSeen;
/** As the tour pays its order. */
const TOUR = [
  transfer('t1', 22, undefined, 'northwind/EUR', 176_000),
  transfer('t4', 300, 'northwind/EUR', 'harbour/EUR', 5_550),
  transfer('t5', 324, 'northwind/EUR', 'harbour/EUR', 38_850),
  transfer('t2', 138, 'northwind/EUR', 'ledgerbank/EUR', 370),
  transfer('t3', 286, 'northwind/EUR', 'harbour/EUR', 5_550),
  transfer('t6', 290, 'northwind/EUR', 'harbour/EUR', 5_550),
];

describe('the statement of an account', () => {
  test('goes from what is in it now back to nothing, where no movement is missing', () => {
    const { movements, beforeCents } = statementOf(ACCOUNT, TOUR);
    assert.equal(beforeCents, 0);
    assert.deepEqual(
      movements.map(({ amountCents, afterCents, member }) => [amountCents, afterCents, member]),
      [
        [-38_850, 120_130, 'harbour'],
        [-5_550, 158_980, 'harbour'],
        [-5_550, 164_530, 'harbour'],
        [-5_550, 170_080, 'harbour'],
        [-370, 175_630, 'ledgerbank'],
        [176_000, 176_000, 'ledgerbank'],
      ],
    );
  });

  test('says what is missing where movements are', () => {
    assert.equal(statementOf(ACCOUNT, TOUR.slice(1)).beforeCents, 176_000);
  });

  test('setting aside moves nothing out', () => {
    const held = { ...ACCOUNT, balanceCents: 100_000, heldCents: 20_130 };
    assert.equal(statementOf(held, TOUR).beforeCents, 0);
  });

  test('counts a movement once that was read twice', () => {
    assert.equal(statementOf(ACCOUNT, [...TOUR, ...TOUR]).movements.length, 6);
  });

  test('is a file with signed decimals', () => {
    const lines = statementCsv(ACCOUNT, statementOf(ACCOUNT, TOUR)).split('\r\n');
    assert.equal(lines[0], 'time,in or out,with,for,amount,unit,in it afterwards,transfer');
    assert.equal(lines[1], '1970-01-01T00:00:00.324Z,out,harbour,order-1,-388.50,EUR,1201.30,t5');
    assert.equal(lines[6], '1970-01-01T00:00:00.022Z,in,ledgerbank,order-1,1760.00,EUR,1760.00,t1');
  });
});
