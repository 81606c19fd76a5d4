// Reads a machine log apart from the page: its root, its facts and findings, its numbers over time. The bytes stay here.

import { logRootOf } from '#connectors/mtconnect/build-facts.ts';
import { readLog } from '#connectors/mtconnect/facts.ts';
import { logFindings } from '#connectors/mtconnect/findings.ts';
import { readSeries } from '#connectors/mtconnect/series.ts';
import type { LogAnswer, LogJob } from './log-messages.ts';

addEventListener('message', ({ data }: MessageEvent<LogJob>) => {
  void answer(data).then((told) => postMessage(told));
});

async function answer({ name, bytes, gapLimitMs }: LogJob): Promise<LogAnswer> {
  try {
    const facts = await readLog(bytes, { gapLimitMs });
    const { series, gaps } = readSeries(bytes, { gapLimitMs });
    return {
      read: {
        ...{ root: logRootOf(bytes), lines: facts.lines, series, gaps },
        fromMs: facts.firstTimeMicroseconds / 1000,
        toMs: facts.lastTimeMicroseconds / 1000,
        findings: logFindings({ file: name, facts }),
      },
    };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
