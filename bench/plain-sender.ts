// The process that the reference for events is measured with: sends pieces of a size to plain sockets, as fast as they take
// them. `node bench/plain-sender.ts <sockets> <pieces> <bytes of one>`; it says its address.

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

const [sockets = 0, pieces = 0, bytes = 0] = process.argv.slice(2).map(Number);
const piece = Buffer.alloc(bytes, 'x');
const open: Socket[] = [];

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', () => undefined);
  // The first piece, by which each knows that it is connected.
  socket.write(piece);
  open.push(socket);
  if (open.length === sockets) send().catch((error: unknown) => process.emitWarning(String(error)));
});
server.listen(0, '127.0.0.1', () => {
  // A server that listens on TCP has an address of this kind.
  process.send?.({ address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('disconnect', () => process.exit(0));

async function send(): Promise<void> {
  for (let sent = 1; sent < pieces; sent++) {
    const full = open.filter((socket) => !socket.write(piece));
    if (full.length > 0) await Promise.all(full.map((socket) => once(socket, 'drain')));
  }
}
