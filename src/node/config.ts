// Every setting of the server, in one table: its variable, what it may be, its default, its sentence. A value comes from
// the configuration file, over it from the environment, over that from the caller. Nothing is guessed: what is unknown or
// unfit stops the start.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Fault } from '#core/fault.ts';
import { CONFIG_BYTES } from './limits.ts';
import {
  address,
  addresses,
  flag,
  hostName,
  integer,
  type Kind,
  networks,
  path,
  webOrigins,
  witnessName,
  words,
} from './setting-kinds.ts';

/** Name of the configuration file in a home folder. */
const FILE_NAME = 'touchmark.json';
const PREFIX = 'TOUCHMARK_';
/** Variables with our prefix that are not the server's. */
const OTHER_VARIABLES: readonly string[] = [
  'TOUCHMARK_PASSPHRASE',
  'TOUCHMARK_URL',
  'TOUCHMARK_LEDGER',
  'TOUCHMARK_KEY',
];
/** Characters of a wrong value that a message shows. */
const SHOWN = 80;

type Setting<T> = { readonly kind: Kind<T>; readonly fallback: T | undefined; readonly says: string };

/** A setting that has a value without being set. */
function setting<T>(kind: Kind<T>, fallback: T, says: string): Setting<T> & { readonly fallback: T } {
  return { kind, fallback, says };
}

/** A setting that has no value unless it is set. */
function optional<T>(kind: Kind<T>, says: string): Setting<T> & { readonly fallback: undefined } {
  return { kind, fallback: undefined, says };
}

const SETTINGS = {
  home: setting(path, '.touchmark', 'Folder of the ledger, the vault, the node’s key and this file.'),
  host: setting(hostName, '127.0.0.1', 'Address to listen on; `0.0.0.0` or `::` is every one of this machine.'),
  port: setting(integer(0, 65_535), 4800, 'Port to listen on; 0 takes any free one.'),
  publicAddress: optional(address, 'URL by which others reach this node; codes on things carry it.'),
  tlsCertificate: optional(path, 'PEM file of the certificate and its chain; together with `tlsKey`.'),
  tlsKey: optional(path, 'PEM file of the certificate’s private key.'),
  corsOrigins: setting(webOrigins, [], 'Origins of web pages that may call this node from a browser.'),
  trustProxy: setting(networks, [], 'Proxies whose `X-Forwarded-*` headers are believed.'),
  sessionMinutes: setting(integer(1, 1_440), 30, 'How long a session lasts.'),
  requestsPerMinute: setting(integer(1, 10_000_000), 12_000, 'Requests that one member may make in a minute.'),
  requestsPerMinuteAnonymous: setting(
    integer(1, 10_000_000),
    1_200,
    'Requests that one address may make in a minute without a session.',
  ),
  blobBytesMost: setting(integer(1, 1_000_000_000_000), 16 * 2 ** 30, 'Bytes of one encrypted file that is taken.'),
  eventFollowersMost: setting(integer(1, 100_000), 1_000, 'Open event streams, of all.'),
  eventFollowersPerMember: setting(integer(1, 100_000), 200, 'Open event streams of one member.'),
  webhookAllowPrivate: setting(flag, false, 'Webhooks may go to private networks (RFC 1918, RFC 6598, RFC 4193).'),
  webhookAllowLoopback: setting(flag, false, 'Webhooks may go to this machine, there also by http.'),
  logLevel: setting(
    words('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'info',
    'The least severe messages that are logged.',
  ),
  metrics: setting(words('open', 'off'), 'open', 'Whether `/metrics` answers, to anyone.'),
  shutdownSeconds: setting(integer(0, 3_600), 30, 'How long a stop waits for requests under way.'),
  origin: optional(address, 'URL of the node that this one follows: with it, this node is a replica.'),
  witness: optional(
    witnessName,
    'Name under which a replica co-signs checkpoints; its key is registered on the ledger.',
  ),
  peers: setting(addresses, [], 'URLs of other replicas with which a replica compares checkpoints.'),
} as const;

/** Name of a setting, in the file and among the options. */
export type SettingName = keyof typeof SETTINGS;

/** All settings. Paths are absolute. What has no default may be undefined. */
export type Config = {
  readonly [N in SettingName]: (typeof SETTINGS)[N] extends Setting<infer T> & { readonly fallback: infer F }
    ? undefined extends F
      ? T | undefined
      : T
    : never;
};

/** Where values come from, each over the one before. */
export type ConfigSources = {
  /** The file; where none is named, `touchmark.json` in the home folder, if it is there. */
  readonly file?: string;
  /** All variables of the environment. */
  readonly env: { readonly [variable: string]: string | undefined };
  /** Values from the caller; text is read as that of a variable. */
  readonly options?: { readonly [N in SettingName]?: Config[N] | string | undefined };
  /** Folder to which paths of `file`, variables and options are relative. */
  readonly cwd: string;
};

type Place = { readonly name: SettingName; readonly where: string; readonly base: string };

/** Reads the settings. @throws Fault `config_invalid` naming the file, variable or option, what was expected, what came */
export function readConfig({ file, env, options = {}, cwd }: ConfigSources): Config {
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of Object.keys(SETTINGS) as SettingName[]) values[name] = defaultOf(name, cwd);
  const overrides = { ...fromVariables(env, cwd), ...fromOptions(options, cwd) };
  const found = file === undefined ? join(String(overrides.home ?? values.home), FILE_NAME) : resolve(cwd, file);
  if (file !== undefined || existsSync(found)) Object.assign(values, fromFile(found, file !== undefined));
  // Every setting has its default or a value that its kind accepted.
  const config = Object.assign(values, overrides) as Config;
  checkTogether(config);
  return config;
}

