// What is refused before there is a request: bytes that are no HTTP, heads that are too large or too slow. It is answered as
// a problem like everything else, where the connection still takes an answer.

import type { Socket } from 'node:net';
import { PROBLEM_TYPE, type Problem, problem } from '../problem.ts';

/** Node's HTTP server calls it with what it could not read (the codes are those of its parser, llhttp). */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  // The other side is gone, or an answer is under way already.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const { status, title, ...rest } = reasonOf(error.code);
  const body = JSON.stringify({ ...rest, title, status });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Content-Type: ${PROBLEM_TYPE}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function reasonOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW')
    return problem('head_too_large', 'the request’s head is larger than this node reads');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return problem('request_too_slow', 'the request did not arrive in time');
  if (code === 'HPE_INVALID_EOF_STATE')
    return problem('request_incomplete', 'the connection ended before the whole request was here: send it again');
  return problem('request_invalid', 'this is not HTTP/1.1 as this node reads it (RFC 9112)');
}
