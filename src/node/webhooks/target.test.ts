import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isFault } from '#core/fault.ts';
import { WEBHOOK_URL_CHARACTERS } from '../limits.ts';
import { addressClass, type TargetPolicy, targetAddresses, targetUrl } from './target.ts';

const CLOSED: TargetPolicy = { allowPrivate: false, allowLoopback: false };
const LOOPBACK: TargetPolicy = { allowPrivate: false, allowLoopback: true };
const PRIVATE: TargetPolicy = { allowPrivate: true, allowLoopback: false };

describe('an address', () => {
  const ADDRESSES: { readonly [found in ReturnType<typeof addressClass>]: readonly string[] } = {
    public: ['1.1.1.1', '9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0']
      .concat(['169.253.255.255', '192.167.0.1', '198.17.0.1', '198.20.0.1', '223.255.255.255'])
      .concat(['2606:4700:4700::1111', '2001:4860:4860::8888', '2003::1', '3ffe::1']),
    private: [
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '100.64.0.1',
      '100.127.255.255',
      'fc00::1',
      'fdff::1',
    ],
    loopback: ['127.0.0.1', '127.255.255.254', '::1'],
    special: [
      '0.0.0.0',
      '0.1.2.3',
      '169.254.169.254',
      '192.0.0.1',
      '192.0.2.1',
      '192.88.99.1',
      '198.18.0.1',
      '198.19.255.255',
    ]
      .concat(['198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'])
      .concat([
        '::',
        'fe80::1',
        'fe80::1%eth0',
        'febf::1',
        'fec0::1',
        'ff02::1',
        '64:ff9b::7f00:1',
        '64:ff9b::a9fe:a9fe',
      ])
      .concat([
        '2001::1',
        '2001:db8::1',
        '2002:7f00:1::',
        '3fff::1',
        '100::1',
        '4000::1',
        '::ffff:169.254.169.254',
        '::ffff:1.1.1.1',
      ])
      .concat(['', 'localhost', '1.1.1', '01.1.1.1', '1.1.1.1 ']),
  };
  for (const [found, addresses] of Object.entries(ADDRESSES)) {
    test(`is ${found}`, () => {
      for (const address of addresses) assert.equal(addressClass(address), found, address);
    });
  }

  test('of IPv4 in IPv6 is what it is in IPv4, or special: never public', () => {
    for (const address of ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:a00:1', '::127.0.0.1'])
      assert.notEqual(addressClass(address), 'public', address);
  });
});

describe('the URL of a webhook', () => {
  const GOOD: readonly (readonly [TargetPolicy, string])[] = [
    [CLOSED, 'https://erp.example/hooks?key=1'],
    [CLOSED, 'https://erp.example:8443/'],
    [CLOSED, 'https://1.1.1.1/'],
    [CLOSED, 'https://[2606:4700:4700::1111]/'],
    [PRIVATE, 'https://10.0.0.1/'],
    [LOOPBACK, 'http://127.0.0.1:4000/'],
    [LOOPBACK, 'http://localhost:4000/'],
    [LOOPBACK, 'http://[::1]:4000/'],
    [LOOPBACK, 'https://127.0.0.1:4000/'],
  ];
  for (const [policy, url] of GOOD) test(`may be ${url}`, () => assert.equal(targetUrl(url, policy).href, url));

  const BAD: readonly (readonly [TargetPolicy, string])[] = [
    [CLOSED, ''],
    [CLOSED, 'erp.example'],
    [CLOSED, '/hook'],
    [CLOSED, 'http://erp.example/'],
    [LOOPBACK, 'http://erp.example/'],
    [LOOPBACK, 'http://localhost.erp.example/'],
    [PRIVATE, 'http://10.0.0.1/'],
    [LOOPBACK, 'http://0.0.0.0/'],
    [CLOSED, 'ftp://erp.example/'],
    [CLOSED, 'file:///etc/passwd'],
    [CLOSED, 'https://user@erp.example/'],
    [CLOSED, 'https://user:s3cret@erp.example/'],
    [CLOSED, 'https://erp.example/#part'],
    [CLOSED, 'https://127.0.0.1/'],
    [CLOSED, 'https://2130706433/'],
    [CLOSED, 'https://0x7f.1/'],
    [CLOSED, 'https://0177.0.0.1/'],
    [CLOSED, 'https://127.1/'],
    [CLOSED, 'https://１２７.0.0.1/'],
    [CLOSED, 'https://[::1]/'],
    [CLOSED, 'https://[::ffff:127.0.0.1]/'],
    [CLOSED, 'https://[::ffff:10.0.0.1]/'],
    [PRIVATE, 'https://169.254.169.254/latest/meta-data'],
    [LOOPBACK, 'https://169.254.169.254/'],
    [PRIVATE, 'https://[fe80::1]/'],
    [PRIVATE, 'https://127.0.0.1/'],
    [CLOSED, 'https://10.0.0.1/'],
    [CLOSED, `https://erp.example/${'x'.repeat(WEBHOOK_URL_CHARACTERS)}`],
  ];
  for (const [policy, url] of BAD) {
    test(`may not be ${url.slice(0, 60)}`, () => {
      assert.throws(
        () => targetUrl(url, policy),
        (error) => isFault(error, 'webhook_url_invalid'),
      );
    });
  }

  test('that is refused is not repeated with its password', () => {
    assert.throws(
      () => targetUrl('https://user:s3cret@erp.example/', CLOSED),
      (error) => isFault(error) && !error.message.includes('s3cret'),
    );
  });
});

describe('the addresses behind a name', () => {
  const addresses = async (
    policy: TargetPolicy,
    url: string,
    ...found: readonly string[]
  ): Promise<readonly string[]> => (await targetAddresses(url, policy, async () => found)).addresses;

  test('are those that are connected to', async () => {
    assert.deepEqual(await addresses(CLOSED, 'https://erp.example/', '1.1.1.1', '2606::1'), ['1.1.1.1', '2606::1']);
    assert.deepEqual(await addresses(PRIVATE, 'https://erp.example/', '10.0.0.1'), ['10.0.0.1']);
    assert.deepEqual(await addresses(LOOPBACK, 'http://localhost/', '::1', '127.0.0.1'), ['::1', '127.0.0.1']);
  });

  test('of an address are not looked up', async () => {
    const never = async (): Promise<never> => assert.fail('looked up');
    assert.deepEqual((await targetAddresses('https://[2606::1]/', CLOSED, never)).addresses, ['2606::1']);
  });

  const FORBIDDEN: readonly (readonly [TargetPolicy, string, ...string[]])[] = [
    [CLOSED, 'https://erp.example/', '127.0.0.1'],
    [CLOSED, 'https://localhost/', '127.0.0.1'],
    [CLOSED, 'https://erp.example/', '1.1.1.1', '10.0.0.1'],
    [CLOSED, 'https://erp.example/', '::ffff:10.0.0.1'],
    [PRIVATE, 'https://erp.example/', '10.0.0.1', '127.0.0.1'],
    [PRIVATE, 'https://erp.example/', '169.254.169.254'],
    [LOOPBACK, 'https://erp.example/', '10.0.0.1'],
    [LOOPBACK, 'http://localhost/', '1.1.1.1'],
    [CLOSED, 'https://erp.example/', 'no address'],
  ];
  for (const [policy, url, ...found] of FORBIDDEN) {
    test(`${url} is not sent to ${found.join(' and ')}`, async () => {
      await assert.rejects(addresses(policy, url, ...found), (error) => isFault(error, 'webhook_target_forbidden'));
    });
  }

  test('must be there', async () => {
    await assert.rejects(addresses(CLOSED, 'https://erp.example/'), (error) => isFault(error, 'webhook_name_unknown'));
    const fails = async (): Promise<never> => {
      throw new Error('ENOTFOUND');
    };
    await assert.rejects(targetAddresses('https://erp.example/', CLOSED, fails), (error) =>
      isFault(error, 'webhook_name_unknown'),
    );
  });

  test('are judged by the policy of now, not by that of when the webhook was made', async () => {
    await assert.rejects(addresses(CLOSED, 'http://127.0.0.1/'), (error) => isFault(error, 'webhook_url_invalid'));
  });
});
