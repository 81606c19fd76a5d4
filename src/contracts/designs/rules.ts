// The arithmetic of licences and what makes a version whole. Invariants: permits used = open + built + those that the
// licensee gave up, at most the builds of the licence; royalty owed = builds made × royalty, paid at most that.

import type { Licence, Tally, Version } from './schema.ts';

type DesignFile = Version['files'][number];

/** The tally after one more permit, or undefined where the licence has no build left. */
export function withPermit(tally: Tally, builds: number): Tally | undefined {
  return tally.permitsUsed < builds ? { ...tally, permitsUsed: tally.permitsUsed + 1 } : undefined;
}

/** The tally after a permit that counts no more. */
export function withoutPermit(tally: Tally): Tally {
  return { ...tally, permitsUsed: tally.permitsUsed - 1 };
}

/** The tally after one more build. The offer made sure that the sum of all royalties is an amount. */
export function withBuild(tally: Tally, royaltyCents: number): Tally {
  return { ...tally, built: tally.built + 1, owedCents: tally.owedCents + royaltyCents };
}

/** The first file name that stands twice, or undefined. */
export function firstFileTwice(files: readonly DesignFile[]): string | undefined {
  const names = files.map(({ name }) => name);
  return names.find((name, at) => names.indexOf(name) !== at);
}

/** The first file derived from what is neither a parent's file nor an earlier one of this list, or undefined. */
export function firstUnderived(files: readonly DesignFile[], parents: readonly Version[]): string | undefined {
  const known = new Set(parents.flatMap((parent) => parent.files.map(({ name }) => name)));
  for (const { name, derivedFrom } of files) {
    if (derivedFrom !== undefined && !known.has(derivedFrom)) return name;
    known.add(name);
  }
  return undefined;
}

/** The licensed programs of these names, or the first name that the version has no program for. */
export function programsOf(version: Version, names: readonly string[]): Licence['programs'] | string {
  const programs: Licence['programs'] = [];
  for (const name of names) {
    const file = version.files.find((candidate) => candidate.name === name);
    if (file === undefined || (file.role !== 'program' && file.role !== 'buildFile')) return name;
    programs.push({ name, commitment: file.commitment });
  }
  return programs;
}

/** True where the licence is valid at this time. */
export function isValidAt({ validFromMs, validUntilMs }: Licence, timeMs: number): boolean {
  return validFromMs <= timeMs && timeMs < validUntilMs;
}
