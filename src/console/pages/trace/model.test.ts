import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { graphOf, timesOf } from './graph.ts';
import { grouped } from './groups.ts';
import { layout } from './layout.ts';
import { readTrace } from './reading.ts';
import { csvOf, rowsOf } from './rows.ts';
import { manyItems, sourceOf } from './trace.fixture.ts';

/** As the tour has it: a certified lot went into four plates; one was scrapped, three were sold. */
const PLATES = {
  lot: { kind: 'lot', certificate: true },
  ...{ plate1: { from: ['lot'] }, plate2: { from: ['lot'] }, plate3: { from: ['lot'] }, plate4: { from: ['lot'] } },
  wing: { from: ['plate1', 'bolt'] },
  bolt: {},
} as const;
const all = { direction: 'both', depth: 9 } as const;
const gapsOf = (read: Awaited<ReturnType<typeof readTrace>>) =>
  graphOf(read).gaps.map(({ kind, at, count }) => `${kind} ${at} ${count}`);

describe('a trace', () => {
  test('goes back to what went in and on to where it went, and not to what lies beside', async () => {
    const read = await readTrace(sourceOf(PLATES), 'plate1', all);
    assert.deepEqual(
      [...read.levels],
      [
        ['plate1', 0],
        ['lot', -1],
        ['wing', 1],
      ],
    );
    assert.equal(read.end, 'all');
    const { edges, gaps } = graphOf(read);
    assert.deepEqual(
      edges.map(({ from, to, quantity, firstMs }) => [from, to, quantity, firstMs]),
      [
        ['lot', 'plate1', 1, 2_000],
        ['plate1', 'wing', 1, 6_000],
      ],
    );
    assert.deepEqual(gaps, []);
  });

  test('goes one way where it is asked one way, and says where it could go further', async () => {
    const read = await readTrace(sourceOf(PLATES), 'lot', { direction: 'from', depth: 1 });
    assert.deepEqual([...read.levels.values()], [0, 1, 1, 1, 1]);
    assert.equal(read.end, 'depth');
    assert.deepEqual(gapsOf(read), ['further plate1 1']);
  });

  test('what the reader may not see is a gap, and its links still say when', async () => {
    const source = sourceOf({ ...PLATES, lot: { kind: 'lot', isHidden: true } });
    const read = await readTrace(source, 'plate1', { direction: 'into', depth: 5 });
    assert.deepEqual(gapsOf(read), ['hiddenItem lot 1']);
    assert.deepEqual(timesOf(read), [2_000]);
  });

  test('uses whose links are hidden are counted from what the item itself says', async () => {
    const source = sourceOf({ ...PLATES, plate2: { from: ['lot'], isLinkHidden: true, isHidden: true } });
    assert.deepEqual(gapsOf(await readTrace(source, 'lot', all)), ['hiddenUses lot 1']);
  });

  test('a raw lot without certificate, and a part of which nothing is known, are gaps', async () => {
    const source = sourceOf({
      lot: { kind: 'lot' },
      bolt: {},
      planned: { state: 'planned' },
      wing: { from: ['lot', 'bolt', 'planned'] },
    });
    assert.deepEqual(gapsOf(await readTrace(source, 'wing', all)), ['noCertificate lot 1', 'noOrigin bolt 1']);
  });

  test('an item that cannot be seen at all is a trace of one gap', async () => {
    assert.deepEqual(gapsOf(await readTrace(sourceOf({}), 'item-none', all)), ['hiddenItem item-none 1']);
  });

  test('is stopped, and keeps what it has read', async () => {
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const read = await readTrace(manyItems(200), 'lot', { ...all, signal: stop.signal, onProgress });
    assert.equal(read.end, 'stopped');
    assert.ok(read.items.size < 10);
    assert.ok(graphOf(read).nodes.length > 0);
  });

  test('reads no more items than it may', async () => {
    const read = await readTrace(manyItems(300), 'lot', { ...all, most: 50 });
    assert.deepEqual([read.levels.size, read.end], [50, 'most']);
  });

  test('until a time, what came later and what only it leads to are left out', async () => {
    const read = await readTrace(sourceOf(PLATES), 'plate1', all);
    assert.deepEqual(
      graphOf(read, 5_000).nodes.map(({ id }) => id),
      ['plate1', 'lot'],
    );
  });
});

