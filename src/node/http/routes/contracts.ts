// The contracts in force, as data: what a client needs to build, show and sign an action without knowing its contract.

import { contractInterfaces } from '#contracts/interfaces.ts';
import type { ContractInterface } from '#core/contract.ts';
import { object, Type } from '#core/schema.ts';
import { Anything, answers, type Routes } from '../schemas.ts';

const ContractSchema = object({
  name: Type.String(),
  version: Type.Integer(),
  /** The version in force, where it is another one or none. */
  active: Type.Optional(Type.Integer()),
  records: Type.Record(Type.String(), object({ schema: Anything, index: Type.Array(Type.String()) })),
  refusals: Type.Record(Type.String(), Type.String()),
  events: Type.Array(Type.String()),
  actions: Type.Record(
    Type.String(),
    object({ input: Anything, says: Type.String(), roles: Type.Optional(Type.Array(Type.String())) }),
  ),
});

/** The interfaces of all contracts. */
export const contractRoutes: Routes = async (app, { served }) => {
  const { registry, state } = served.ledger;
  const described = contractInterfaces.map(describe);

  app.get(
    '/v1/contracts',
    {
      schema: {
        summary: 'Records, actions, refusals and events of each contract',
        response: answers({ 200: object({ contracts: Type.Array(ContractSchema) }) }),
      },
    },
    () => ({
      contracts: described.map((contract) => {
        const active = registry.identity.activeVersion(state, contract.name);
        return active === undefined ? contract : { ...contract, active };
      }),
    }),
  );
};

function describe({ name, version, records, refusals, events, actions }: ContractInterface) {
  return {
    ...{ name, version, refusals, events: [...events] },
    records: Object.fromEntries(
      Object.entries(records).map(([record, { schema, index }]) => [record, { schema, index: [...index] }]),
    ),
    actions: Object.fromEntries(
      Object.entries(actions).map(([action, { input, says, roles }]) => [
        action,
        { input, says, ...(roles === undefined ? {} : { roles: [...roles] }) },
      ]),
    ),
  };
}
