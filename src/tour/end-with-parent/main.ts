// Loaded into each node's process that the tour starts (node --import): where the tour is gone, even by SIGKILL, the node
// stops as on a signal, so that none is left behind.

process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The listener alone would keep a node that stopped by itself from ending.
process.channel?.unref();
