// A played tour for every scene to begin with: played once for these sources, kept in dist/, and copied. Playing takes half
// a minute, and all scenes begin the same.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFinished, writeFinished } from '#tour/finished.ts';
import { play } from '#tour/play.fixture.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KEPT = join(ROOT, 'dist', 'played-tours');
/** What a tour is made of. */
const SOURCES = ['src/{core,contracts,ledger,engines,vault,node,sdk,connectors,tour}/**/*.ts', 'samples/**/*.*'];

/** Lays a finished tour into a home, which then serves at whatever ports are free. @param clock for its statements */
export async function copyPlayedTour(home: string, clock: () => number): Promise<void> {
  const digest = sourcesDigest();
  const kept = join(KEPT, digest);
  if (!existsSync(kept)) await playInto(kept, { digest, clock });
  cpSync(kept, home, { recursive: true });
  for (const name of readdirSync(home)) {
    const tour = join(home, name);
    const finished = readFinished(tour);
    if (finished !== undefined) writeFinished(tour, { ...finished, ports: { origin: 0, replica: 0 } });
  }
}

/** Two at once do no harm: each plays beside the place, and the second finds it taken. */
async function playInto(kept: string, of: { readonly digest: string; readonly clock: () => number }): Promise<void> {
  const own = `${kept}-${process.pid}`;
  mkdirSync(own, { recursive: true });
  try {
    await play({ home: own, clock: of.clock });
    const ofOtherSources = readdirSync(KEPT).filter((name) => !name.startsWith(of.digest));
    for (const name of ofOtherSources) rmSync(join(KEPT, name), { recursive: true, force: true });
    if (!existsSync(kept)) renameSync(own, kept);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function sourcesDigest(): string {
  const hash = createHash('sha256');
  const paths = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort();
  for (const path of paths.filter((one) => !one.endsWith('.test.ts'))) {
    hash.update(`${path}\n`).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest('hex').slice(0, 32);
}
