// Fetches schemathesis, which test/http runs in soak: `node tools/schemathesis.ts`. Needs python3 with venv, and the package
// registry; the test itself then needs no network.

import { installSchemathesis } from '#test/http/schemathesis.ts';

installSchemathesis();
