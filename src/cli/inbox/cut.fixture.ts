// A transport whose calls a test may cut: before they reach the node, or after.

import type { Transport } from '#sdk/transport.ts';

type Call = 'record' | 'list' | 'submit' | 'outcome';

/** Puts a test around the calls that an inbox makes. */
export function cut(transport: Transport, around: <T>(call: Call, work: () => Promise<T>) => Promise<T>): Transport {
  return new Proxy(transport, {
    get(target, name) {
      if (name === 'record')
        return (...args: Parameters<Transport['record']>) => around('record', () => target.record(...args));
      if (name === 'list')
        return (...args: Parameters<Transport['list']>) => around('list', () => target.list(...args));
      if (name === 'submit')
        return (...args: Parameters<Transport['submit']>) => around('submit', () => target.submit(...args));
      if (name === 'outcome')
        return (...args: Parameters<Transport['outcome']>) => around('outcome', () => target.outcome(...args));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
