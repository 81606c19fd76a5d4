import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isFault } from '#core/fault.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { type Config, type ConfigSources, readConfig, type SettingName, settingsReference } from './config.ts';
import { CONFIG_BYTES, CONFIG_LIST } from './limits.ts';

/** For each setting, texts that its variable may have with their value, and texts that it may not have. */
const VARIABLES: {
  readonly [N in SettingName]: {
    readonly good: readonly (readonly [text: string, value: Config[N]])[];
    readonly bad: readonly string[];
  };
} = {
  home: { good: [['node', join('/base', 'node')]], bad: ['', 'a\0b', 'a\nb', 'x'.repeat(2_049)] },
  host: {
    good: [
      ['0.0.0.0', '0.0.0.0'],
      ['::1', '::1'],
    ],
    bad: ['', 'a b', 'http://x'],
  },
  port: {
    good: [
      ['0', 0],
      ['65535', 65_535],
    ],
    bad: ['', '65536', '-1', '4800.5', '0x10', '1e3', ' 80', '007', 'tcp://10.0.0.1:4800'],
  },
  publicAddress: {
    good: [
      ['https://ledger.example', 'https://ledger.example'],
      ['http://10.0.0.7:4800/touchmark', 'http://10.0.0.7:4800/touchmark'],
    ],
    bad: ['', 'ledger.example', 'https://ledger.example/', 'https://u:p@x', 'https://x?a', 'https://x#a', 'ftp://x'],
  },
  tlsCertificate: { good: [], bad: ['cert.pem', ''] },
  tlsKey: { good: [], bad: ['key.pem', ''] },
  corsOrigins: {
    good: [
      ['', []],
      ['https://a.example, http://localhost:3000', ['https://a.example', 'http://localhost:3000']],
    ],
    bad: ['*', 'null', 'https://a.example/', 'https://A.example', 'https://a.example,', 'https://a.example:443'],
  },
  trustProxy: {
    good: [
      ['10.0.0.0/8,::1', ['10.0.0.0/8', '::1']],
      ['127.0.0.1', ['127.0.0.1']],
    ],
    bad: ['true', '10.0.0.0/33', '10.0.0.0/', '10.0.0/8', '::/129', '10.0.0.0/8/8'],
  },
  sessionMinutes: { good: [['1', 1]], bad: ['0', '1441'] },
  requestsPerMinute: { good: [['1', 1]], bad: ['0', 'many'] },
  requestsPerMinuteAnonymous: { good: [['1', 1]], bad: ['0'] },
  blobBytesMost: { good: [['1', 1]], bad: ['0', '1000000000001', '99999999999999999999'] },
  eventFollowersMost: { good: [['500', 500]], bad: ['0', '199'] },
  eventFollowersPerMember: { good: [['1000', 1000]], bad: ['0', '1001'] },
  webhookAllowPrivate: {
    good: [
      ['true', true],
      ['false', false],
    ],
    bad: ['', '1', 'yes', 'TRUE'],
  },
  webhookAllowLoopback: { good: [['true', true]], bad: ['on'] },
  logLevel: { good: [['silent', 'silent']], bad: ['', 'verbose', 'INFO'] },
  metrics: { good: [['off', 'off']], bad: ['on'] },
  shutdownSeconds: { good: [['0', 0]], bad: ['-1', '3601'] },
  origin: { good: [['https://origin.example', 'https://origin.example']], bad: ['origin.example'] },
  witness: { good: [], bad: ['two words', 'a+b', ''] },
  peers: { good: [['', []]], bad: ['https://a.example', 'a.example'] },
};

const rows = settingsReference();
const read = (sources: Partial<ConfigSources>): Config => readConfig({ env: {}, cwd: '/base', ...sources });
const refuses = (sources: Partial<ConfigSources>, ...parts: readonly string[]): void => {
  assert.throws(
    () => read(sources),
    (error) => isFault(error, 'config_invalid') && parts.every((part) => error.message.includes(part)),
    parts.join(' | '),
  );
};

describe('a setting from its variable', () => {
  for (const { name, variable } of rows) {
    test(variable, () => {
      for (const [text, value] of VARIABLES[name].good)
        assert.deepEqual(read({ env: { [variable]: text } })[name], value);
      for (const text of VARIABLES[name].bad) refuses({ env: { [variable]: text } }, 'expected');
    });
  }

  test('a wrong one is named with what was expected and what came', () => {
    refuses(
      { env: { TOUCHMARK_PORT: 'tcp://10.0.0.1:4800' } },
      'the variable TOUCHMARK_PORT: expected a whole number from 0 to 65535, got "tcp://10.0.0.1:4800"',
    );
    refuses({ env: { TOUCHMARK_PROT: '1' } }, 'TOUCHMARK_PROT', 'expected the variable of a setting');
  });

  test('variables of others, and the passphrase of the command line, are not ours to judge', () => {
    assert.equal(read({ env: { PORT: '80', TOUCHMARK_PASSPHRASE: 'x', TOUCHMARK_HOST: undefined } }).port, 4800);
  });

  test('a list has a bound', () => {
    const addresses = (count: number): string => Array.from({ length: count }, () => '10.0.0.1').join(',');
    assert.equal(read({ env: { TOUCHMARK_TRUST_PROXY: addresses(CONFIG_LIST) } }).trustProxy.length, CONFIG_LIST);
    refuses({ env: { TOUCHMARK_TRUST_PROXY: addresses(CONFIG_LIST + 1) } }, 'TOUCHMARK_TRUST_PROXY');
  });
});

