// Where a webhook may go. Whoever makes one chooses what this node connects to, so everything but the public internet is
// closed unless its operator opens it: the URL is checked when the webhook is made, the addresses behind its name at each
// delivery, and the connection goes to the addresses that were checked.

import { BlockList, isIP } from 'node:net';
import { Fault } from '#core/fault.ts';
import { WEBHOOK_URL_CHARACTERS } from '../limits.ts';

/** What the operator opened besides the public internet. */
export type TargetPolicy = { readonly allowPrivate: boolean; readonly allowLoopback: boolean };

/** Gives the addresses of a name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** `special` is what is never a webhook's target: link-local with the clouds' metadata, multicast, documentation, tunnels. */
type AddressClass = 'public' | 'private' | 'loopback' | 'special';

const LOOPBACK = networks('127.0.0.0/8', '::1/128');
/** RFC 1918, RFC 6598 (shared by carriers), RFC 4193. */
const PRIVATE = networks('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7');
/** IANA's registries of special-purpose addresses (RFC 6890), as far as they are not above. */
const SPECIAL = networks(
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
);
/** IPv6 outside it is no global unicast (RFC 4291 section 2.4); that closes mapped and translated IPv4 addresses too. */
const GLOBAL_V6 = networks('2000::/3');

/** The URL of a webhook. @throws Fault `webhook_url_invalid` */
export function targetUrl(text: string, policy: TargetPolicy): URL {
  const url = text.length > WEBHOOK_URL_CHARACTERS ? null : URL.parse(text);
  if (url === null) throw invalid(`a URL of at most ${WEBHOOK_URL_CHARACTERS} characters`, text);
  if (url.username !== '' || url.password !== '' || text.includes('#')) {
    throw invalid('a URL without user, password and fragment', `${url.origin}/…`);
  }
  const host = hostOf(url);
  const isLocal = host === 'localhost' || (isIP(host) !== 0 && addressClass(host) === 'loopback');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && policy.allowLoopback && isLocal)) {
    throw invalid(`https${policy.allowLoopback ? ', or http to this machine' : ''}`, url.origin);
  }
  if (isIP(host) !== 0 && !isAllowed(host, policy)) throw invalid('an address of the public internet', host);
  return url;
}

/**
 * The addresses to connect to: those of the URL's name, if every one of them is allowed.
 * @throws Fault `webhook_url_invalid`, `webhook_name_unknown`, `webhook_target_forbidden`
 */
export async function targetAddresses(
  text: string,
  policy: TargetPolicy,
  resolve: Resolve,
): Promise<{ readonly url: URL; readonly addresses: readonly string[] }> {
  // The policy may be narrower than when the webhook was made.
  const url = targetUrl(text, policy);
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await resolved(host, resolve) : [host];
  for (const address of addresses) {
    const isPlain = url.protocol === 'http:';
    if (!isAllowed(address, policy) || (isPlain && addressClass(address) !== 'loopback')) {
      throw new Fault('webhook_target_forbidden', `${host} is at ${address}, where this node sends no webhooks`);
    }
  }
  return { url, addresses };
}

/** What an IP address is. Text that is none is `special`. */
export function addressClass(address: string): AddressClass {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(address) === 0 || address.includes('%')) return 'special';
  if (LOOPBACK.check(address, family)) return 'loopback';
  if (PRIVATE.check(address, family)) return 'private';
  if (SPECIAL.check(address, family)) return 'special';
  return family === 'ipv4' || GLOBAL_V6.check(address, family) ? 'public' : 'special';
}

function isAllowed(address: string, { allowPrivate, allowLoopback }: TargetPolicy): boolean {
  const found = addressClass(address);
  return found === 'public' || (found === 'private' && allowPrivate) || (found === 'loopback' && allowLoopback);
}

async function resolved(host: string, resolve: Resolve): Promise<readonly string[]> {
  let addresses: readonly string[];
  try {
    addresses = await resolve(host);
  } catch (cause) {
    throw new Fault('webhook_name_unknown', `${host} has no address`, { cause });
  }
  if (addresses.length === 0) throw new Fault('webhook_name_unknown', `${host} has no address`);
  return addresses;
}

/** IPv6 without the brackets that it has in a URL. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function networks(...ranges: readonly string[]): BlockList {
  const all = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    all.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return all;
}

function invalid(expected: string, got: string): Fault {
  return new Fault('webhook_url_invalid', `url: expected ${expected}, got ${JSON.stringify(got.slice(0, 200))}`);
}
