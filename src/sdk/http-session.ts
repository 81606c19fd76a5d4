// An actor's session at a node: begun when it is first needed by signing the node's challenge, renewed when the node no
// longer knows it. The token stays in memory.

import type { Signer } from '#core/cose-sign1.ts';
import { answers } from './http-answers.ts';
import { HttpFault, type HttpPort, type HttpRequest } from './http-port.ts';
import { ATTEMPTS } from './limits.ts';
import { signSessionProof } from './session-proof.ts';

/** Who signs in. */
export type Identity = {
  /** `member/name` */
  readonly actor: string;
  readonly signer: Signer;
};

const SEND_PROOF = { method: 'POST', path: '/v1/sessions', headers: { 'content-type': 'application/cose' } } as const;

/** The session of one actor at one node. */
export class HttpSession {
  readonly #port: HttpPort;
  readonly #ledgerId: string;
  readonly #identity: Identity;
  #token: Promise<string> | undefined;

  constructor(port: HttpPort, ledgerId: string, identity: Identity) {
    this.#port = port;
    this.#ledgerId = ledgerId;
    this.#identity = identity;
  }

  /**
   * Does something with the session; where the node does not know it (any more), once more with a new one.
   * @throws HttpFault `session_refused`, and what the work throws
   */
  async use<T>(work: (headers: { readonly authorization: string }) => Promise<T>): Promise<T> {
    const token = await this.#current();
    try {
      return await work({ authorization: `Bearer ${token}` });
    } catch (error) {
      if (!(error instanceof HttpFault) || error.status !== 401) throw error;
      return work({ authorization: `Bearer ${await this.#another(token)}` });
    }
  }

  /** Sends what needs no session with the one that has begun: it then counts as this member's, not as this address's. */
  async useIfBegun<T>(request: HttpRequest, work: (request: HttpRequest) => Promise<T>): Promise<T> {
    const token = await this.#token?.catch(() => undefined);
    if (token === undefined) return work(request);
    try {
      return await work({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
    } catch (error) {
      if (!(error instanceof HttpFault) || error.status !== 401) throw error;
      return work(request);
    }
  }

  /** Ends it at the node, where there is one. */
  async end(): Promise<void> {
    const token = await this.#token?.catch(() => undefined);
    this.#token = undefined;
    if (token === undefined) return;
    const request: HttpRequest = {
      method: 'DELETE',
      path: '/v1/sessions/current',
      headers: { authorization: `Bearer ${token}` },
      attempts: 1,
    };
    // A session that cannot be ended ends by itself.
    await this.#port.bytes(request).catch((error: unknown) => {
      if (!(error instanceof HttpFault)) throw error;
    });
  }

  /** One sign-in at a time, whoever asks. */
  #current(): Promise<string> {
    if (this.#token !== undefined) return this.#token;
    const token = this.#begin();
    this.#token = token;
    token.catch(() => {
      if (this.#token === token) this.#token = undefined;
    });
    return token;
  }

  /** A session other than the one that was refused; a request beside this one may have begun it already. */
  async #another(refused: string): Promise<string> {
    const current = this.#token;
    const token = await current?.catch(() => refused);
    if (token === refused && this.#token === current) this.#token = undefined;
    return this.#current();
  }

  async #begin(): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#signIn();
      } catch (error) {
        // The answer to a proof was lost, and a challenge is answered once: it takes another one.
        const isAnswered = error instanceof HttpFault && error.code === 'session_refused' && error.isUncertain;
        if (!isAnswered || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #signIn(): Promise<string> {
    const { actor, signer } = this.#identity;
    const address = new URL(this.#port.url).host;
    const asked: HttpRequest = { method: 'POST', path: '/v1/sessions/challenge' };
    const { challenge } = await this.#port.json(asked, answers.challenge);
    const proof = new Uint8Array(
      await signSessionProof({ actor, address, audience: this.#ledgerId, challenge }, signer),
    );
    const { token } = await this.#port.json({ ...SEND_PROOF, body: () => proof }, answers.session);
    return token;
  }
}