describe('the picture', () => {
  test('every edge goes to the right, also where one thing went in twice over', async () => {
    const source = sourceOf({
      bar: { kind: 'lot' },
      pin: { from: ['bar'] },
      plate: { from: ['bar', 'pin'] },
      wing: { from: ['plate', 'bar'] },
    });
    const { nodes, edges, start } = graphOf(await readTrace(source, 'plate', all));
    const places = layout(
      nodes.map(({ id }) => id),
      edges,
      start,
    );
    for (const { from, to } of edges) assert.ok((places.get(from)?.x ?? 0) < (places.get(to)?.x ?? 0), `${from} ${to}`);
    assert.deepEqual([places.get('plate')?.x, places.get('plate')?.y], [0, 0]);
  });

  test('no two nodes of a column lie on each other', async () => {
    const { nodes, edges, start } = graphOf(await readTrace(manyItems(120), 'lot', all));
    const places = [
      ...layout(
        nodes.map(({ id }) => id),
        edges,
        start,
      ).values(),
    ];
    const columns = Map.groupBy(places, ({ column }) => column);
    for (const column of columns.values()) {
      const ys = column.map(({ y }) => y).sort((a, b) => a - b);
      for (const [i, y] of ys.entries()) assert.ok(i === 0 || y - (ys[i - 1] ?? 0) >= 92);
    }
  });

  test('equal siblings are three and a group, which opens by and by', async () => {
    const graph = graphOf(await readTrace(manyItems(120), 'lot', { direction: 'from', depth: 1 }));
    const closed = grouped(graph, new Map());
    const group = closed.nodes.find(({ kind }) => kind === 'group');
    assert.ok(group?.kind === 'group');
    const items = graph.nodes.filter(({ kind }) => kind === 'item').length;
    assert.equal(group.members.length, items - 4);
    assert.equal(closed.edges.find(({ to }) => to === group.id)?.quantity, group.members.length);
    const opened = grouped(graph, new Map([[group.id, 1]])).nodes.find(({ kind }) => kind === 'group');
    assert.deepEqual(opened?.kind === 'group' ? [opened.id, opened.members.length] : [], [group.id, items - 28]);
    assert.equal(grouped(graph, new Map([[group.id, 99]])).nodes.length, graph.nodes.length);
  });

  test('few siblings that went different ways are told apart', async () => {
    const made = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`w${i}`, { from: [`p${i}`] }]));
    const parts = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`p${i}`, { from: ['lot'] }]));
    const source = sourceOf({ lot: { kind: 'lot', certificate: true }, ...parts, ...made });
    const graph = graphOf(await readTrace(source, 'lot', all));
    assert.deepEqual(grouped(graph, new Map()), { start: 'lot', nodes: graph.nodes, edges: graph.edges });
  });

  test('two thousand items are a picture of a few dozen, in both directions', async (t) => {
    for (const start of ['lot', 'asset']) {
      const graph = graphOf(await readTrace(manyItems(2_000), start, all));
      const started = performance.now();
      const { nodes, edges } = grouped(graph, new Map());
      t.diagnostic(`from ${start}: ${nodes.length} nodes in ${Math.round(performance.now() - started)} ms`);
      assert.ok(nodes.length < 40, `${nodes.length}`);
      const members = nodes.reduce((sum, node) => sum + (node.kind === 'group' ? node.members.length : 1), 0);
      assert.equal(members, graph.nodes.length);
      const ids = new Set(nodes.map(({ id }) => id));
      assert.ok(edges.every(({ from, to }) => ids.has(from) && ids.has(to)));
    }
  });

  test('two thousand nodes are placed', async (t) => {
    const read = await readTrace(manyItems(2_000), 'asset', all);
    const started = performance.now();
    const { nodes, edges, start } = graphOf(read);
    const places = layout(
      nodes.map(({ id }) => id),
      edges,
      start,
    );
    t.diagnostic(`${nodes.length} nodes and ${edges.length} edges in ${Math.round(performance.now() - started)} ms`);
    assert.equal(places.size, nodes.length);
    assert.ok(nodes.length >= 1_990);
  });
});

describe('the list', () => {
  test('has what the picture has, from the raw lot on, with the gaps', async () => {
    const source = sourceOf({ ...PLATES, lot: { kind: 'lot' } });
    const rows = rowsOf(graphOf(await readTrace(source, 'plate1', all)), await readTrace(source, 'plate1', all));
    assert.deepEqual(
      rows.map(({ level, id, gaps }) => [level, id, gaps.map(({ kind }) => kind)]),
      [
        [-1, 'lot', ['noCertificate']],
        [0, 'plate1', []],
        [1, 'wing', []],
      ],
    );
    assert.deepEqual(
      rows[1]?.goesTo.map(({ to }) => to),
      ['wing'],
    );
  });

  test('its file names what goes into what, and runs as no formula', async () => {
    const source = sourceOf({ lot: { kind: 'lot', certificate: true, type: '=1+1' }, plate: { from: ['lot'] } });
    const graph = graphOf(await readTrace(source, 'plate', all));
    const [header, line] = csvOf(graph, (type) => ({ partNumber: type, name: type })).split('\r\n');
    assert.equal(
      header,
      'part,part number,serial or lot,quantity,unit,went into,its part number,its serial or lot,first,last,gap',
    );
    assert.equal(line, "lot,'=1+1,LOT,1,piece,plate,type-1,PLATE,1970-01-01T00:00:02.000Z,1970-01-01T00:00:02.000Z,");
  });
});
