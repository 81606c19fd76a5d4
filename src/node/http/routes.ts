// All routes of a node, by group.

import { blobKeyRoutes } from './routes/blob-keys.ts';
import { blobRoutes } from './routes/blobs.ts';
import { consoleRoutes } from './routes/console.ts';
import { contractRoutes } from './routes/contracts.ts';
import { cosignatureRoutes } from './routes/cosignatures.ts';
import { entryRoutes } from './routes/entries.ts';
import { eventRoutes } from './routes/events.ts';
import { exportRoutes } from './routes/exports.ts';
import { historyRoutes } from './routes/history.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { logRoutes } from './routes/log.ts';
import { operationRoutes } from './routes/operations.ts';
import { passportRoutes } from './routes/passports.ts';
import { proofRoutes } from './routes/proofs.ts';
import { recordRoutes } from './routes/records.ts';
import { replicaRoutes } from './routes/replicas.ts';
import { scrapiRoutes } from './routes/scrapi.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { statementRoutes } from './routes/statements.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type { Routes } from './schemas.ts';

/** Each group is a Fastify plugin. */
export const routes: readonly Routes[] = [
  consoleRoutes,
  operationRoutes,
  ledgerRoutes,
  contractRoutes,
  sessionRoutes,
  statementRoutes,
  recordRoutes,
  exportRoutes,
  passportRoutes,
  entryRoutes,
  historyRoutes,
  eventRoutes,
  proofRoutes,
  logRoutes,
  cosignatureRoutes,
  replicaRoutes,
  blobRoutes,
  blobKeyRoutes,
  webhookRoutes,
  scrapiRoutes,
];
