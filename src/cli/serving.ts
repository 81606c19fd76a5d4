// What serve and replica share: settings from options, the log, and waiting to be stopped.

import { resolve } from 'node:path';
import { type Config, type ConfigSources, readConfig } from '#node/config.ts';
import type { ServerOptions } from '#node/listen.ts';
import type { Io } from './io.ts';
import { logLine } from './log-line.ts';
import { escapedJson } from './print.ts';
import { camel } from './words.ts';

/** The settings, with those that were given as options over all others. @throws as readConfig */
export function configOf(values: { readonly [option: string]: unknown }, io: Io): Config {
  const { config: file, ...settings } = values;
  const options = Object.fromEntries(Object.entries(settings).map(([name, value]) => [camel(name), value]));
  return readConfig({
    ...(typeof file === 'string' ? { file: resolve(io.cwd, file) } : {}),
    env: io.env,
    // Names and values come from the table of settings, and are read by it.
    options: options as NonNullable<ConfigSources['options']>,
    cwd: io.cwd,
  });
}

/** The log: on a terminal lines for a person, else JSON. */
export function loggerOf({ logLevel }: Config, io: Io): NonNullable<ServerOptions['logger']> {
  const write = (line: string): void => io.err(io.isTty ? logLine(line) : escapedJson(line.trimEnd()));
  return { level: logLevel, stream: { write } };
}

/** Resolves when the signal is aborted. */
export function stopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
}
