// Writes docs/contracts.md: `node tools/reference.ts`.

import { writeFileSync } from 'node:fs';
import { contracts } from '#contracts/index.ts';
import { referencePage } from './reference/page.ts';

writeFileSync(new URL('../docs/contracts.md', import.meta.url), referencePage(contracts));
