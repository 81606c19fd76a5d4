// The HTTP side of a node: plugins, who asks, what becomes of errors, and the list of routes. Schemas are TypeBox and are
// checked by it; what does not fit is refused with the place, before any handler runs.

import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import { Fault, isFault } from '#core/fault.ts';
import type { Config } from '../config.ts';
import { BODY_BYTES, REQUEST_MS } from '../limits.ts';
import { PROBLEM_TYPE, type Problem, problem, problemOf } from '../problem.ts';
import { type ConsoleFiles, isForPage, readConsole, sendFile } from './console-files.ts';
import { refuseConnection } from './early-problems.ts';
import { openapiInfo } from './openapi.ts';
import { type DemoActors, demoRoutes } from './routes/demo.ts';
import { routes } from './routes.ts';
import type { Served } from './served.ts';
import { Sessions } from './sessions.ts';
import { checkMediaType, validatorOf } from './validation.ts';
import './request.ts';

/** What is fixed when the HTTP side is built. */
export type AppOptions = {
  /** PEM of the certificate and its key. */
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array };
  /** pino's options; none: nothing is logged. */
  readonly logger?: FastifyServerOptions['logger'];
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** The actors of a demo, handed to browsers on this computer. */
  readonly demo?: DemoActors;
};

/** Builds the HTTP side; the caller listens and closes. */
export async function buildApp(
  served: Served,
  config: Config,
  { tls, logger, consoleFolder, demo }: AppOptions,
): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    https: tls === undefined ? null : { cert: Buffer.from(tls.cert), key: Buffer.from(tls.key) },
    bodyLimit: BODY_BYTES,
    logger: logger ?? false,
    trustProxy: [...config.trustProxy],
    requestTimeout: REQUEST_MS,
    routerOptions: { maxParamLength: 2048, caseSensitive: true },
    // A request that waits when the node stops is answered; new ones are told so.
    return503OnClosing: true,
    clientErrorHandler: refuseConnection,
    // No hook has run yet, so that no header is there.
    frameworkErrors: (error, request, reply) =>
      void sendError(error, request, reply.header('x-content-type-options', 'nosniff')),
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
  });
  const sessions = new Sessions(served.ledger, {
    clock: served.clock,
    lastsMs: config.sessionMinutes * 60_000,
    isOurs: (address) => isOurs(app, config, address),
  });
  app.setValidatorCompiler(({ schema, httpPart }) => validatorOf(schema, httpPart));
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error: FastifyError, request, reply) => sendError(error, request, reply));
  const consoleFiles = readConsole(consoleFolder);
  app.setNotFoundHandler((request, reply) => sendNotFound(request, reply, consoleFiles));
  readBytesAs(app, ['application/cose', 'application/octet-stream']);
  if (served.role === 'replica') app.addHook('onRequest', async (request) => readsOnly(request, config));
  app.addHook('onResponse', async ({ method, routeOptions, is404 }, reply) => {
    const route = is404 ? undefined : routeOptions.url;
    served.metrics.request({ method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
  await app.register(helmet, securityHeaders(tls === undefined ? 'plain' : 'tls'));
  await app.register(cors, {
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    origin: [...config.corsOrigins],
    maxAge: 600,
    // Refusing one of them would be in plain text.
    strictPreflight: false,
    exposedHeaders: ['Location', 'Retry-After'],
  });
  app.addHook('onRequest', async (request) => whoAsks(request, sessions));
  await app.register(rateLimit, rateLimits(config));
  // Behind the rate limit and the headers: who guesses tokens is counted, and a page in a browser reads the refusal.
  app.addHook('preParsing', async (request) => {
    if (request.refused !== undefined) throw request.refused;
    checkMediaType(request);
  });
  await app.register(swagger, openapiInfo());
  const ownRoutes = demo === undefined ? routes : [...routes, demoRoutes(demo)];
  for (const plugin of ownRoutes) await app.register(plugin, { served, sessions, config, consoleFiles });
  await app.ready();
  return app;
}

/** Where this node listens, under the names of this machine too, and where it says that others reach it. */
function isOurs(app: FastifyInstance, { publicAddress }: Config, address: string): boolean {
  if (publicAddress !== undefined && new URL(publicAddress).host === address) return true;
  return app.addresses().some((bound) => {
    // A pipe has no host.
    if (typeof bound === 'string') return false;
    const { address: host, port } = bound;
    const names = [host.includes(':') ? `[${host}]` : host, 'localhost', '127.0.0.1', '[::1]'];
    return names.some((name) => `${name}:${port}` === address);
  });
}

function readBytesAs(app: FastifyInstance, types: string[]): void {
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_, body, done) => done(null, body));
}

/** Finds the session of a request; what is wrong with its token is told once the request was counted. */
function whoAsks(request: FastifyRequest, sessions: Sessions): void {
  const header = request.headers.authorization;
  if (header === undefined) return;
  try {
    const [, token] = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(header) ?? [];
    if (token === undefined)
      throw new Fault('session_unknown', 'Authorization: expected Bearer and a token of this node');
    request.reader = sessions.holder(token);
    request.token = token;
  } catch (error) {
    if (!isFault(error)) throw error;
    request.refused = error;
  }
}

/** What changes something is the origin’s to take. @throws Fault `node_is_replica` */
function readsOnly({ method, url }: FastifyRequest, { origin }: Config): void {
  const isOwn = /^\/v1\/(sessions|bundles|checkpoints|cosignatures)\b/.test(url);
  if (isOwn || method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  throw new Fault('node_is_replica', `this node follows ${origin}: send statements and files there`);
}

const RATE_HEADERS = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };

function rateLimits(config: Config) {
  return {
    global: true,
    timeWindow: 60_000,
    addHeadersOnExceeding: RATE_HEADERS,
    addHeaders: { ...RATE_HEADERS, 'retry-after': true },
    max: (request: FastifyRequest) =>
      request.reader === undefined ? config.requestsPerMinuteAnonymous : config.requestsPerMinute,
    keyGenerator: (request: FastifyRequest) => request.reader?.member ?? `ip ${request.ip}`,
    errorResponseBuilder: (_: FastifyRequest, { ttl }: { readonly ttl: number }) =>
      new Fault(
        'too_many_requests',
        `as many requests as this member may send were sent: wait ${Math.ceil(ttl / 1000)} s`,
      ),
  };
}

function securityHeaders(isTls: 'tls' | 'plain') {
  return {
    // An API gives nothing to render: whatever a browser makes of an answer may do nothing.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' as const },
    strictTransportSecurity: isTls === 'tls' && { maxAge: 31_536_000 },
    referrerPolicy: { policy: 'no-referrer' as const },
    // What these say is for pages, or said by the policy above.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  };
}

/** The console's own addresses are answered by its one page, which knows them. */
function sendNotFound(request: FastifyRequest, reply: FastifyReply, files: ConsoleFiles | undefined): FastifyReply {
  const { method, url, headers } = request;
  const page = files?.get('index.html');
  if (page !== undefined && isForPage(method, url, headers.accept)) {
    return sendFile(reply, page, { encodings: headers['accept-encoding'], isHashed: false });
  }
  return sendProblem(reply, problem('route_unknown', `there is nothing at ${method} ${url.split('?')[0]}`));
}

function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const found = fromFastify(error) ?? problemOf(error, request.id);
  if (found.code === 'node_failed') request.log.error({ err: error }, 'a request failed');
  return sendProblem(reply, found);
}

function sendProblem(reply: FastifyReply, found: Problem): FastifyReply {
  return reply.code(found.status).type(PROBLEM_TYPE).send(JSON.stringify(found));
}

/** What Fastify itself refuses, before a route is reached. */
function fromFastify(error: FastifyError): Problem | undefined {
  // A Fault has a code of its own; its type would leave nothing of FastifyError below.
  if ((error as unknown) instanceof Fault) return undefined;
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return problem('media_type_unknown', 'Content-Type: this route takes another one, see /openapi.json');
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return problem('body_too_large', 'the body is larger than this route takes');
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? problem('request_invalid', error.message, status) : undefined;
}