describe('the configuration file', () => {
  const write = (folder: string, content: unknown): string => {
    const path = join(folder, 'touchmark.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  test('lies in the home folder, or is named; without one every setting has its default', () => {
    using folder = temporaryFolder();
    const home = folder.path;
    assert.equal(read({ options: { home } }).port, 4800);
    const file = write(home, { port: 1, corsOrigins: ['https://a.example'] });
    assert.deepEqual(read({ options: { home } }).corsOrigins, ['https://a.example']);
    assert.equal(read({ env: { TOUCHMARK_HOME: home } }).port, 1);
    assert.equal(read({ file }).port, 1);
    refuses({ file: folder.file('absent.json') }, 'absent.json', 'ENOENT');
  });

  test('the environment is over it, and the caller over both', () => {
    using folder = temporaryFolder();
    const file = write(folder.path, { port: 1, host: '10.0.0.1', logLevel: 'warn' });
    const env = { TOUCHMARK_PORT: '2', TOUCHMARK_HOST: '10.0.0.2' };
    const { port, host, logLevel } = read({ file, env, options: { port: 3 } });
    assert.deepEqual([port, host, logLevel], [3, '10.0.0.2', 'warn']);
    assert.equal(read({ file, env, options: { port: '4' } }).port, 4);
    refuses({ options: { port: '4x' } }, 'the option port', '"4x"');
  });

  test('its paths are relative to it, those of others to the working folder', () => {
    using folder = temporaryFolder();
    mkdirSync(folder.file('etc'));
    const file = write(folder.file('etc'), { home: '../node', tlsCertificate: 'cert.pem' });
    const config = readConfig({ file, env: { TOUCHMARK_TLS_KEY: 'key.pem' }, cwd: folder.path });
    assert.equal(config.home, folder.file('node'));
    assert.equal(config.tlsCertificate, folder.file('etc/cert.pem'));
    assert.equal(config.tlsKey, folder.file('key.pem'));
    assert.equal(
      readConfig({ file: 'etc/touchmark.json', env: {}, options: { tlsKey: 'k' }, cwd: folder.path }).port,
      4800,
    );
  });

  const BAD: readonly (readonly [content: unknown, ...parts: string[]])[] = [
    ['', 'expected a JSON object of settings'],
    ['{"port": 1', 'expected a JSON object of settings'],
    ['[]', 'expected a JSON object of settings, got []'],
    ['null', 'expected a JSON object of settings, got null'],
    [{ prot: 1 }, 'prot: expected the name of a setting'],
    ['{"__proto__": 1}', '__proto__: expected the name of a setting'],
    [{ constructor: 1 }, 'constructor: expected the name of a setting'],
    [{ port: '4800' }, 'port: expected a whole number from 0 to 65535, got "4800"'],
    [{ port: null }, 'port: expected', 'got null'],
    [{ port: 1.5 }, 'port: expected', 'got 1.5'],
    [{ webhookAllowPrivate: 'true' }, 'webhookAllowPrivate: expected true or false'],
    [{ corsOrigins: 'https://a.example' }, 'corsOrigins: expected a list of origins'],
    [{ peers: [1] }, 'peers: expected a list of http or https URLs'],
    [{ home: 'elsewhere' }, 'home: expected no home in a file that lies in the home folder'],
    [{ host: 'x'.repeat(500) }, '…'],
    [' '.repeat(CONFIG_BYTES + 1), `expected at most ${CONFIG_BYTES} bytes`],
  ];
  for (const [content, ...parts] of BAD) {
    test(`is refused: ${JSON.stringify(content).trim().slice(0, 60)}`, () => {
      using folder = temporaryFolder();
      write(folder.path, content);
      refuses({ options: { home: folder.path } }, folder.path, ...parts);
    });
  }
});

describe('settings that belong together', () => {
  const BAD: readonly (readonly [ConfigSources['options'], string])[] = [
    [{ tlsCertificate: 'c' }, 'tlsKey beside it'],
    [{ tlsKey: 'k' }, 'tlsCertificate beside it'],
    [{ witness: 'w' }, 'origin beside it'],
    [{ peers: ['https://a.example'] }, 'origin beside it'],
    [{ eventFollowersPerMember: 11, eventFollowersMost: 10 }, 'at most eventFollowersMost, 10, got 11'],
  ];
  for (const [options, part] of BAD)
    test(part, () => {
      if (options !== undefined) refuses({ options }, part);
    });

  test('both are fine', () => {
    const { tlsKey, peers } = read({
      options: {
        tlsCertificate: 'c',
        tlsKey: 'k',
        origin: 'http://127.0.0.1:1',
        witness: 'w',
        peers: ['http://127.0.0.1:2'],
      },
    });
    assert.equal(tlsKey, join('/base', 'k'));
    assert.deepEqual(peers, ['http://127.0.0.1:2']);
  });
});