/** One setting as the documentation shows it. */
export type SettingRow = {
  readonly name: SettingName;
  readonly variable: string;
  readonly expected: string;
  /** Empty where there is none. */
  readonly fallback: string;
  readonly says: string;
};

/** All settings in the order of their table. */
export function settingsReference(): readonly SettingRow[] {
  return (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const { kind, fallback, says } = SETTINGS[name];
    const shown = fallback === undefined ? '' : String(fallback);
    return { name, variable: variableOf(name), expected: kind.expected, fallback: shown, says };
  });
}

function fromFile(path: string, isNamed: boolean): Partial<Record<SettingName, unknown>> {
  const content = readJson(path);
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const [key, value] of Object.entries(content)) {
    const where = `${path}: ${key}`;
    if (!isSetting(key)) throw invalid(where, 'the name of a setting', key);
    if (key === 'home' && !isNamed) throw invalid(where, 'no home in a file that lies in the home folder', value);
    values[key] = accepted({ name: key, where, base: dirname(path) }, value);
  }
  return values;
}

function readJson(path: string): object {
  let content: unknown;
  try {
    const { size } = statSync(path);
    if (size > CONFIG_BYTES) throw invalid(path, `at most ${CONFIG_BYTES} bytes`, size);
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('config_invalid', `${path}: expected a JSON object of settings, got: ${reason}`, { cause });
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw invalid(path, 'a JSON object of settings', content);
  }
  return content;
}

function fromVariables(env: ConfigSources['env'], cwd: string): Partial<Record<SettingName, unknown>> {
  const values: Partial<Record<SettingName, unknown>> = {};
  const names = new Map((Object.keys(SETTINGS) as SettingName[]).map((name) => [variableOf(name), name]));
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || text === undefined || OTHER_VARIABLES.includes(variable)) continue;
    const name = names.get(variable);
    const where = `the variable ${variable}`;
    if (name === undefined) throw invalid(where, 'the variable of a setting', variable);
    values[name] = accepted({ name, where, base: cwd }, SETTINGS[name].kind.fromText(text));
  }
  return values;
}

function fromOptions(options: object, cwd: string): Partial<Record<SettingName, unknown>> {
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const where = `the option ${name}`;
    if (!isSetting(name)) throw invalid(where, 'the name of a setting', name);
    const read = typeof value === 'string' ? SETTINGS[name].kind.fromText(value) : value;
    values[name] = accepted({ name, where, base: cwd }, read);
  }
  return values;
}

function accepted({ name, where, base }: Place, value: unknown): unknown {
  const { kind } = SETTINGS[name];
  if (!kind.accepts(value)) throw invalid(where, kind.expected, value);
  return kind.isPath === true ? resolve(base, String(value)) : value;
}

function defaultOf(name: SettingName, cwd: string): unknown {
  const { kind, fallback } = SETTINGS[name];
  return kind.isPath === true && fallback !== undefined ? resolve(cwd, String(fallback)) : fallback;
}

function checkTogether(config: Config): void {
  const needs = (name: SettingName, other: SettingName): void => {
    const isSet = Array.isArray(config[name]) ? config[name].length > 0 : config[name] !== undefined;
    if (isSet && config[other] === undefined) throw invalid(`the setting ${name}`, `${other} beside it`, undefined);
  };
  needs('tlsCertificate', 'tlsKey');
  needs('tlsKey', 'tlsCertificate');
  needs('witness', 'origin');
  needs('peers', 'origin');
  const { eventFollowersPerMember: each, eventFollowersMost: most } = config;
  if (each > most) throw invalid('the setting eventFollowersPerMember', `at most eventFollowersMost, ${most}`, each);
}

/** `requestsPerMinute` is TOUCHMARK_REQUESTS_PER_MINUTE. */
function variableOf(name: SettingName): string {
  return PREFIX + name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

function invalid(where: string, expected: string, got: unknown): Fault {
  const text = got === undefined ? 'none' : JSON.stringify(got);
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return new Fault('config_invalid', `${where}: expected ${expected}, got ${shown}`);
}
