// A web page that uses the installed package as pages do: a module from its own address, under a policy that runs no
// other script and evaluates no text, in Chromium with a new profile.

import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { chromium, type Page } from 'playwright-core';

/** Where Debian's package puts it. */
export const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const MAP = { imports: { '@touchmark/sdk': '/node_modules/@touchmark/sdk/browser/index.js' } };
const NONCE = 'of-this-test';
const PAGE = `<!doctype html><meta charset="utf-8"><title>A page of the test</title>
<script type="importmap" nonce="${NONCE}">${JSON.stringify(MAP)}</script>
<script type="module" src="/page.js"></script>`;
const POLICY = `default-src 'none'; script-src 'self' 'nonce-${NONCE}'; connect-src http://127.0.0.1:*`;

/** A project's files on a free port of this machine. */
export async function servePages(folder: string): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server = createServer(({ url = '/' }, response) => answer(folder, url, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A server that listens on TCP has an address of this kind.
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The page in a new Chromium. `failures` fills with what it complains of. */
export async function openPage(origin: string, profile: string) {
  const browser = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: FLAGS });
  const page = await browser.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => {
    // A record that is not there is an answer 404, which the browser reports by itself.
    const isOfNetwork = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isOfNetwork) failures.push(message.text());
  });
  await load(page, origin);
  return { page, failures, reload: () => load(page, origin), close: () => browser.close() };
}

async function load(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  await page.waitForFunction('globalThis.isReady === true');
}

function answer(folder: string, url: string, response: ServerResponse): void {
  response.setHeader('content-security-policy', POLICY);
  if (url === '/') return void response.setHeader('content-type', 'text/html').end(PAGE);
  try {
    const bytes = readFileSync(join(folder, normalize(url)));
    response.setHeader('content-type', 'text/javascript').end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}
