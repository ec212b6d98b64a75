// Loaded into the server's process before the server itself: however the demo comes to its end, its
// side of this pipe closes, and the server stops as on a signal.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume();
