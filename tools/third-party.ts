// Fetches the programs of other projects that test/third-party runs: `node tools/third-party.ts`. Needs go, python3 with
// venv, and the package registries; the tests themselves then need no network.

import { installThirdParty } from '#test/third-party/tools.ts';

installThirdParty((line) => process.stdout.write(`${line}\n`));
