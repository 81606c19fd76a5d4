// Writes docs/openapi.json, the description of a node's API, from the routes themselves: `node tools/openapi.ts`.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describedApi, OPENAPI_PATH } from '#test/http/described-api.ts';

writeFileSync(OPENAPI_PATH, `${JSON.stringify(await describedApi(), undefined, 2)}\n`);
const biome = fileURLToPath(new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url));
execFileSync(process.execPath, [biome, 'format', '--write', OPENAPI_PATH], { stdio: 'inherit' });
